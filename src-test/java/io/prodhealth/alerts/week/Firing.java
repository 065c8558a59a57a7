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

    /**
     * Whether it tells of what any week has and what is true: an API of one replica on spot whose node is taken back serves
     * nobody until there is another, and one that wakes from zero for the first time of its life refuses what does not fit.
     */
    boolean ofSingleReplicaOrFirstWake() {
        return label("api_name").startsWith("pinned-") || (label("api_name").equals("night-owl") && from < 1440);
    }

    @Override
    public String toString() {
        return labels + " from minute " + from + " (day " + from / 1440 + ", " + from % 1440 / 60 + ":"
                + "%02d".formatted(from % 60) + ") for " + (to - from + 1);
    }
}
