package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Watched;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Start;
import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is Ready answers, and stays Ready. It answers badly where several of the last starts of pods were followed by errors
 * that are not usual; 503s of a full queue or of a gateway without a pod are none of these, few requests say nothing, and
 * neither do rollouts. That it has been unready too often is told by the last hour, or on the average since it is watched:
 * then there were such ten minutes.
 */
public final class ReadinessProbeInaccurate implements Practice {

    private static final Duration SPAN = Duration.ofMinutes(10);

    static final Limit FLAPS = Limit.number(
            "readiness_probe_inaccurate_flaps",
            3,
            1,
            1000,
            "Times in ten minutes that pods of an API may stop being Ready without being removed.",
            "A pod whose check is right leaves readiness when it fails, not again and again.");

    static final Limit STARTS = Limit.number(
            "readiness_probe_inaccurate_starts",
            3,
            1,
            10,
            "From how many of the last ten starts of pods on, with errors after them, the check lets pods in too"
                    + " early.",
            "Practice-checks 6.5: fewer are chance.");
    static final Limit ERRORS = Limit.number(
            "readiness_probe_inaccurate_errors",
            0.01,
            0,
            1,
            "Share of the answers with status 5xx within two minutes of a start that is too much.",
            "Practice-checks 6.5.");
    static final Limit USUAL = Limit.number(
            "readiness_probe_inaccurate_usual",
            5,
            1,
            1000,
            "How many times the usual share of errors it must be, too.",
            "Practice-checks 6.5: an API that always fails has another fault.");
    static final Limit REQUESTS = Limit.number(
            "readiness_probe_inaccurate_requests",
            50,
            1,
            100_000,
            "Answers after a start from which on it says anything.",
            "Practice-checks 6.5: of fewer one error is a large share.");

    public static final Rule RULE = Rule.ofApi(
            "readiness_probe_inaccurate",
            "6.5",
            Section.HEALTH,
            "Pods that are Ready answer, and stay Ready.",
            "Let the readiness check pass only once the model has answered a request of its own, and deploy the API"
                    + " again.",
            FLAPS,
            STARTS,
            ERRORS,
            USUAL,
            REQUESTS);

    /** Starts without errors after them that make a pass, where fewer than all ten are known. */
    private static final int CLEAN = 3;

    private static final int KEPT = 10;

    private final double flaps;
    private final int starts;
    private final double errors;
    private final double usual;
    private final double requests;

    /** With the limits that are set. */
    public ReadinessProbeInaccurate(Limits limits) {
        this.flaps = limits.number(FLAPS);
        this.starts = limits.whole(STARTS);
        this.errors = limits.number(ERRORS);
        this.usual = limits.number(USUAL);
        this.requests = limits.number(REQUESTS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Watched watched = Watched.of(evidence);
        for (ApiSpec api : Scope.running(evidence, findings, one -> !one.job())) {
            ApiReadiness readiness = watched.of(api);
            Optional<ApiBehaviour> seen = evidence.behaviour()
                    .of(api.api().workload())
                    .filter(one -> one.watched(evidence.at()).isPositive());
            long flapped = seen.map(one -> flapped(one.minutes())).orElse(0L);
            // A new version behaves differently, and may be what repairs the old one.
            if (readiness == null || api.api().rolloutInProgress()) {
                Scope.noHistory(evidence, findings, api);
            } else if (flapped > flaps) {
                findings.warn(
                        api.subject(),
                        "pods stopped being Ready " + flapped + " times in ten minutes of the last hour",
                        "at most " + Math.round(flaps) + " times in ten minutes");
            } else if (flaps(readiness.history(), evidence)) {
                findings.warn(
                        api.subject(),
                        "pods stopped being Ready " + readiness.history().becameNotReady() + " times since "
                                + readiness.history().since(),
                        "at most " + Math.round(flaps) + " times in ten minutes");
            } else {
                starts(api, seen, evidence, findings);
            }
        }
    }

    private void starts(ApiSpec api, Optional<ApiBehaviour> seen, Evidence evidence, Findings findings) {
        List<Start> told = seen.map(ApiBehaviour::starts).orElse(List.of()).stream()
                .filter(start -> start.requests() >= requests && !Float.isNaN(start.usual()))
                .toList();
        long bad = told.stream()
                .filter(start -> start.errors() > errors * start.requests()
                        && start.errors() > usual * start.usual() * start.requests())
                .count();
        boolean watched =
                seen.map(one -> one.watched(evidence.at()).compareTo(SPAN) >= 0).orElse(false);
        if (bad >= starts) {
            findings.warn(
                    api.subject(),
                    bad + " of the last " + told.size() + " starts of pods were followed by errors",
                    "pods that answer from when they are Ready");
        } else if (watched && (told.size() >= KEPT || (bad == 0 && told.size() >= CLEAN))) {
            findings.pass(api.subject());
        } else {
            Scope.noHistory(evidence, findings, api);
        }
    }

    /** How often pods stopped being Ready, in the worst ten of those minutes. */
    private static long flapped(List<Minute> minutes) {
        long worst = 0;
        int first = 0;
        for (int i = 0; i < minutes.size(); i++) {
            boolean rollout = minutes.get(i).rollout();
            while (first < i
                    && (rollout
                            || minutes.get(first)
                                    .at()
                                    .plus(SPAN)
                                    .isBefore(minutes.get(i).at()))) {
                first++;
            }
            long times = (long) minutes.get(i).vitals().unready()
                    - minutes.get(first).vitals().unready();
            worst = Math.max(worst, times);
        }
        return worst;
    }

    private boolean flaps(ApiHistory history, Evidence evidence) {
        long watched = Duration.between(history.since(), evidence.at()).toMillis();
        double spans = Math.max(1, Math.ceil(watched / (double) SPAN.toMillis()));
        return history.becameNotReady() > flaps * spans;
    }
}
