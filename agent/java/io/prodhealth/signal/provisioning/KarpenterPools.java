package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Pools of Karpenter have no size: only nodes show that a pool buys spot, and when it gets none there are no nodes. What it
 * could not get is in its events.
 */
final class KarpenterPools {

    private KarpenterPools() {}

    /**
     * The family, with a spot group without nodes where its pool asks for spot in vain.
     *
     * @param remembered what is remembered of the family; null before
     */
    static NodeFamily withSpot(NodeFamily family, AutoscalerEvents events, @Nullable FamilyMemory remembered) {
        Optional<NodeGroup> pool = family.onDemand().stream()
                .filter(group -> group.pool() == NodePool.KARPENTER)
                .findFirst();
        boolean asks = pool.isPresent()
                && (!events.failures(pool.get()).isEmpty() || (remembered != null && remembered.episode() != null));
        return family.hasSpot() || !asks
                ? family
                : new NodeFamily(family.name(), List.of(spot(pool.get())), family.onDemand(), family.covering());
    }

    private static NodeGroup spot(NodeGroup pool) {
        return new NodeGroup(
                pool.name(),
                pool.ownName(),
                "",
                NodePool.KARPENTER,
                pool.worker(),
                pool.nodeFamily(),
                Lifecycle.SPOT,
                pool.instanceTypes(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.of(NodeCount.NONE),
                OptionalInt.empty(),
                ScaleUp.UNKNOWN,
                null,
                "",
                "");
    }
}
