package io.prodhealth.signal.history;

import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeCount;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.Provisioning;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What the provisioning signal says of families, as points. */
final class FamilySaid {

    private static final Comparator<FamilyProvisioning> WORST_FIRST = Comparator.<FamilyProvisioning>comparingDouble(
                    said -> -level(said.state()))
            .thenComparing(said -> said.family().name());

    private FamilySaid() {}

    /** The worst first; empty while they are unknown. */
    static Optional<List<Said<String>>> of(Provisioning provisioning) {
        return provisioning
                .families()
                .known()
                .map(families -> families.stream()
                        .sorted(WORST_FIRST)
                        .map(FamilySaid::of)
                        .toList());
    }

    private static Said<String> of(FamilyProvisioning said) {
        NodeFamily family = said.family();
        boolean bad = switch (said.state()) {
            case NORMAL, SCALING_SPOT -> false;
            case RECOVERING, SPOT_EXHAUSTED, FALLBACK_ACTIVE, FALLBACK_STUCK, UNKNOWN -> true;
        };
        return new Said<>(family.name(), bad, new float[] {
            nodes(family, NodeCount::spot),
            nodes(family, NodeCount::onDemand),
            said.waiting().known().isPresent() ? said.waitingPods() : Float.NaN,
            level(said.state())
        });
    }

    /** Not a number where nobody knows, which a comparison puts last. */
    private static float level(FallbackState state) {
        return switch (state) {
            case NORMAL -> 0;
            case SCALING_SPOT -> 1;
            case RECOVERING -> 2;
            case SPOT_EXHAUSTED -> 3;
            case FALLBACK_ACTIVE -> 4;
            case FALLBACK_STUCK -> 5;
            case UNKNOWN -> Float.NaN;
        };
    }

    /** Of all its groups, or of none: a part of them would pass for all. */
    private static float nodes(NodeFamily family, ToIntFunction<NodeCount> count) {
        List<NodeGroup> groups = Stream.concat(family.spot().stream(), family.onDemand().stream())
                .toList();
        if (groups.stream().anyMatch(group -> group.nodes().isEmpty())) {
            return Float.NaN;
        }
        return groups.stream()
                .flatMap(group -> group.nodes().stream())
                .mapToInt(count)
                .sum();
    }
}
