package io.prodhealth.signal.provisioning;

import java.time.Instant;

/**
 * One thing that tells of a failed attempt to get nodes.
 *
 * @param at when it failed
 * @param begunAt when the attempt began, as far as it tells; else when it failed
 * @param reason why
 * @param told who tells
 */
record Failure(Instant at, Instant begunAt, FallbackReason reason, Told told) {

    /** Who tells of a failure. */
    enum Told {
        /** The Auto Scaling group, of one launch; it tries again by itself. */
        ACTIVITY,
        /** The autoscaler's event: it has given the attempt up. */
        EVENT,
        /** The autoscaler's status: the group is in backoff. */
        BACKOFF
    }

    boolean activity() {
        return told == Told.ACTIVITY;
    }

    /**
     * How much its reason is worth: AWS's own words before what the autoscaler makes of them, since from 1.24 on that calls
     * every failed launch a lack of capacity; a timeout tells least.
     */
    private int weight() {
        if (reason == FallbackReason.TIMEOUT) {
            return 1;
        }
        if (activity()) {
            return reason == FallbackReason.UNKNOWN ? 4 : 5;
        }
        return switch (reason) {
            case QUOTA, PRICE -> 5;
            case CAPACITY -> 3;
            case UNKNOWN, TIMEOUT -> 2;
        };
    }

    /** Whether its reason is the better one: it is worth more or, of the same worth, newer. */
    boolean tellsBetterThan(Failure other) {
        return weight() == other.weight() ? at.isAfter(other.at) : weight() > other.weight();
    }
}
