package io.prodhealth.signal.prometheus;

import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer.SeriesOf;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What there is to say of the Prometheus of the cluster: four answers that are kept apart (rated, measured, configured,
 * forecast), what follows from them, and what stands still without it. Each part is unknown with a reason of its own.
 *
 * @param at the moment of the snapshot
 * @param limits what it was judged against
 * @param standing whether it is up
 * @param url where it is asked; empty while that is not known
 * @param version its version; empty while that is not known
 * @param nodes nodes of the cluster
 * @param pods pods of the cluster
 * @param configured what node groups and replicas could lead to
 * @param figures what was measured
 * @param instanceType type of its node; empty while that is not known
 * @param allocatableBytes allocatable memory of its node
 * @param podsOnNode pods on its node, itself among them
 * @param podSlots pods that its node takes
 * @param outOfMemory whether its container was last ended for want of memory
 * @param rated what instance types are rated at, the one of its node among them
 * @param ratios how much of each dimension is used
 * @param exhaustion seconds until each dimension is used up; infinite for never
 * @param loadBalancer share of the nodes that the load balancer of the APIs takes
 * @param counters what is counted
 * @param frozen why replica counts stand still; unknown where that cannot be told
 * @param advice which instance type it should run on
 * @param alertmanagers Alertmanagers it sends alerts to
 * @param lastAlertmanagers those it knew when it was last asked, since a dead one cannot be
 */
public record PrometheusLoad(
        Instant at,
        LoadLimits limits,
        Standing standing,
        String url,
        String version,
        Observed<Integer> nodes,
        Observed<Integer> pods,
        Observed<Configured> configured,
        Figures figures,
        String instanceType,
        Observed<Double> allocatableBytes,
        Observed<Integer> podsOnNode,
        Observed<Integer> podSlots,
        boolean outOfMemory,
        List<Rating> rated,
        Map<Dimension, Observed<Double>> ratios,
        Map<Dimension, Observed<Double>> exhaustion,
        Observed<Double> loadBalancer,
        Counters counters,
        Map<FrozenReason, Observed<Frozen>> frozen,
        Observed<Advice> advice,
        Observed<List<String>> alertmanagers,
        List<String> lastAlertmanagers) {

    /**
     * What was measured.
     *
     * @param headSeries series in the head
     * @param residentBytes resident memory of the process
     * @param workingSetBytes working set of its pod, from metrics.k8s.io
     * @param bytesPerSeries working set (else resident memory) by series in the head
     * @param samplesPerSecond samples appended a second, between the last two readings
     * @param storageBytes blocks, WAL and mapped chunks, as far as its version tells
     * @param storageLimitBytes the smaller of retention size and volume
     * @param query how long it takes over the autoscaler's two questions for all APIs
     * @param largest metrics with the most series
     */
    public record Figures(
            Observed<Double> headSeries,
            Observed<Double> residentBytes,
            Observed<Double> workingSetBytes,
            Observed<Double> bytesPerSeries,
            Observed<Double> samplesPerSecond,
            Observed<Double> storageBytes,
            Observed<Double> storageLimitBytes,
            Observed<Duration> query,
            Observed<List<SeriesOf>> largest) {}

    /**
     * What a type is rated at.
     *
     * @param instanceType its name
     * @param nodes nodes of the cluster
     * @param pods pods of the cluster
     */
    public record Rating(String instanceType, double nodes, double pods) {}

    /**
     * Counters that never go back.
     *
     * @param missed rule evaluations that were missed
     * @param restarts times it was started again
     * @param since when counting began
     * @param missedFrom since when it was seen without a gap whether rules are missed; empty before it has told
     * @param missedAt when one was last seen to be missed; empty for never
     */
    public record Counters(
            double missed, long restarts, Instant since, Optional<Instant> missedFrom, Optional<Instant> missedAt) {}

    /**
     * Whether replica counts stand still for one reason.
     *
     * @param frozen for as long as {@code prometheus_load.frozen_after}
     * @param since when the reason began; empty while there is none
     * @param apis names of the APIs it is about, few of them; empty for all
     */
    public record Frozen(boolean frozen, Optional<Instant> since, List<String> apis) {}

    /** How much more than the t3.medium that the guide rates a type carries; empty for one that is not known. */
    public static OptionalDouble timesRated(String instanceType, List<Node> nodes) {
        Ladder ladder = Ladder.of(nodes, false);
        OptionalDouble rated = ladder.nodes(instanceType);
        OptionalDouble guide = ladder.nodes(Ladder.RUNGS.getFirst());
        return rated.isPresent() && guide.isPresent()
                ? OptionalDouble.of(rated.getAsDouble() / guide.getAsDouble())
                : OptionalDouble.empty();
    }

    /** The ratio of one dimension, where it is known. */
    public OptionalDouble ratio(Dimension dimension) {
        return ratios.getOrDefault(dimension, Observed.notSynced(at))
                .known()
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /** Whether replica counts stand still, for any reason. */
    public boolean anyFrozen() {
        return frozen.values().stream()
                .anyMatch(one -> one.known().map(Frozen::frozen).orElse(false));
    }

    /** Before anything has been read. */
    public static PrometheusLoad notSynced(Instant at, LoadLimits limits) {
        Map<Dimension, Observed<Double>> none = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            none.put(dimension, Observed.notSynced(at));
        }
        Map<FrozenReason, Observed<Frozen>> frozen = new EnumMap<>(FrozenReason.class);
        for (FrozenReason reason : FrozenReason.values()) {
            frozen.put(reason, Observed.notSynced(at));
        }
        return new PrometheusLoad(
                at,
                limits,
                new Standing(Standing.State.UNKNOWN, at, "not asked yet"),
                "",
                "",
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                new Figures(
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at),
                        Observed.notSynced(at)),
                "",
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                false,
                List.of(),
                Map.copyOf(none),
                Map.copyOf(none),
                Observed.notSynced(at),
                new Counters(0, 0, at, Optional.empty(), Optional.empty()),
                Map.copyOf(frozen),
                Observed.notSynced(at),
                Observed.notSynced(at),
                List.of());
    }
}
