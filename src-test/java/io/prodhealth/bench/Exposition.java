package io.prodhealth.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Reads what the bench needs from a scrape in a text format. */
record Exposition(String text) {

    static Exposition of(byte[] body) {
        return new Exposition(new String(body, StandardCharsets.UTF_8));
    }

    /** The sum of all samples of this name. */
    double sum(String name) {
        double sum = 0;
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            boolean begins = at == 0 || text.charAt(at - 1) == '\n';
            int end = at + name.length();
            if (begins && end < text.length() && (text.charAt(end) == '{' || text.charAt(end) == ' ')) {
                int newline = text.indexOf('\n', at);
                int stop = newline < 0 ? text.length() : newline;
                sum += Double.parseDouble(text.substring(text.lastIndexOf(' ', stop - 1) + 1, stop));
            }
        }
        return sum;
    }

    /** Lines that are samples. */
    long series() {
        return text.lines().filter(Exposition::isSample).count();
    }

    /** Samples that carry the labels of an API, divided by the number of APIs. */
    double seriesPerApi() {
        Set<String> apis = new HashSet<>();
        long samples = 0;
        for (String line : text.split("\n", -1)) {
            int name = line.indexOf("api_name=\"");
            if (isSample(line) && name >= 0) {
                samples++;
                apis.add(line.substring(name, line.indexOf('"', name + 10)));
            }
        }
        return apis.isEmpty() ? 0 : (double) samples / apis.size();
    }

    private static boolean isSample(String line) {
        return !line.isEmpty() && line.charAt(0) != '#';
    }
}
