package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No API stays at its most replicas with more load than those should have. One below its maximum does not, and neither does
 * one there whose load is no more than its target. A cost cap that is meant is for a waiver.
 */
public final class PinnedAtMaxReplicas implements Practice {

    static final Limit WARNING = Limit.duration(
            "pinned_at_max_replicas_warning",
            "10m",
            "1m",
            "1d",
            "How long an API may stay at its most replicas with too much load.",
            "Practice-checks 9.5: longer than a burst.");
    static final Limit FAILURE = Limit.duration(
            "pinned_at_max_replicas_failure",
            "30m",
            "1m",
            "1d",
            "From when on that is a failure.",
            "Practice-checks 9.5.");

    static final Limit REFUSED = Limit.number(
            "pinned_at_max_replicas_refused",
            0.01,
            0,
            1,
            "Share of the answers with status 503 from which on it is one sooner.",
            "Practice-checks 9.5: requests are lost already. As queue_full_rejections_warn.");

    public static final Rule RULE = Rule.ofApi(
            "pinned_at_max_replicas",
            "9.5",
            Section.AUTOSCALING,
            "No API needs more replicas than it may have.",
            "Raise autoscaling.max_replicas and, where nodes are short, max_instances of the node groups.",
            WARNING,
            FAILURE,
            REFUSED);

    private final Duration warning;
    private final Duration failure;
    private final double refused;

    /** With the limits that are set. */
    public PinnedAtMaxReplicas(Limits limits) {
        this.warning = limits.duration(WARNING);
        this.failure = limits.duration(FAILURE);
        this.refused = limits.number(REFUSED);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.watched(evidence, findings, Scope.running(evidence, findings, Scaled::byCortex));
        Optional<Load> load = Optional.empty();
        boolean asked = false;
        boolean below = true;
        for (ApiSpec api : apis) {
            if (!atMax(api)) {
                findings.pass(api.subject());
                continue;
            }
            below = false;
            if (!asked) {
                asked = true;
                load = findings.need(evidence.snapshot().requests(), Subject.CLUSTER)
                        .map(PinnedAtMaxReplicas::load);
            }
            load.ifPresent(known -> judge(api, known, evidence, findings));
        }
        if (below && !apis.isEmpty()) {
            // What is said of the cluster as a whole, as long as nothing is said of an API.
            findings.pass(Subject.CLUSTER);
        }
    }

    /** By name of API; the answers are those of realtime APIs. */
    private record Load(Map<String, Double> inFlight, Map<String, Answers.Rates> answers) {}

    private static Load load(RequestLoad requests) {
        Map<String, Answers.Rates> answers = new HashMap<>();
        requests.realtime()
                .forEach(api -> answers.put(api.apiName(), api.answers().lately()));
        return new Load(requests.inFlight(), answers);
    }

    private void judge(ApiSpec api, Load known, Evidence evidence, Findings findings) {
        Double load = known.inFlight.get(api.subject().name());
        Integer desired = api.api().desired();
        Autoscaling autoscaling = api.api().autoscaling();
        if (load == null || desired == null || autoscaling == null) {
            findings.unknown(api.subject(), "no_series");
        } else if (load / Math.max(1, desired) <= autoscaling.targetInFlight()) {
            findings.pass(api.subject());
        } else {
            Answers.Rates answers = known.answers.getOrDefault(api.subject().name(), Answers.Rates.UNKNOWN);
            double share = answers.refused().orElse(Double.NaN) / answers.all().orElse(Double.NaN);
            pinned(api, autoscaling, api.realtime() && share > refused, evidence, findings);
        }
    }

    private void pinned(ApiSpec api, Autoscaling autoscaling, boolean refuses, Evidence evidence, Findings findings) {
        Optional<ApiBehaviour> seen = evidence.behaviour().of(api.api().workload());
        Duration watched = seen.map(one -> one.watched(evidence.at())).orElse(Duration.ZERO);
        Duration lasts = seen.map(one -> one.lasting(evidence.at(), minute -> needsMore(minute, autoscaling)))
                .orElse(Duration.ZERO);
        if (lasts.compareTo(warning) >= 0) {
            findings.add(
                    api.subject(),
                    refuses || lasts.compareTo(failure) >= 0 ? Severity.CRITICAL : Severity.WARNING,
                    "at max_replicas " + autoscaling.max() + " with too much load for " + lasts.toMinutes() + " min"
                            + (refuses ? ", and requests are answered with 503" : ""),
                    "replicas enough for the load",
                    "autoscaling.max_replicas");
        } else if (watched.compareTo(warning) < 0) {
            Scope.noHistory(evidence, findings, api);
        } else {
            findings.pass(api.subject());
        }
    }

    private static boolean needsMore(Minute minute, Autoscaling autoscaling) {
        return minute.desired() >= autoscaling.max()
                && minute.inFlight() / Math.max(1, minute.desired()) > autoscaling.targetInFlight();
    }

    private static boolean atMax(ApiSpec api) {
        Integer desired = api.api().desired();
        Integer max = api.api().maxReplicas();
        return desired != null && max != null && desired >= max;
    }
}
