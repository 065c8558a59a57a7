package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.LoadLimits;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Observed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster has no more nodes and pods than its Prometheus is rated at, by the memory of its own node. The limits are those
 * of the signal ({@code prometheus_load.rated_warn_ratio}, {@code prometheus_load.lower_rating}). A Prometheus before Cortex
 * 0.39 kept more of each pod: it counts by the lower rating in any case.
 */
public final class PrometheusOverRated implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_over_rated",
            "5.2",
            Section.LARGE_CLUSTERS,
            "The cluster has no more nodes and pods than its Prometheus is rated at.",
            LargeCluster.MOVE,
            false);

    /** Cortex issue 2285 was seen before this, at 200 to 300 nodes with 500 to 600 replicas. */
    private static final int FEWER_LABELS = 39;
    /** 400 and 800 by the guide, 300 and 300 by the lower rating. */
    private static final Map<Dimension, Double> LOWER =
            new EnumMap<>(Map.of(Dimension.NODES, 400.0 / 300, Dimension.PODS, 800.0 / 300));

    private static final Pattern VERSION = Pattern.compile("0\\.(\\d{1,3})(\\..*)?");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!LargeCluster.live(evidence, findings)) {
            return;
        }
        PrometheusLoad load = evidence.prometheus();
        Optional<List<ConfigMap>> maps = findings.need(evidence.kubernetes().configMaps(), Subject.CLUSTER);
        if (maps.isEmpty()) {
            return;
        }
        boolean old = !load.limits().lowerRating() && old(maps.get());
        for (Dimension dimension : List.of(Dimension.NODES, Dimension.PODS)) {
            Observed<Double> ratio = load.ratios().getOrDefault(dimension, Observed.notSynced(load.at()));
            findings.need(ratio, Subject.CLUSTER)
                    .map(value -> old ? value * LOWER.getOrDefault(dimension, 1.0) : value)
                    .ifPresent(value -> judge(dimension, value, load, findings));
        }
    }

    private static void judge(Dimension dimension, double ratio, PrometheusLoad load, Findings findings) {
        LoadLimits limits = load.limits();
        Observed<Integer> count = dimension == Dimension.NODES ? load.nodes() : load.pods();
        String observed = count.orElse(0) + " " + dimension.word() + ", " + LargeCluster.percent(ratio) + " of what a "
                + load.instanceType() + " is rated at";
        String expected = "less than " + LargeCluster.percent(limits.ratedWarn());
        if (ratio >= 1) {
            findings.fail(Subject.CLUSTER, observed, expected);
        } else if (ratio >= limits.ratedWarn()) {
            findings.warn(Subject.CLUSTER, observed, expected);
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }

    private static boolean old(List<ConfigMap> maps) {
        return maps.stream()
                .filter(map -> map.name().equals("env-vars"))
                .map(map -> VERSION.matcher(map.data().getOrDefault("CORTEX_VERSION", "")))
                .filter(Matcher::matches)
                .anyMatch(version -> Integer.parseInt(version.group(1)) < FEWER_LABELS);
    }
}
