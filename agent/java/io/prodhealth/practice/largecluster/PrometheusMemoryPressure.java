package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.LoadLimits;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Prometheus has memory to spare on its node. Its container has no limit and asks for 400 MiB, so that neither is what it is
 * measured by. The limits are those of the signal ({@code prometheus_load.memory_warn_ratio}, {@code …_fail_ratio}). While it
 * replays its log after a start it needs more, which is not judged.
 */
public final class PrometheusMemoryPressure implements Practice {

    static final Limit HORIZON = Limit.duration(
            "prometheus_memory_pressure_horizon",
            "4h",
            "10m",
            "30d",
            "Within what time its memory must not be predicted to be used up.",
            "Two cycles of its head: time to act before it dies.");
    static final Limit RECENT = Limit.duration(
            "prometheus_memory_pressure_recent",
            "24h",
            "10m",
            "30d",
            "How long ago a restart counts.",
            "A day, as with the pods of APIs: what is older has been slept over.");
    static final Limit SETTLES = Limit.duration(
            "prometheus_memory_pressure_settles",
            "15m",
            "1m",
            "1d",
            "How long after its start its memory is not judged.",
            "The replay of a log of two hours takes minutes, and its garbage is collected after that.");

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_memory_pressure",
            "5.3",
            Section.LARGE_CLUSTERS,
            "Prometheus uses less than 70 % of its node's memory and is not restarted.",
            LargeCluster.MOVE,
            false,
            HORIZON,
            RECENT,
            SETTLES);

    private final Duration horizon;
    private final Duration recent;
    private final Duration settles;

    /** With the limits that are set. */
    public PrometheusMemoryPressure(Limits limits) {
        this.horizon = limits.duration(HORIZON);
        this.recent = limits.duration(RECENT);
        this.settles = limits.duration(SETTLES);
    }

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
        Instant now = evidence.at();
        Optional<List<Pod>> pods =
                findings.need(evidence.kubernetes().pods(), Subject.CLUSTER).map(LargeCluster::prometheus);
        pods.ifPresent(all -> all.forEach(pod -> killed(pod, now, findings)));
        Optional<Double> ratio =
                findings.need(load.ratios().getOrDefault(Dimension.MEMORY, Observed.notSynced(now)), Subject.CLUSTER);
        if (pods.isEmpty() || ratio.isEmpty()) {
            return;
        }
        if (pods.get().stream().anyMatch(pod -> starting(pod, now))) {
            findings.unknown(Subject.CLUSTER, "started_a_moment_ago");
        } else {
            judge(ratio.get(), load, findings);
        }
    }

    private void judge(double ratio, PrometheusLoad load, Findings findings) {
        LoadLimits limits = load.limits();
        String observed = LargeCluster.percent(ratio) + " of the memory of its " + load.instanceType();
        String expected = "less than " + LargeCluster.percent(limits.memoryWarn());
        double left = load.exhaustion()
                .getOrDefault(Dimension.MEMORY, Observed.notSynced(load.at()))
                .orElse(Double.POSITIVE_INFINITY);
        if (ratio >= limits.memoryFail()) {
            findings.fail(Subject.CLUSTER, observed, expected);
        } else if (ratio >= limits.memoryWarn()) {
            findings.warn(Subject.CLUSTER, observed, expected);
        } else if (left < horizon.toSeconds()) {
            findings.warn(
                    Subject.CLUSTER, observed + ", used up in " + Math.round(left / 60) + " min as it grows", expected);
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }

    private void killed(Pod pod, Instant now, Findings findings) {
        long since = now.minus(recent).toEpochMilli();
        if (pod.reason().equals("Evicted")) {
            findings.fail(Subject.CLUSTER, "Prometheus was evicted from its node", "it stays there");
        }
        for (ContainerState container : pod.containers()) {
            boolean ended = container.restarts() > 0 && container.lastFinishedAt() >= since;
            if (container.name().equals("prometheus") && ended) {
                findings.fail(
                        Subject.CLUSTER,
                        "Prometheus was restarted at " + Instant.ofEpochMilli(container.lastFinishedAt())
                                + (container.lastReason().isEmpty() ? "" : " (" + container.lastReason() + ")"),
                        "no restart in a day");
            }
        }
    }

    private boolean starting(Pod pod, Instant now) {
        long from = now.minus(settles).toEpochMilli();
        return pod.containers().stream()
                .anyMatch(container -> container.name().equals("prometheus") && container.startedAt() > from);
    }
}
