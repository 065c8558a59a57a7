package io.prodhealth.alerts.week;

import java.util.Map;

/**
 * An alert that fired from one minute of the week to another without an end in between.
 *
 * @param labels its own, without those that Prometheus adds
 * @param from first minute
 * @param to last minute
 */
record Firing(Map<String, String> labels, int from, int to) {

    String alert() {
        return label("alertname");
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return labels + " from minute " + from + " (day " + from / 1440 + ", " + from % 1440 / 60 + ":"
                + "%02d".formatted(from % 60) + ") for " + (to - from + 1);
    }
}
