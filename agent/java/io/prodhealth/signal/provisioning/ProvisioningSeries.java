package io.prodhealth.signal.provisioning;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Writes what the provisioning signal says as series. */
public final class ProvisioningSeries {

    private record NodesOf(String group, String family, Lifecycle lifecycle) {}

    private ProvisioningSeries() {}

    /** Adds every family of the signal. */
    public static void write(Provisioning provisioning, Series series) {
        List<NodeGroup> groups = provisioning.groups().orElse(List.of());
        nodes(groups, series);
        groups.forEach(group -> group(group, series));
        provisioning.families().orElse(List.of()).forEach(family -> family(family, provisioning, series));
        provisioning.counted().forEach(counted -> counted(counted, provisioning.countingSince(), series));
        new TreeMap<>(provisioning.interruptions())
                .forEach((group, count) -> series.counter(
                        ProvisioningFamilies.INTERRUPTIONS,
                        (double) count,
                        provisioning.countingSince(),
                        Series.labels(ProvisioningFamilies.INTERRUPTIONS, group)));
        provisioning
                .flags()
                .known()
                .ifPresent(flags ->
                        series.gauge(ProvisioningFamilies.PROVISION_TIMEOUT, seconds(flags.maxNodeProvisionTime())));
        provisioning.autoscaler().known().ifPresent(autoscaler -> autoscaler(autoscaler, series));
    }

    private static void autoscaler(AutoscalerHealth autoscaler, Series series) {
        Instant updated = autoscaler.updatedAt();
        if (updated != null) {
            series.gauge(ProvisioningFamilies.AUTOSCALER_UPDATE, updated.toEpochMilli() / 1000.0);
        }
        series.gauge(ProvisioningFamilies.AUTOSCALER_HEALTHY, autoscaler.healthy() ? 1 : 0);
    }

    /** An on-demand base in a spot group may share its name and family with an on-demand group: these are one series. */
    private static void nodes(List<NodeGroup> groups, Series series) {
        Map<NodesOf, Integer> nodes = new java.util.LinkedHashMap<>();
        for (NodeGroup group : groups) {
            group.nodes().ifPresent(count -> {
                if (group.spot()) {
                    nodes.merge(
                            new NodesOf(group.name(), group.nodeFamily(), Lifecycle.SPOT), count.spot(), Integer::sum);
                }
                nodes.merge(
                        new NodesOf(group.name(), group.nodeFamily(), Lifecycle.ON_DEMAND),
                        group.spot() ? count.onDemand() : count.all(),
                        Integer::sum);
            });
        }
        nodes.forEach((of, count) -> series.gauge(
                ProvisioningFamilies.NODES,
                count,
                of.group(),
                of.family(),
                of.lifecycle().word()));
    }

    private static void group(NodeGroup group, Series series) {
        known(ProvisioningFamilies.MIN, group.min(), group, series);
        known(ProvisioningFamilies.MAX, group.max(), group, series);
        known(ProvisioningFamilies.TARGET, group.target(), group, series);
        known(ProvisioningFamilies.PRIORITY, group.priority(), group, series);
        if (group.scaleUp() != io.prodhealth.snapshot.AutoscalerStatus.ScaleUp.UNKNOWN) {
            known(ProvisioningFamilies.BACKOFF, OptionalInt.of(group.backoff() ? 1 : 0), group, series);
        }
    }

    private static void known(Family family, OptionalInt value, NodeGroup group, Series series) {
        value.ifPresent(number -> series.gauge(
                family,
                number,
                group.name(),
                group.nodeFamily(),
                group.lifecycle().word()));
    }

    private static void family(FamilyProvisioning said, Provisioning all, Series series) {
        String name = said.family().name();
        if (said.waiting().known().isPresent()) {
            series.gauge(ProvisioningFamilies.UNSCHEDULABLE, said.waitingPods(), name);
            series.gauge(
                    ProvisioningFamilies.OLDEST,
                    said.waitingSince()
                            .map(since -> Math.max(0, seconds(Duration.between(since, all.at()))))
                            .orElse(0.0),
                    name);
        }
        if (!said.family().hasSpot()) {
            return;
        }
        for (FallbackState state : FallbackState.values()) {
            series.gauge(ProvisioningFamilies.STATE, state == said.state() ? 1 : 0, name, state.word());
        }
        series.gauge(ProvisioningFamilies.OBJECTIVE, seconds(all.objective()), name);
        said.expected().ifPresent(expected -> {
            series.gauge(ProvisioningFamilies.EXPECTED, expected.seconds(), name);
            expected.slow().forEach(group -> series.gauge(ProvisioningFamilies.SLOW, 1, name, group.name()));
        });
        said.extraCost().ifPresent(cost -> series.gauge(ProvisioningFamilies.EXTRA_COST, cost, name));
    }

    private static void counted(FamilyProvisioning.Counted counted, Instant since, Series series) {
        for (FallbackReason reason : FallbackReason.values()) {
            series.counter(
                    ProvisioningFamilies.FALLBACKS,
                    (double) counted.fallbacks().getOrDefault(reason, 0L),
                    since,
                    Series.labels(ProvisioningFamilies.FALLBACKS, counted.name(), reason.word()));
        }
        series.histogram(
                ProvisioningFamilies.LAG,
                counted.lag(),
                since,
                Series.labels(ProvisioningFamilies.LAG, counted.name()));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
