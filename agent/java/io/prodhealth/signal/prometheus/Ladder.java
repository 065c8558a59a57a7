package io.prodhealth.signal.prometheus;

import io.prodhealth.signal.provisioning.InstanceType;
import io.prodhealth.signal.provisioning.InstanceTypes;
import io.prodhealth.snapshot.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What instance types are rated at. The guide rates a t3.medium; memory is what Prometheus dies of, so others are rated by
 * theirs.
 *
 * @param types hardware by name
 * @param present the type whose node is known itself; empty for none
 * @param room allocatable memory of that node, bytes; 0 while it is not known
 * @param lower 300 nodes and 300 pods for a t3.medium, as Cortex's repository says, instead of 400 and 800 as the guide does
 */
record Ladder(InstanceTypes types, String present, double room, boolean lower) {

    /** From the smallest on: the guide's t3.medium, then whatever doubles its memory for the least money. */
    static final List<String> RUNGS =
            List.of("t3.medium", "t3.large", "r5.large", "r5.xlarge", "r5.2xlarge", "r5.4xlarge", "r5.8xlarge");

    /** Memory of a t3.medium, bytes. */
    private static final double RATED_MEMORY = 4.0 * (1L << 30);

    static Ladder of(List<Node> nodes, boolean lower) {
        return new Ladder(InstanceTypes.with(nodes), "", 0, lower);
    }

    /** With the node it runs on, which may leave less than others of its type. */
    Ladder on(Place place) {
        return new Ladder(
                types, place.instanceType(), place.allocatable("memory").orElse(0), lower);
    }

    /** Nodes a type is rated at; empty for one that is not known. */
    OptionalDouble nodes(String type) {
        return times(type, lower ? 300 : 400);
    }

    /** Pods a type is rated at; empty for one that is not known. */
    OptionalDouble pods(String type) {
        return times(type, lower ? 300 : 800);
    }

    /** Memory that pods find on a node of this type. */
    OptionalDouble allocatable(String type) {
        if (room > 0 && type.equals(present)) {
            return OptionalDouble.of(room);
        }
        return types.room(type)
                .map(room -> OptionalDouble.of(room.memoryBytes()))
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble times(String type, int rated) {
        Optional<InstanceType> known = types.named(type);
        // What a node of an unknown type shows is a few percent less than what is sold.
        return known.map(hardware -> OptionalDouble.of(Math.rint(rated * hardware.memoryBytes() / RATED_MEMORY)))
                .orElse(OptionalDouble.empty());
    }
}
