package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What groups are made of. Each part is null while it is unknown.
 *
 * @param status the autoscaler's status, null also when it is too old to speak of now
 * @param byPriority whether the expander goes by priority
 * @param asgFirst whether Auto Scaling was read later than the status was written
 */
record GroupInputs(
        @Nullable ClusterConfig config,
        @Nullable AutoscalerStatus status,
        @Nullable ExpanderPriorities priorities,
        @Nullable AutoScaling autoScaling,
        @Nullable List<Node> nodes,
        boolean byPriority,
        boolean asgFirst) {

    static final GroupInputs NONE = new GroupInputs(null, null, null, null, null, false, false);

    static GroupInputs of(ClusterSnapshot snapshot, Duration statusStaleAfter, Observed<AutoscalerFlags> flags) {
        AutoscalerStatus status = fresh(snapshot, statusStaleAfter);
        return new GroupInputs(
                value(snapshot.kubernetes().clusterConfig()),
                status,
                value(snapshot.kubernetes().expanderPriorities()),
                value(snapshot.autoScaling()),
                value(snapshot.kubernetes().nodes()),
                // Without the Deployment there is still the list, which nobody writes for another expander.
                flags.known().map(AutoscalerFlags::byPriority).orElse(true),
                status == null
                        || (snapshot.autoScaling() instanceof Observed.Known<AutoScaling> asg
                                && status.updatedAt() != null
                                && asg.at().isAfter(status.updatedAt())));
    }

    private static @Nullable AutoscalerStatus fresh(ClusterSnapshot snapshot, Duration staleAfter) {
        AutoscalerStatus status = value(snapshot.kubernetes().autoscalerStatus());
        Instant updated = status == null ? null : status.updatedAt();
        // One that does not say when it was written cannot be shown to be live.
        return updated == null || updated.plus(staleAfter).isBefore(snapshot.at()) ? null : status;
    }

    private static <T> @Nullable T value(Observed<T> part) {
        return part instanceof Observed.Known<T> known ? known.value() : null;
    }

    /** Whether these are the very objects of {@code other}: the snapshot promises that nothing in them has changed. */
    @SuppressWarnings("ReferenceEquality")
    boolean same(GroupInputs other) {
        return config == other.config
                && status == other.status
                && priorities == other.priorities
                && autoScaling == other.autoScaling
                && nodes == other.nodes
                && byPriority == other.byPriority
                && asgFirst == other.asgFirst;
    }
}
