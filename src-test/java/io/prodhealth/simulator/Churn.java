package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Pods of APIs that become unready and ready again at a given rate; at most a fiftieth of them is unready at once. */
final class Churn {
    private final Store store;
    private final Schedule schedule;
    private final Random random = new Random(7);
    private final Deque<String> unready = new ArrayDeque<>();
    private List<String> pods = List.of();
    private long changes;

    /**
     * What a change of readiness was.
     *
     * @param at taken just before the change became visible
     * @param revision the pod's new resourceVersion
     */
    record Flip(String pod, boolean ready, Instant at, long revision) {}

    Churn(Store store, Schedule schedule) {
        this.store = store;
        this.schedule = schedule;
    }

    /** @param perSecond readiness changes a second */
    void begin(double perSecond) {
        Duration tick = Duration.ofNanos((long) (1e9 / Math.min(perSecond, 50)));
        double each = perSecond * tick.toNanos() / 1e9;
        schedule.every(tick, () -> {
            for (int i = 0; i < Math.round(each); i++) {
                step();
            }
        });
    }

    private void step() {
        if (changes++ % 5000 == 0) {
            pods = store.all(Resource.PODS).stream()
                    .filter(p -> p.labels().containsKey("cortex.dev/api")
                            && p.fields().getOrDefault("status.phase", "").equals("Running"))
                    .map(Stored::name)
                    .toList();
        }
        if (pods.isEmpty()) {
            return;
        }
        if (unready.size() > Math.max(1, pods.size() / 50) || (!unready.isEmpty() && random.nextBoolean())) {
            flip(unready.removeFirst(), true);
        } else {
            String pod = pods.get(random.nextInt(pods.size()));
            if (flip(pod, false).isPresent()) {
                unready.addLast(pod);
            }
        }
    }

    /** Changes the pod and its Deployment's counts; empty when the pod is gone, terminating or already so. */
    Optional<Flip> flip(String pod, boolean ready) {
        synchronized (store) {
            Optional<Stored> before = store.get(Resource.PODS, "default", pod)
                    .filter(p -> PodStatus.isReady(p.item()) != ready && !PodStatus.isTerminating(p.item()));
            if (before.isEmpty()) {
                return Optional.empty();
            }
            Instant at = schedule.clock().instant();
            Optional<Stored> after = store.change(Resource.PODS, "default", pod, p -> {
                Kubelet.setReady(p, ready, at);
                return p;
            });
            String api = before.get().labels().getOrDefault("apiName", "");
            count(api, ready ? 1 : -1);
            return after.map(stored -> new Flip(pod, ready, at, stored.revision()));
        }
    }

    private void count(String api, int change) {
        store.change(Resource.DEPLOYMENTS, "default", "api-" + api, d -> {
            int total = d.at("/status/replicas").asInt(0);
            int updated = d.at("/status/updatedReplicas").asInt(0);
            int ready = Math.clamp(d.at("/status/readyReplicas").asInt(0) + change, 0, total);
            CortexObjects.counts(d, total, updated, ready, ready);
            return d;
        });
    }

    /** Some pod that can be flipped to this state. */
    Optional<String> candidate(boolean ready) {
        List<Stored> all = store.under(Resource.PODS, "default/api-");
        int start = all.isEmpty() ? 0 : random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            Stored pod = all.get((start + i) % all.size());
            if (PodStatus.isReady(pod.item()) != ready && !PodStatus.isTerminating(pod.item())) {
                return Optional.of(pod.name());
            }
        }
        return Optional.empty();
    }
}
