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
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No pod refuses requests because its queue is full. While each pod has room none does: a 503 then means that there is no
 * ready pod, or is the container's own. Where one is full, or was within the five minutes of which answers are counted, the
 * 503s are taken for its own.
 */
public final class QueueFullRejections implements Practice {

    static final Limit FILLED = Limit.number(
            "queue_full_rejections_filled",
            0.95,
            0.1,
            1,
            "Share of a pod's slots in use, mean over ten seconds, from which its queue counts as full.",
            "The mean hides short spikes: at 95 % some requests have been refused.");

    static final Limit WARNING = Limit.number(
            "queue_full_rejections_warn",
            0.01,
            0,
            1,
            "Share of the answers of five minutes with status 503, while a pod is full, that is a warning.",
            "Practice-checks 7.7: more is no single burst.");
    static final Limit FAILURE = Limit.number(
            "queue_full_rejections_fail",
            0.05,
            0,
            1,
            "From what share on it is a failure.",
            "Practice-checks 7.7: one in twenty requests is lost.");

    public static final Rule RULE = Rule.ofApi(
            "queue_full_rejections",
            "7.7",
            Section.PODS,
            "No pod refuses requests because its queue is full.",
            "Raise min_replicas or let the API scale up faster, and deploy it again.",
            FILLED,
            WARNING,
            FAILURE);

    /** What the rates are over. */
    private static final Duration COUNTED = Duration.ofMinutes(5);

    private final double filled;
    private final double warning;
    private final double failure;

    /** With the limits that are set. */
    public QueueFullRejections(Limits limits) {
        this.filled = limits.number(FILLED);
        this.warning = limits.number(WARNING);
        this.failure = limits.number(FAILURE);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    /** How full its pods are, whether none was left out, and what it answered. */
    private record Load(List<RequestLoad.Share> pods, boolean all, Answers.Rates answers) {}

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.running(evidence, findings, ApiSpec::realtime);
        if (apis.isEmpty()) {
            return;
        }
        Map<String, Load> loads = loads(evidence, findings);
        if (loads == null) {
            return;
        }
        for (ApiSpec api : apis) {
            judge(api, loads.get(api.subject().name()), evidence, findings);
        }
    }

    private void judge(ApiSpec api, @Nullable Load load, Evidence evidence, Findings findings) {
        Integer concurrency = api.api().maxConcurrency();
        Integer queue = api.api().maxQueueLength();
        if (load == null || concurrency == null || queue == null) {
            findings.unknown(api.subject(), load == null ? "no_series" : "max_queue_length_unreadable");
            return;
        }
        double slots = (double) concurrency + queue;
        double now = load.pods().stream()
                .mapToDouble(RequestLoad.Share::inFlight)
                .max()
                .orElse(0);
        List<Minute> minutes = evidence.behaviour()
                .of(api.api().workload())
                .map(seen -> seen.lately(evidence.at(), COUNTED))
                .orElse(List.of());
        double most = Math.max(
                now,
                minutes.stream()
                        .mapToDouble(minute -> minute.most().orElse(0))
                        .max()
                        .orElse(0));
        // Then the gateway has nobody to ask, and pods that are not ready are full of what they cannot do.
        Integer reported = api.api().reportedReady();
        boolean noUpstream =
                (reported != null && reported == 0) || minutes.stream().anyMatch(minute -> minute.ready() == 0);
        if (most < filled * slots && load.all()) {
            findings.pass(api.subject());
        } else if (most < filled * slots) {
            findings.unknown(api.subject(), "only_some_pods_asked");
        } else if (noUpstream) {
            findings.unknown(api.subject(), "no_pod_was_ready");
        } else {
            refused(api, load.answers(), most + " in flight in a pod of " + slots, findings);
        }
    }

    private void refused(ApiSpec api, Answers.Rates answers, String full, Findings findings) {
        double all = answers.all().orElse(Double.NaN);
        // Where it is not told which errors were refusals there are no more of these than of errors.
        double most = answers.errors().orElse(Double.NaN) / all;
        double share = answers.refused().orElse(Double.NaN) / all;
        String observed = Math.round(share * 1000) / 10.0 + " % of the answers were 503, with " + full;
        if (share > failure) {
            findings.fail(api.subject(), observed, "no pod is full");
        } else if (share > warning) {
            findings.warn(api.subject(), observed, "no pod is full");
        } else if (share <= warning || most <= warning) {
            findings.pass(api.subject());
        } else {
            findings.unknown(api.subject(), "rejections_not_counted: " + full);
        }
    }

    /** From Prometheus, else from those proxies that were asked one by one. */
    private static @Nullable Map<String, Load> loads(Evidence evidence, Findings findings) {
        Observed<List<ProxySample>> samples = evidence.snapshot().proxySamples();
        Map<String, Load> loads = new HashMap<>();
        if (evidence.snapshot().requests().known().isEmpty() && samples.known().isPresent()) {
            for (ProxySample sample : findings.need(samples, Subject.CLUSTER).orElse(List.of())) {
                loads.put(
                        sample.workload().name(),
                        new Load(sample.sampled(), sample.answered() >= sample.pods(), Answers.Rates.UNKNOWN));
            }
            return loads;
        }
        RequestLoad requests =
                findings.need(evidence.snapshot().requests(), Subject.CLUSTER).orElse(null);
        if (requests == null) {
            return null;
        }
        requests.realtime()
                .forEach(api -> loads.put(
                        api.apiName(), new Load(api.pods(), true, api.answers().lately())));
        return loads;
    }
}
