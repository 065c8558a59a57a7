package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The provisioning signal's result: what is shown of it is rendered from this record.
 *
 * @param at the moment it speaks of
 * @param groups every node group; unknown while the nodes are
 * @param families every family; unknown while the nodes are
 * @param waiting pods that no node can take, by workload, those of no family too; unknown while pods are
 * @param counted the families whose counters are kept: a state that is not live is withdrawn, a counter stays
 * @param interruptions spot nodes that AWS took back, by group, every spot group among them
 * @param countingSince since when it has been counted, restarts of the agent included where its memory was kept
 * @param autoscaler the cluster autoscaler; unknown while its status cannot be read, absent without one
 * @param flags how it is set
 * @param objective how long the fallback may take
 */
public record Provisioning(
        Instant at,
        Observed<List<NodeGroup>> groups,
        Observed<List<FamilyProvisioning>> families,
        Observed<List<Waiting>> waiting,
        List<FamilyProvisioning.Counted> counted,
        Map<String, Long> interruptions,
        Instant countingSince,
        Observed<AutoscalerHealth> autoscaler,
        Observed<AutoscalerFlags> flags,
        Duration objective) {

    static Provisioning notSynced(Instant at, Duration objective) {
        return new Provisioning(
                at,
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                List.of(),
                Map.of(),
                at,
                Observed.notSynced(at),
                Observed.notSynced(at),
                objective);
    }

    /** What is said of the family of that name; empty when there is none, or nothing is known. */
    public Optional<FamilyProvisioning> family(String name) {
        return families.orElse(List.of()).stream()
                .filter(family -> family.family().name().equals(name))
                .findFirst();
    }
}
