package io.prodhealth.snapshot;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of resources as Kubernetes writes them: {@code 200m}, {@code 2560Mi}, {@code 1.5}, {@code 1e3}. */
public final class Quantity {

    private static final Pattern FORM =
            Pattern.compile("([+-]?\\d{1,18}(?:\\.\\d{1,18})?)(?:[eE]([+-]?\\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)");
    private static final Map<String, Double> FACTORS = Map.ofEntries(
            Map.entry("n", 1e-9),
            Map.entry("u", 1e-6),
            Map.entry("m", 1e-3),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("E", 1e18),
            Map.entry("Ki", 0x1p10),
            Map.entry("Mi", 0x1p20),
            Map.entry("Gi", 0x1p30),
            Map.entry("Ti", 0x1p40),
            Map.entry("Pi", 0x1p50),
            Map.entry("Ei", 0x1p60));

    /** As many as a long holds, whatever they are; the pattern takes no more either. */
    private static final int MOST_DIGITS = 18;

    private Quantity() {}

    /** The amount in the unit without suffix (cores, bytes); 0 when the text is no quantity. */
    public static double parse(String text) {
        int digits = digits(text);
        if (digits > 0 && digits == text.length()) {
            return Long.parseLong(text);
        }
        // Most are a whole number and a suffix, and a cluster has thousands of them: a pattern costs ten times as much.
        Double factor = digits == 0 ? null : FACTORS.get(text.substring(digits));
        return factor == null ? parseAny(text) : Long.parseLong(text, 0, digits, 10) * factor;
    }

    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && end < MOST_DIGITS && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static double parseAny(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return 0;
        }
        double number = Double.parseDouble(form.group(1));
        if (form.group(2) != null) {
            return number * Math.pow(10, Integer.parseInt(form.group(2)));
        }
        return form.group(3) == null ? number : number * FACTORS.getOrDefault(form.group(3), 1.0);
    }
}
