package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A node group as it is in effect: what the cluster has wins over what its configuration asks for. What nothing live tells
 * is empty, never 0.
 *
 * @param name name in the cluster configuration, else the group's own; unique within a lifecycle
 * @param ownName what labels its nodes: {@code cx-ws-gpu-spot}, the name of a managed group or of a node pool
 * @param asgName name of its Auto Scaling group; empty when it is not known or there is none
 * @param pool what makes its nodes
 * @param worker whether it runs workloads; Cortex's own groups ({@code cx-operator}, {@code cx-prometheus}) do not
 * @param nodeFamily name of the one family it is counted in
 * @param lifecycle whether it is a spot group; single nodes of it may differ, see {@link NodeCount}
 * @param instanceTypes types it may use, the primary one first; empty when nothing tells
 * @param min fewest nodes
 * @param max most nodes
 * @param target nodes asked for
 * @param nodes registered nodes
 * @param priority effective priority of the expander; empty when no pattern finds it, which ranks lowest, or when the
 *     expander does not go by priority
 * @param scaleUp what the autoscaler says of its scale-up; {@code UNKNOWN} when its status is stale or unreadable
 * @param scaleUpSince since when; null when it does not say
 * @param backoffCode error code of the backoff; empty up to 1.29
 * @param backoffMessage its message; empty up to 1.29
 */
public record NodeGroup(
        String name,
        String ownName,
        String asgName,
        NodePool pool,
        boolean worker,
        String nodeFamily,
        Lifecycle lifecycle,
        List<String> instanceTypes,
        OptionalInt min,
        OptionalInt max,
        OptionalInt target,
        Optional<NodeCount> nodes,
        OptionalInt priority,
        ScaleUp scaleUp,
        @Nullable Instant scaleUpSince,
        String backoffCode,
        String backoffMessage) {

    /** Higher priorities first, none last; a sort by it is stable, so that equal ones keep their order. */
    static final Comparator<NodeGroup> TRIED_FIRST =
            Comparator.comparingInt(NodeGroup::rank).reversed();

    /** For comparison: a group that the expander's list does not name comes after all others. */
    int rank() {
        return priority.orElse(Integer.MIN_VALUE);
    }

    /** Whether the autoscaler has given it up for a while. */
    public boolean backoff() {
        return scaleUp == ScaleUp.BACKOFF;
    }

    /** Whether it is a spot group. */
    public boolean spot() {
        return lifecycle == Lifecycle.SPOT;
    }

    /** Whether as many nodes are asked for as it may have: then it cannot be tried, and that is no failure of spot. */
    public boolean atMax() {
        return max.isPresent() && target.isPresent() && target.getAsInt() >= max.getAsInt();
    }

    /** Nodes asked for that have not registered; 0 when that is not known. */
    public int missing() {
        return target.isPresent() && nodes.isPresent()
                ? Math.max(0, target.getAsInt() - nodes.get().all())
                : 0;
    }

    GroupKey key() {
        return new GroupKey(pool, ownName, pool == NodePool.KARPENTER ? lifecycle.word() : "");
    }

    /** The same with a priority. */
    NodeGroup ranked(OptionalInt effective) {
        return new NodeGroup(
                name,
                ownName,
                asgName,
                pool,
                worker,
                nodeFamily,
                lifecycle,
                instanceTypes,
                min,
                max,
                target,
                nodes,
                effective,
                scaleUp,
                scaleUpSince,
                backoffCode,
                backoffMessage);
    }

    /** The same in a family. */
    NodeGroup in(String family) {
        return new NodeGroup(
                name,
                ownName,
                asgName,
                pool,
                worker,
                family,
                lifecycle,
                instanceTypes,
                min,
                max,
                target,
                nodes,
                priority,
                scaleUp,
                scaleUpSince,
                backoffCode,
                backoffMessage);
    }
}
