package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what is to be seen of each family at one moment. */
final class FamilySights {

    private final ProvisioningView view;
    private final Instant now;
    private final @Nullable Instant statusAt;
    private final Set<String> listed;
    private final AutoscalerFlags flags;
    private final Supplier<Set<String>> busy;
    /** A group may be in several families. */
    private final Map<GroupKey, GroupSight> groups = new HashMap<>();

    FamilySights(
            ProvisioningView view, ClusterSnapshot snapshot, Duration statusStaleAfter, Supplier<Set<String>> busy) {
        this.view = view;
        this.now = snapshot.at();
        AutoscalerStatus status = fresh(snapshot, statusStaleAfter);
        this.statusAt = status == null ? null : status.updatedAt();
        this.listed = status == null
                ? Set.of()
                : status.groups().stream().map(AutoscalerStatus.Group::name).collect(Collectors.toSet());
        // Without the autoscaler's flags its own defaults are the likeliest.
        this.flags = view.flags().known().orElseGet(() -> AutoscalerFlags.defaults(OptionalInt.empty()));
        this.busy = busy;
    }

    private static @Nullable AutoscalerStatus fresh(ClusterSnapshot snapshot, Duration staleAfter) {
        if (!(snapshot.kubernetes().autoscalerStatus() instanceof Observed.Known<AutoscalerStatus> known)) {
            return null;
        }
        return AutoscalerHealth.of(known.value(), staleAfter, snapshot.at()).fresh() ? known.value() : null;
    }

    FamilySight of(NodeFamily family, Observed<List<Waiting>> waiting) {
        return new FamilySight(
                now,
                statusAt,
                sights(family.spot()),
                sights(family.onDemand()),
                sights(family.covering()),
                waiting,
                (some, group) -> view.places().allows(some.workload(), group),
                expected(family),
                flags,
                busy);
    }

    private Optional<Duration> expected(NodeFamily family) {
        if (family.spot().stream().anyMatch(group -> group.pool() == NodePool.KARPENTER)) {
            // It asks for the next kind of capacity in the same breath.
            return Optional.of(Duration.ZERO);
        }
        ExpectedFallback expected = view.expected().get(family.name());
        return expected == null ? Optional.empty() : expected.after();
    }

    private List<GroupSight> sights(List<NodeGroup> some) {
        return some.stream()
                .map(group -> groups.computeIfAbsent(group.key(), key -> sight(group)))
                .toList();
    }

    private GroupSight sight(NodeGroup group) {
        return GroupSight.of(
                group,
                view.nodes().of(group),
                view.events(),
                view.launches(),
                listed.contains(group.asgName()),
                flags.maxNodeProvisionTime(),
                now);
    }
}
