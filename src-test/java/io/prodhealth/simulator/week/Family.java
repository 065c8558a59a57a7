package io.prodhealth.simulator.week;

import java.util.List;

/**
 * Groups of interchangeable nodes: one of spot and one on demand.
 *
 * @param name in the names of its groups
 * @param types instance types of the spot group, the primary one first
 * @param seats pods of its APIs that a node has room for
 * @param mostSpot max of the spot group, and mostOnDemand of the other
 * @param gpu whether its APIs ask for a GPU; else they are pinned to its groups
 */
record Family(
        String name,
        List<String> types,
        int seats,
        int leastSpot,
        int mostSpot,
        int mostOnDemand,
        int spotPriority,
        int onDemandPriority,
        boolean gpu) {

    static final List<Family> ALL = List.of(
            new Family("gpu", List.of("g4dn.xlarge"), 1, 0, 6, 4, 100, 10, true),
            new Family("cpu", List.of("c5.xlarge", "m5.xlarge", "c5a.xlarge"), 2, 1, 8, 6, 90, 20, false),
            new Family("mem", List.of("r5.2xlarge"), 1, 0, 5, 5, 80, 5, false));

    String spotGroup() {
        return "cx-ws-" + name + "-spot";
    }

    String onDemandGroup() {
        return "cx-wd-" + name + "-on-demand";
    }

    String api() {
        return "model-" + name;
    }

    /** An API that may run on spot only. */
    String pinnedApi() {
        return "pinned-" + name;
    }
}
