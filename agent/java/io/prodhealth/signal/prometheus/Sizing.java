package io.prodhealth.signal.prometheus;

import io.prodhealth.snapshot.Observed;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Which rung of the ladder carries the load.
 *
 * @param nodes the larger of the nodes there are and those there may be
 * @param pods the larger of the pods there are and those there may be
 * @param bytes memory it uses at the top of the saw's teeth
 * @param margin how much more has to fit, as a share
 * @param memoryShare share of its node's memory it may use
 */
record Sizing(double nodes, double pods, OptionalDouble bytes, double margin, double memoryShare) {

    private static final double GIB = 1L << 30;

    Advice on(String present, Ladder ladder) {
        // What there is already is kept while it carries the load: a move takes a new cluster.
        if (!present.isEmpty() && carries(present, ladder)) {
            return new Advice(present, present, true, reason(present, ladder));
        }
        for (String type : Ladder.RUNGS) {
            if (carries(type, ladder)) {
                return new Advice(present, type, true, reason(type, ladder));
            }
        }
        String largest = Ladder.RUNGS.getLast();
        return new Advice(present, largest, false, "no type of the ladder carries it: " + reason(largest, ladder));
    }

    private boolean carries(String type, Ladder ladder) {
        OptionalDouble ratedNodes = ladder.nodes(type);
        OptionalDouble ratedPods = ladder.pods(type);
        OptionalDouble room = ladder.allocatable(type);
        return ratedNodes.isPresent()
                && ratedPods.isPresent()
                && room.isPresent()
                && nodes * (1 + margin) <= ratedNodes.getAsDouble()
                && pods * (1 + margin) <= ratedPods.getAsDouble()
                && bytes.orElse(0) * (1 + margin) <= memoryShare * room.getAsDouble();
    }

    private String reason(String type, Ladder ladder) {
        String memory = bytes.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.1f GiB used of %.1f GiB",
                        bytes.getAsDouble() / GIB,
                        ladder.allocatable(type).orElse(0) / GIB)
                : "memory not measured";
        return String.format(
                Locale.ROOT,
                "%s is rated at %.0f nodes and %.0f pods; there are or may be %.0f and %.0f, with a margin of %.0f %%;"
                        + " %s",
                type,
                ladder.nodes(type).orElse(0),
                ladder.pods(type).orElse(0),
                nodes,
                pods,
                margin * 100,
                memory);
    }

    /** The advice, unknown as long as the load is. */
    static Observed<Advice> advice(
            Observed<Integer> nodes,
            Observed<Integer> pods,
            Observed<Configured> configured,
            Observed<Double> bytes,
            Place place,
            Ladder ladder,
            LoadLimits limits) {
        Configured may = configured.orElse(new Configured(0, 0));
        return Parts.both(
                nodes,
                pods,
                (there, ofPods) -> new Sizing(
                                Math.max(there, may.nodes()),
                                Math.max(ofPods, may.pods()),
                                bytes.known().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                                limits.margin(),
                                limits.memoryWarn())
                        .on(place.instanceType(), ladder));
    }
}
