package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.RequestLoad.Share;
import io.prodhealth.snapshot.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What waits in the proxies of realtime APIs. */
final class Requests {

    private Requests() {}

    /** One of each realtime API of which requests are known: one at zero replicas has none to ask. */
    static List<RequestFigures> of(ClusterSnapshot snapshot, List<ApiReadiness> apis) {
        Map<String, RequestLoad.Realtime> told = new HashMap<>();
        snapshot.requests().orElse(RequestLoad.NONE).realtime().forEach(api -> told.put(api.apiName(), api));
        Map<Workload, ProxySample> sampled = new HashMap<>();
        if (snapshot.requests() instanceof Observed.Unknown<RequestLoad>) {
            snapshot.proxySamples().orElse(List.of()).forEach(sample -> sampled.put(sample.workload(), sample));
        }
        List<RequestFigures> figures = new ArrayList<>();
        for (ApiReadiness readiness : apis) {
            Workload api = readiness.api().workload();
            if (!api.kind().equals("RealtimeAPI")) {
                continue;
            }
            RequestLoad.Realtime load = told.get(api.name());
            ProxySample sample = sampled.get(api);
            if (load != null) {
                figures.add(of(readiness, load));
            } else if (sample != null && sample.answered() > 0) {
                figures.add(of(readiness, sample));
            }
        }
        return List.copyOf(figures);
    }

    private static RequestFigures of(ApiReadiness readiness, RequestLoad.Realtime load) {
        int pods = load.pods().stream().mapToInt(Share::pods).sum();
        OptionalDouble queued = pods == 0 ? OptionalDouble.empty() : queued(readiness, load.pods(), 1);
        return new RequestFigures(
                readiness.api().workload(),
                load.inFlight(),
                queued,
                wait(queued, load.served()),
                pods == 0 ? OptionalDouble.empty() : freeSlots(readiness, load.pods(), pods, 1),
                pods,
                pods,
                false);
    }

    private static RequestFigures of(ApiReadiness readiness, ProxySample sample) {
        OptionalDouble queued = queued(readiness, sample.sampled(), sample.scale());
        return new RequestFigures(
                readiness.api().workload(),
                sample.inFlight(),
                queued,
                wait(queued, OptionalDouble.empty()),
                freeSlots(readiness, sample.sampled(), sample.pods(), sample.scale()),
                sample.answered(),
                sample.pods(),
                true);
    }

    private static OptionalDouble queued(ApiReadiness readiness, List<Share> pods, double scale) {
        Integer concurrency = readiness.api().maxConcurrency();
        return concurrency == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(scale
                        * pods.stream()
                                .mapToDouble(pod -> Math.max(0, pod.inFlight() - concurrency) * pod.pods())
                                .sum());
    }

    /** What waits over what is served a second. A queue that nobody serves lasts for ever. */
    private static OptionalDouble wait(OptionalDouble queued, OptionalDouble served) {
        if (queued.isEmpty() || queued.getAsDouble() == 0) {
            return queued;
        }
        return served.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(queued.getAsDouble() / served.getAsDouble());
    }

    /**
     * Pods that are not ready take no requests, and are measured like the others: nobody tells which they are. So that there
     * are never fewer slots than said, the idlest are taken for those.
     */
    private static OptionalDouble freeSlots(ApiReadiness readiness, List<Share> pods, int measured, double scale) {
        Integer concurrency = readiness.api().maxConcurrency();
        Integer queue = readiness.api().maxQueueLength();
        Integer ready = readiness.ready();
        if (concurrency == null || queue == null || ready == null) {
            return OptionalDouble.empty();
        }
        double slots = (double) concurrency + queue;
        double left = Math.min(ready, measured) / scale;
        double free = 0;
        List<Share> busiestFirst = pods.stream()
                .sorted(java.util.Comparator.comparingDouble(Share::inFlight).reversed())
                .toList();
        for (Share pod : busiestFirst) {
            double taken = Math.min(left, pod.pods());
            free += taken * Math.max(0, slots - pod.inFlight());
            left -= taken;
        }
        return OptionalDouble.of(free * scale);
    }
}
