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
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * Pods do not idle while requests wait: most of them at their concurrency, more waiting, and the CPU half idle for half an
 * hour. What an accelerator does is not seen, and a server of one thread that has more than one core is busy with one. A
 * latency that moves has other causes.
 */
public final class MaxConcurrencyTooLow implements Practice {

    static final Limit AFTER = Limit.duration(
            "max_concurrency_too_low_after",
            "30m",
            "5m",
            "55m",
            "How long pods may idle while requests wait.",
            "Practice-checks 7.2: longer than a scale-up takes.");
    static final Limit CPU = Limit.number(
            "max_concurrency_too_low_cpu",
            0.5,
            0.05,
            1,
            "Share of the CPU that pods ask for below which they idle.",
            "Practice-checks 7.2: twice the requests would fit.");
    static final Limit REQUESTS = Limit.number(
            "max_concurrency_too_low_requests",
            20,
            1,
            100_000,
            "Requests a minute from which on it is judged.",
            "Practice-checks 7.2: fewer are chance.");

    /** Most of its pods. */
    private static final double MOST = 0.5;
    /** Times the least latency that the greatest may be to count as flat. */
    private static final double FLAT = 1.5;
    /** CPU in cores, around which a server of one thread is busy. */
    private static final double ONE_CORE = 0.8;

    public static final Rule RULE = Rule.ofApi(
            "max_concurrency_too_low",
            "7.2",
            Section.PODS,
            "Containers are busy before requests wait for them.",
            "Double pod.max_concurrency, watch the 99th percentile of the latency, and keep what does not raise it.",
            AFTER,
            CPU,
            REQUESTS);

    private final Duration after;
    private final double cpu;
    private final double requests;

    /** With the limits that are set. */
    public MaxConcurrencyTooLow(Limits limits) {
        this.after = limits.duration(AFTER);
        this.cpu = limits.number(CPU);
        this.requests = limits.number(REQUESTS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, Concurrency::set)) {
            Integer concurrency = api.api().maxConcurrency();
            ApiBehaviour seen = evidence.behaviour().of(api.api().workload()).orElse(null);
            if (seen == null
                    || concurrency == null
                    || seen.watched(evidence.at()).compareTo(after) < 0) {
                Scope.noHistory(evidence, findings, api);
                continue;
            }
            List<Minute> minutes = seen.lately(evidence.at(), after);
            if (minutes.stream().anyMatch(minute -> right(api, minute, concurrency))) {
                findings.pass(api.subject());
            } else if (seen.lasting(evidence.at(), minute -> idles(api, minute, concurrency))
                            .compareTo(after)
                    < 0) {
                Scope.noHistory(evidence, findings, api);
            } else {
                idle(api, concurrency, minutes, findings);
            }
        }
    }

    private void idle(ApiSpec api, int concurrency, List<Minute> minutes, Findings findings) {
        double used = minutes.stream()
                .mapToDouble(minute -> minute.vitals().cpu().mean())
                .average()
                .orElse(0);
        double asked = asked(api, "cpu");
        if (asked(api, "nvidia.com/gpu") > 0 || asked(api, "aws.amazon.com/neuron") > 0) {
            findings.unknown(api.subject(), "accelerator_not_seen");
        } else if (asked > 1 && used * asked >= ONE_CORE) {
            findings.unknown(api.subject(), "one_core_is_busy");
        } else if (!flat(api, minutes)) {
            findings.unknown(api.subject(), "latency_not_steady");
        } else {
            findings.warn(
                    api.subject(),
                    "requests wait at max_concurrency " + concurrency + " while its pods use " + Math.round(used * 100)
                            + " % of their CPU",
                    "busy pods, or nothing that waits");
        }
    }

    private boolean idles(ApiSpec api, Minute minute, int concurrency) {
        return minute.vitals().saturated() > MOST
                && waits(api, minute, concurrency)
                && minute.vitals().cpu().mean() < cpu
                && minute.vitals().count() >= requests;
    }

    /** Whether one thing that is known speaks against it. */
    private boolean right(ApiSpec api, Minute minute, int concurrency) {
        return minute.vitals().saturated() <= MOST
                || minute.vitals().cpu().mean() >= cpu
                || minute.vitals().count() < requests
                || (!Float.isNaN(minute.vitals().saturated()) && !waits(api, minute, concurrency));
    }

    private static boolean waits(ApiSpec api, Minute minute, int concurrency) {
        return api.async()
                ? minute.inFlight() > (double) minute.ready() * concurrency
                : minute.most().orElse(0) > concurrency;
    }

    /** By the gateway's middle, or by the workers' mean, in which there is no waiting. */
    private static boolean flat(ApiSpec api, List<Minute> minutes) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Minute minute : minutes) {
            double time = api.async() ? minute.vitals().mean() : minute.vitals().p50();
            least = Math.min(least, time);
            most = Math.max(most, time);
        }
        return most <= FLAT * least;
    }

    private static double asked(ApiSpec api, String resource) {
        double sum = 0;
        for (Container container : api.containers()) {
            sum += Quantity.parse(container
                    .requests()
                    .getOrDefault(resource, container.limits().getOrDefault(resource, "")));
        }
        return sum;
    }
}
