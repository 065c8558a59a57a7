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
import io.prodhealth.practice.Watched;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * No request waits longer in a pod than its client does, or than a new pod takes to come. A queue of 100, the default, is
 * nothing at 10 ms a request and minutes at a second. What the gateway times has the wait in it, so that of requests that wait
 * only the share is counted in which they were worked on. The guide leaves it to the reader: it never fails.
 */
public final class MaxQueueLengthUntuned implements Practice {

    static final Limit PATIENCE = Limit.duration(
            "max_queue_length_untuned_patience",
            "60s",
            "1s",
            "1h",
            "How long clients wait for an answer.",
            "The usual timeout of HTTP clients and load balancers is a minute.");
    static final Limit SLOW = Limit.duration(
            "max_queue_length_untuned_slow",
            "1s",
            "1ms",
            "10m",
            "Mean latency from which on the default length is worth a word.",
            "Practice-checks 7.5: 100 s of queue at a concurrency of 1.");

    /** Cortex's default of {@code pod.max_queue_length} (pkg/consts): nobody has chosen it. */
    private static final int DEFAULT = 100;
    /** Nine in ten says little of fewer. */
    private static final int ENOUGH_STARTS = 10;

    public static final Rule RULE = Rule.ofApi(
            "max_queue_length_untuned",
            "7.5",
            Section.PODS,
            "The longest wait in a pod is one that clients accept.",
            "Set pod.max_queue_length to the acceptable wait times max_concurrency over the mean latency, at least 1.",
            PATIENCE,
            SLOW);

    private final Duration patience;
    private final Duration slow;

    /** With the limits that are set. */
    public MaxQueueLengthUntuned(Limits limits) {
        this.patience = limits.duration(PATIENCE);
        this.slow = limits.duration(SLOW);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.watched(evidence, findings, Scope.running(evidence, findings, ApiSpec::realtime));
        if (apis.isEmpty()) {
            return;
        }
        RequestLoad load =
                findings.need(evidence.snapshot().requests(), Subject.CLUSTER).orElse(null);
        if (load == null) {
            return;
        }
        Map<String, RequestLoad.Realtime> loads = new HashMap<>();
        load.realtime().forEach(one -> loads.put(one.apiName(), one));
        Watched watched = Watched.of(evidence);
        for (ApiSpec api : apis) {
            judge(api, loads.get(api.subject().name()), watched.of(api), evidence, findings);
        }
    }

    private void judge(
            ApiSpec api,
            RequestLoad.@Nullable Realtime load,
            @Nullable ApiReadiness readiness,
            Evidence evidence,
            Findings findings) {
        Integer concurrency = api.api().maxConcurrency();
        Integer queue = api.api().maxQueueLength();
        if (load == null || load.answers().meanSeconds().isEmpty()) {
            Scope.noHistory(evidence, findings, api);
            return;
        }
        if (concurrency == null || concurrency < 1 || queue == null) {
            findings.unknown(api.subject(), "max_queue_length_unreadable");
            return;
        }
        double mean = worked(load, concurrency, load.answers().meanSeconds().getAsDouble());
        double wait = queue * mean / concurrency;
        OptionalDouble lag = lag(api, readiness);
        findings.pass(api.subject());
        if (wait > patience.toMillis() / 1000.0 || wait > lag.orElse(Double.MAX_VALUE)) {
            findings.warn(
                    api.subject(),
                    "a queue of " + queue + " lasts " + Math.round(wait) + " s at max_concurrency " + concurrency
                            + (lag.isPresent()
                                    ? ", and new pods come within " + Math.round(lag.getAsDouble()) + " s"
                                    : ""),
                    "a wait that clients and new pods do not outrun");
        } else if (queue == DEFAULT && mean > slow.toMillis() / 1000.0) {
            findings.info(
                    api.subject(),
                    "max_queue_length is the default of 100 and a request takes " + Math.round(mean * 10) / 10.0
                            + " s: the last one waits " + Math.round(wait) + " s",
                    "a length that was chosen");
        }
    }

    /** By Little's law the share of its time in which a request is worked on is that of the requests which are. */
    private static double worked(RequestLoad.Realtime load, int concurrency, double mean) {
        double all = 0;
        double working = 0;
        for (RequestLoad.Share share : load.pods()) {
            all += share.inFlight() * share.pods();
            working += Math.min(share.inFlight(), concurrency) * share.pods();
        }
        return all > 0 ? mean * working / all : mean;
    }

    /** Seconds until there is another pod; empty where it is not known how long one takes. */
    private static OptionalDouble lag(ApiSpec api, @Nullable ApiReadiness readiness) {
        Autoscaling autoscaling = api.api().autoscaling();
        if (autoscaling == null
                || readiness == null
                || readiness.history().readySeconds().count() < ENOUGH_STARTS) {
            return OptionalDouble.empty();
        }
        OptionalDouble start = readiness.history().readySeconds().quantile(0.9);
        return start.isEmpty()
                ? start
                : OptionalDouble.of(start.getAsDouble()
                        + autoscaling.window().toSeconds()
                        + autoscaling.upscaleStabilization().toSeconds());
    }
}
