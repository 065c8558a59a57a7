package io.prodhealth.failover;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one scrape of one replica says.
 *
 * @param series value by name and labels, as written
 */
record Exported(Map<String, Double> series) {

    private static final Pattern LINE = Pattern.compile("^(prodhealth_[a-z_]+(?:\\{.*})?) (\\S+)$", Pattern.MULTILINE);

    /** Counters that a replica which takes over goes on with; the others begin anew, as after a restart. */
    private static final Pattern HANDED_OVER =
            Pattern.compile("prodhealth_(queue_(dead_letter_messages|sent|deleted)|spot_(fallbacks|interruptions)"
                    + "|prometheus_(rule_evaluations_missed|restarts))_total\\b.*");

    static Exported of(String text) {
        Map<String, Double> series = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            series.put(line.group(1), Double.parseDouble(line.group(2).replace("Inf", "Infinity")));
        }
        return new Exported(series);
    }

    boolean leads() {
        return Double.valueOf(1).equals(series.get("prodhealth_leader"));
    }

    /** The value of {@code label} whose series of a state set is 1, of the one object named; empty for none. */
    String state(String family, String object, String label) {
        Pattern value = Pattern.compile("\\b" + label + "=\"([^\"]*)\"");
        return series.entrySet().stream()
                .filter(one ->
                        one.getKey().startsWith(family + "{") && one.getKey().contains(object) && one.getValue() == 1)
                .map(one -> value.matcher(one.getKey()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.joining(","));
    }

    Map<String, Double> handedOver() {
        Map<String, Double> counters = new TreeMap<>(series);
        counters.keySet().removeIf(name -> !HANDED_OVER.matcher(name).matches());
        return counters;
    }
}
