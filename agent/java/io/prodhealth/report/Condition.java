package io.prodhealth.report;

/** How an API is doing, the worst first. */
enum Condition {
    /** Replicas are asked for and none is ready. */
    DOWN,
    /** Some replicas are missing. */
    SHORT,
    /** All replicas are ready, and yet a pod crashes, lacks its image or memory, or finds no node. */
    TROUBLED,
    /** It is not known how many are ready. */
    UNKNOWN,
    /** All replicas are ready. */
    COMPLETE,
    /** It has no replicas of its own: a TrafficSplitter. */
    NO_REPLICAS;

    /** Whether someone should look at it. */
    boolean needsAttention() {
        return compareTo(COMPLETE) < 0;
    }
}
