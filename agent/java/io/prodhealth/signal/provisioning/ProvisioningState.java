package io.prodhealth.signal.provisioning;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the provisioning signal remembers between two evaluations. Immutable.
 *
 * @param result what it last said
 * @param view what it last read of a snapshot
 * @param families what is remembered of each family, by name
 * @param interruptions spot nodes that went
 * @param busy nodes that run pods, as last asked for
 * @param countsFrom what was decided before this was counted then, or nobody watched
 * @param countingSince since when it has been counted
 */
public record ProvisioningState(
        Provisioning result,
        ProvisioningView view,
        Map<String, FamilyMemory> families,
        Interruptions interruptions,
        BusyNodes busy,
        Instant countsFrom,
        Instant countingSince) {

    /** More go at once only with a whole cluster; the memory has to fit a config map beside others. */
    private static final int MOST_GONE = 50;

    /** What of it must outlive a restart. */
    public ProvisioningMemory memory() {
        Map<String, FamilyMemory> inOrder = new TreeMap<>(families);
        return new ProvisioningMemory(
                result.at().toEpochMilli(),
                countingSince.toEpochMilli(),
                inOrder.entrySet().stream()
                        .map(family -> Remembered.of(family.getKey(), family.getValue()))
                        .toList(),
                Map.copyOf(interruptions.counted()),
                interruptions.gone().stream()
                        .limit(MOST_GONE)
                        .map(Remembered::of)
                        .toList());
    }
}
