package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Prometheus evaluates its rules in time, and keeps no more series than its memory carries. How many it has missed since it was
 * started says nothing; that the number rises does.
 */
public final class PrometheusRulesMissed implements Practice {

    static final Limit SERIES = Limit.number(
            "prometheus_rules_missed_series",
            1_000_000,
            1000,
            1e9,
            "Series in the head that a node of 4 GiB carries.",
            "About 3 KiB of resident memory a series, 3 GiB of 4; it counts by the memory of the node.");
    static final Limit RECENT = Limit.duration(
            "prometheus_rules_missed_recent",
            "1h",
            "1m",
            "7d",
            "How long ago a missed evaluation counts.",
            "Longer than one slow scrape, shorter than a shift.");
    static final Limit WATCHED = Limit.duration(
            "prometheus_rules_missed_watched",
            "10m",
            "1m",
            "1d",
            "How long it must have been watched to say that none is missed.",
            "Twenty evaluations at the operator's interval of 30 s.");

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_rules_missed",
            "5.4",
            Section.LARGE_CLUSTERS,
            "Prometheus misses no evaluation of its rules.",
            "Scrape less: look at the metrics with the most series (status/tsdb). " + LargeCluster.MOVE,
            false,
            SERIES,
            RECENT,
            WATCHED);

    private final double series;
    private final Duration recent;
    private final Duration watched;

    /** With the limits that are set. */
    public PrometheusRulesMissed(Limits limits) {
        this.series = limits.number(SERIES);
        this.recent = limits.duration(RECENT);
        this.watched = limits.duration(WATCHED);
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
        Optional<Double> head = findings.need(load.figures().headSeries(), Subject.CLUSTER);
        if (head.isEmpty()) {
            return;
        }
        double carries = series
                * PrometheusLoad.timesRated(
                                load.instanceType(),
                                evidence.kubernetes().nodes().orElse(List.of()))
                        .orElse(1);
        if (head.get() > carries) {
            findings.info(
                    Subject.CLUSTER,
                    Math.round(head.get()) + " series in the head",
                    "at most " + Math.round(carries) + " on a " + load.instanceType());
        }
        missed(load, evidence.at(), findings);
    }

    private void missed(PrometheusLoad load, Instant now, Findings findings) {
        Optional<Instant> last = load.counters().missedAt();
        Optional<Instant> from = load.counters().missedFrom();
        if (last.isPresent() && last.get().plus(recent).isAfter(now)) {
            findings.fail(
                    Subject.CLUSTER, "it missed evaluations of rules, the last at " + last.get(), "none is missed");
        } else if (from.isPresent() && !from.get().plus(watched).isAfter(now)) {
            findings.pass(Subject.CLUSTER);
        } else {
            findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
        }
    }
}
