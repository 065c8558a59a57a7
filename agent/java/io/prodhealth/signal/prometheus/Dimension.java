package io.prodhealth.signal.prometheus;

import java.util.Locale;

/** What Prometheus can run out of: a closed set. */
public enum Dimension {
    /** Nodes of the cluster, of those its own node is rated at. */
    NODES,
    /** Pods of the cluster, of those its own node is rated at. */
    PODS,
    /** Its working set, of the allocatable memory of its node. */
    MEMORY,
    /** Its blocks and WAL, of the smaller of its retention size and its volume. */
    STORAGE,
    /** What the maxima of node groups and replicas allow, of what its node is rated at. */
    CONFIGURED;

    /** As in labels and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
