package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deployment and replica set controllers for APIs of the namespace default: rolling updates within maxSurge and
 * maxUnavailable of 25 % (Cortex' default), in the controllers' order of writes.
 */
final class Deployments {
    private static final String NAMESPACE = "default";

    private final Store store;
    private final Schedule schedule;
    private final CortexObjects objects;
    private final DeploymentStatus status;
    private final ReplicaSets sets;

    Deployments(Store store, Schedule schedule, CortexObjects objects, ReplicaSets sets) {
        this.store = store;
        this.schedule = schedule;
        this.objects = objects;
        this.sets = sets;
        this.status = new DeploymentStatus(store, schedule.clock());
    }

    /** A pod of an API as the controllers see it. */
    record ApiPod(String name, String hash, boolean ready, boolean terminating) {
        static ApiPod of(Stored stored) {
            ObjectNode pod = stored.item();
            return new ApiPod(
                    stored.name(),
                    stored.labels().getOrDefault("pod-template-hash", ""),
                    PodStatus.isReady(pod),
                    PodStatus.isTerminating(pod));
        }
    }

    List<ApiPod> pods(String api) {
        return store.under(Resource.PODS, Stored.key(NAMESPACE, "api-" + api + "-")).stream()
                .filter(s -> s.labels().getOrDefault("apiName", "").equals(api))
                .map(ApiPod::of)
                .toList();
    }

    List<Stored> replicaSets(String api) {
        return store.under(Resource.REPLICASETS, Stored.key(NAMESPACE, "api-" + api + "-")).stream()
                .filter(s -> s.labels().getOrDefault("apiName", "").equals(api))
                .sorted(Comparator.comparingInt(s -> DeploymentStatus.revision(s.item())))
                .toList();
    }

    int replicas(String api) {
        return deployment(api).map(d -> d.at("/spec/replicas").asInt(0)).orElse(0);
    }

    Optional<ObjectNode> deployment(String api) {
        return store.get(Resource.DEPLOYMENTS, NAMESPACE, "api-" + api).map(Stored::item);
    }

    /** Scales as Cortex' autoscaler does, which also turns the routes to the activator at zero. */
    void scale(String api, int replicas) {
        change(api, d -> {
            ((ObjectNode) d.get("spec")).put("replicas", replicas);
            return generation(d);
        });
        store.change(Resource.VIRTUALSERVICES, NAMESPACE, "api-" + api, vs -> {
            vs.at("/spec/http").forEach(http -> {
                if (http.path("route").size() == 2) {
                    ((ObjectNode) http.at("/route/0")).put("weight", replicas == 0 ? 0 : 100);
                    ((ObjectNode) http.at("/route/1")).put("weight", replicas == 0 ? 100 : 0);
                }
            });
            return vs;
        });
        soon(api);
    }

    /** A new revision, with another image of the first container. */
    void rollout(String api, String image) {
        change(api, d -> {
            ((ObjectNode) d.at("/spec/template/spec/containers/0")).put("image", image);
            return generation(d);
        });
        deployment(api).ifPresent(d -> {
            int revision = DeploymentStatus.revision(d) + 1;
            ObjectNode replicaSet = objects.replicaSet(d, revision, 0);
            String name = replicaSet.at("/metadata/name").asString("");
            ObjectNode labels =
                    d.at("/spec/template/metadata/labels").deepCopy().asObject();
            labels.put("pod-template-hash", name.substring(name.lastIndexOf('-') + 1));
            ObjectNode metadata = (ObjectNode) replicaSet.get("metadata");
            metadata.put("creationTimestamp", PodStatus.time(now()));
            metadata.set("labels", labels);
            ((ObjectNode) replicaSet.at("/spec/selector/matchLabels"))
                    .put("pod-template-hash", labels.path("pod-template-hash").asString(""));
            ((ObjectNode) replicaSet.at("/spec/template/metadata")).set("labels", labels.deepCopy());
            store.put(Resource.REPLICASETS, replicaSet);
            change(api, deployment -> status.created(deployment, revision, name));
        });
        soon(api);
    }

    private void soon(String api) {
        schedule.after(Duration.ofMillis(50), () -> reconcile(api));
    }

    /** To be called after a pod of the API changed. */
    void podChanged(String pod) {
        store.get(Resource.PODS, NAMESPACE, pod)
                .map(s -> s.labels().getOrDefault("apiName", ""))
                .or(() -> apiOf(pod))
                .ifPresent(this::soon);
    }

    private static Optional<String> apiOf(String pod) {
        int hash = pod.lastIndexOf('-', pod.lastIndexOf('-') - 1);
        return pod.startsWith("api-") && hash > 4 ? Optional.of(pod.substring(4, hash)) : Optional.empty();
    }

    private void reconcile(String api) {
        Optional<ObjectNode> found = deployment(api);
        if (found.isEmpty()) {
            return;
        }
        int wanted = found.get().at("/spec/replicas").asInt(0);
        List<Stored> all = replicaSets(api);
        if (all.isEmpty()) {
            return;
        }
        Stored newest = all.getLast();
        List<Stored> old = new ArrayList<>(all.subList(0, all.size() - 1));
        scaleNewest(api, newest, old, wanted);
        scaleOld(api, newest, old, wanted);
        for (Stored set : replicaSets(api)) {
            sets.matchPods(api, set, pods(api));
        }
        status.update(api, pods(api), replicaSets(api));
    }

    private void scaleNewest(String api, Stored newest, List<Stored> old, int wanted) {
        int now = ReplicaSets.size(newest);
        int total = now + old.stream().mapToInt(ReplicaSets::size).sum();
        int surge = old.stream().anyMatch(s -> ReplicaSets.size(s) > 0) ? (int) Math.ceil(wanted * 0.25) : 0;
        int next = now >= wanted ? wanted : Math.min(wanted, Math.max(now, now + wanted + surge - total));
        sets.resize(api, newest, next);
    }

    private void scaleOld(String api, Stored newest, List<Stored> old, int wanted) {
        List<ApiPod> pods = pods(api);
        String newHash = newest.labels().getOrDefault("pod-template-hash", "");
        int minAvailable = wanted - (int) Math.floor(wanted * 0.25);
        long available =
                pods.stream().filter(p -> p.ready() && !p.terminating()).count();
        long spare = available - minAvailable;
        for (Stored set : old) {
            String hash = set.labels().getOrDefault("pod-template-hash", "");
            long broken = pods.stream()
                    .filter(p -> p.hash().equals(hash) && !hash.equals(newHash) && !p.ready() && !p.terminating())
                    .count();
            int now = ReplicaSets.size(set);
            int down = (int) Math.min(now, Math.max(0, spare) + broken);
            spare -= Math.max(0, down - broken);
            sets.resize(api, set, now - down);
        }
    }

    private void change(String api, UnaryOperator<ObjectNode> edit) {
        store.change(Resource.DEPLOYMENTS, NAMESPACE, "api-" + api, edit);
    }

    private static ObjectNode generation(ObjectNode deployment) {
        ObjectNode metadata = (ObjectNode) deployment.get("metadata");
        metadata.put("generation", metadata.path("generation").asInt(1) + 1);
        return deployment;
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
