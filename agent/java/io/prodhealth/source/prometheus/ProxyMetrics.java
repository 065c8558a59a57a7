package io.prodhealth.source.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** The one figure that is read from what a proxy of Cortex serves under {@code /metrics}. */
final class ProxyMetrics {

    private static final String NAME = "cortex_in_flight_requests";

    private ProxyMetrics() {}

    /** Sum of the series {@code cortex_in_flight_requests} in the text format; empty when there is none that is a number. */
    static OptionalDouble inFlight(byte[] text) {
        double sum = 0;
        boolean found = false;
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith(NAME)) {
                double value = value(line.substring(NAME.length()));
                if (Double.isFinite(value) && value >= 0) {
                    sum += value;
                    found = true;
                }
            }
        }
        return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** What follows the labels; NaN when this is the rest of a longer name, or no number follows. */
    private static double value(String rest) {
        boolean labelled = rest.startsWith("{");
        if (!labelled && !rest.startsWith(" ") && !rest.startsWith("\t")) {
            return Double.NaN;
        }
        // The values of labels may hold a brace, but nothing behind the labels does.
        String[] words = (labelled ? rest.substring(rest.lastIndexOf('}') + 1) : rest)
                .strip()
                .split("\\s+", 2);
        try {
            return Double.parseDouble(words[0]);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
