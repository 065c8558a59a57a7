package io.prodhealth.signal.history;

import java.util.List;
import java.util.Locale;

/** What a track tells of its subject: four measures each. */
public enum Measure {
    /** Replicas of an API that are ready. */
    READY("Replicas ready", "replicas", Merge.LAST),
    /** Replicas that an API should have. */
    DESIRED("Replicas wanted", "replicas", Merge.LAST),
    /** Requests in the pods of a realtime API, waiting ones included; messages being worked on of any other. */
    IN_FLIGHT("In flight", "requests or messages", Merge.LAST),
    /** Requests that wait in the proxies of a realtime API; visible messages in the queues of any other. */
    WAITING("Waiting", "requests or messages", Merge.MOST),

    /** Spot nodes that have registered in the groups of a family. */
    SPOT_NODES("Spot nodes", "nodes", Merge.LAST),
    /** On-demand nodes that have registered in the groups of a family. */
    ON_DEMAND_NODES("On-demand nodes", "nodes", Merge.LAST),
    /** Pods of a family that no node can take. */
    UNSCHEDULABLE("Pods without a node", "pods", Merge.LAST),
    /**
     * What the family does about spot: 0 normal, 1 scaling spot, 2 recovering, 3 spot exhausted, 4 fallback active,
     * 5 fallback stuck.
     */
    FALLBACK("Fallback", "0 normal to 5 stuck", Merge.LAST),

    /** Working set of Prometheus, of the allocatable memory of its node. */
    MEMORY("Memory used", "share of its node's memory", Merge.LAST),
    /** Series in its head. */
    HEAD_SERIES("Series in memory", "series", Merge.LAST),
    /** Samples that it takes in. */
    SAMPLES("Samples taken in", "samples a second", Merge.LAST),
    /** 1 while it is up, 0 while it is down. */
    UP("Up", "1 up, 0 down", Merge.LAST);

    /** Of an API. */
    public static final List<Measure> OF_API = List.of(READY, DESIRED, IN_FLIGHT, WAITING);

    /** Of a family of node groups. */
    public static final List<Measure> OF_FAMILY = List.of(SPOT_NODES, ON_DEMAND_NODES, UNSCHEDULABLE, FALLBACK);

    /** Of Prometheus. */
    public static final List<Measure> OF_PROMETHEUS = List.of(MEMORY, HEAD_SERIES, SAMPLES, UP);

    private enum Merge {
        LAST,
        MOST
    }

    private final String title;
    private final String unit;
    private final Merge merge;

    Measure(String title, String unit, Merge merge) {
        this.title = title;
        this.unit = unit;
        this.merge = merge;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Of its values, for people. */
    public String unit() {
        return unit;
    }

    /** As in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a minute comes to.
     *
     * @param before of the minute so far; not a number while nothing was known
     * @param now what is said now; not a number where that is unknown
     */
    float merge(float before, float now) {
        if (merge == Merge.LAST) {
            return now;
        }
        return Float.isNaN(before) || now > before ? now : before;
    }
}
