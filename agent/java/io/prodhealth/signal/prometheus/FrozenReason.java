package io.prodhealth.signal.prometheus;

import java.util.Locale;

/** Why Cortex does not change replica counts: a closed set. */
public enum FrozenReason {
    /** Prometheus, which its autoscaler asks, is down. */
    PROMETHEUS_DOWN,
    /** Its operator, which counts the messages of async APIs, is down. */
    OPERATOR_DOWN,
    /** An API that has replicas has no series. */
    NO_SERIES;

    /** As in labels and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
