package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Watched;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Point;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.RestartReason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Latency does not grow with the requests in a pod; 1 is never too high. At the same rate of requests a longer latency makes
 * more of them be in flight, so that growth alone proves nothing: only with pods that have no CPU left, or were killed for
 * memory, it is a finding. Moments at which requests wait are left out, and so are cold pods. On full nodes others may be the
 * cause.
 */
public final class MaxConcurrencyTooHigh implements Practice {

    static final Limit CORRELATION = Limit.number(
            "max_concurrency_too_high_correlation",
            0.8,
            0.1,
            1,
            "Rank correlation of latency and requests in flight above which one goes with the other.",
            "Practice-checks 7.3.");
    static final Limit SAMPLES = Limit.number(
            "max_concurrency_too_high_samples",
            100,
            20,
            120,
            "Moments, one a minute, that must have been seen to judge by.",
            "Practice-checks 7.3; 120 are kept.");
    static final Limit CPU = Limit.number(
            "max_concurrency_too_high_cpu",
            0.95,
            0.5,
            10,
            "Share of the CPU that pods ask for from which on they have none left.",
            "Practice-checks 7.3.");

    /** Less load than so many times the least tells nothing of growth. */
    private static final double VARIES = 1.5;
    /** Share of the load's growth that the latency's must have to count as growing with it: quarters are coarse. */
    private static final double LINEAR = 0.9;
    /** Share of what a node has to give from which on it is full. */
    private static final double FULL = 0.85;

    public static final Rule RULE = Rule.ofApi(
            "max_concurrency_too_high",
            "7.3",
            Section.PODS,
            "Requests that a pod works on at once do not slow each other down.",
            "Lower pod.max_concurrency to where the latency begins to grow and deploy the API again.",
            CORRELATION,
            SAMPLES,
            CPU);

    private final double correlation;
    private final int samples;
    private final double cpu;

    /** With the limits that are set. */
    public MaxConcurrencyTooHigh(Limits limits) {
        this.correlation = limits.number(CORRELATION);
        this.samples = limits.whole(SAMPLES);
        this.cpu = limits.number(CPU);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Watched watched = Watched.of(evidence);
        for (ApiSpec api : Scope.running(evidence, findings, Concurrency::set)) {
            int concurrency = Servers.concurrency(api);
            if (concurrency == 1) {
                findings.pass(api.subject());
                continue;
            }
            ApiBehaviour seen = evidence.behaviour()
                    .of(api.api().workload())
                    .filter(one -> one.watched(evidence.at()).isPositive())
                    .orElse(null);
            List<Point> points = seen == null
                    ? List.of()
                    : seen.points().stream()
                            .filter(point -> point.inFlight() <= concurrency)
                            .toList();
            if (seen == null || points.size() < samples) {
                Scope.noHistory(evidence, findings, api);
            } else {
                judge(api, Growth.of(points), full(seen), killed(watched.of(api)), findings);
            }
        }
    }

    private void judge(ApiSpec api, Growth growth, boolean full, boolean killed, Findings findings) {
        if (!(growth.load() >= VARIES)) {
            findings.unknown(api.subject(), "load_hardly_varied");
        } else if (growth.correlation() <= correlation || growth.latency() < LINEAR * growth.load()) {
            findings.pass(api.subject());
        } else if (full && !killed) {
            findings.unknown(api.subject(), "nodes_are_full");
        } else if (!killed && !(growth.cpu() >= cpu)) {
            findings.unknown(api.subject(), "latency_grows_for_another_reason");
        } else {
            findings.warn(
                    api.subject(),
                    String.format(
                            Locale.ROOT,
                            "%.1f times the requests in a pod make its latency %.1f times as long, %s",
                            growth.load(),
                            growth.latency(),
                            killed
                                    ? "and containers were killed for memory"
                                    : "at " + Math.round(growth.cpu() * 100) + " % of its CPU"),
                    "a latency that does not grow with the requests in a pod");
        }
    }

    /** For most of the last hour. */
    private static boolean full(ApiBehaviour seen) {
        long full = seen.minutes().stream()
                .filter(minute -> minute.vitals().cpu().fullest() > FULL)
                .count();
        return full * 2 > seen.minutes().size();
    }

    private static boolean killed(@Nullable ApiReadiness api) {
        return api != null
                && api.history().restarts().values().stream()
                        .anyMatch(byReason -> byReason.getOrDefault(RestartReason.OOM_KILLED, 0L) > 0);
    }
}
