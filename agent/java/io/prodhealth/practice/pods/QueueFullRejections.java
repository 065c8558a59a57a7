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
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No pod refuses requests because its queue is full. While each pod has room none does: a 503 then means that there is no
 * ready pod, or is the container's own. Where one is full nothing here tells how many were refused: Cortex counts none.
 */
public final class QueueFullRejections implements Practice {

    static final Limit FILLED = Limit.number(
            "queue_full_rejections_filled",
            0.95,
            0.1,
            1,
            "Share of a pod's slots in use, mean over ten seconds, from which its queue counts as full.",
            "The mean hides short spikes: at 95 % some requests have been refused.");

    public static final Rule RULE = Rule.ofApi(
            "queue_full_rejections",
            "7.7",
            Section.PODS,
            "No pod refuses requests because its queue is full.",
            "Raise min_replicas or let the API scale up faster, and deploy it again.",
            FILLED);

    private final double filled;

    /** With the limits that are set. */
    public QueueFullRejections(Limits limits) {
        this.filled = limits.number(FILLED);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    /** How full its pods are, and whether none was left out. */
    private record Load(List<RequestLoad.Share> pods, boolean all) {}

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
            judge(api, loads.get(api.subject().name()), findings);
        }
    }

    private void judge(ApiSpec api, @Nullable Load load, Findings findings) {
        Integer concurrency = api.api().maxConcurrency();
        Integer queue = api.api().maxQueueLength();
        if (load == null || concurrency == null || queue == null) {
            findings.unknown(api.subject(), load == null ? "no_series" : "max_queue_length_unreadable");
            return;
        }
        double slots = (double) concurrency + queue;
        double most = load.pods().stream()
                .mapToDouble(RequestLoad.Share::inFlight)
                .max()
                .orElse(0);
        if (most >= filled * slots) {
            findings.unknown(api.subject(), "rejections_not_counted: " + most + " in flight in a pod of " + slots);
        } else if (load.all()) {
            findings.pass(api.subject());
        } else {
            findings.unknown(api.subject(), "only_some_pods_asked");
        }
    }

    /** From Prometheus, else from those proxies that were asked one by one. */
    private static @Nullable Map<String, Load> loads(Evidence evidence, Findings findings) {
        Observed<List<ProxySample>> samples = evidence.snapshot().proxySamples();
        Map<String, Load> loads = new HashMap<>();
        if (evidence.snapshot().requests().known().isEmpty() && samples.known().isPresent()) {
            for (ProxySample sample : findings.need(samples, Subject.CLUSTER).orElse(List.of())) {
                loads.put(sample.workload().name(), new Load(sample.sampled(), sample.answered() >= sample.pods()));
            }
            return loads;
        }
        RequestLoad requests =
                findings.need(evidence.snapshot().requests(), Subject.CLUSTER).orElse(null);
        if (requests == null) {
            return null;
        }
        requests.realtime().forEach(api -> loads.put(api.apiName(), new Load(api.pods(), true)));
        return loads;
    }
}
