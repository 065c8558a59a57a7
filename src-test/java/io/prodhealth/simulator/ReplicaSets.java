package io.prodhealth.simulator;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Replica sets of APIs: their sizes, and the pods that follow. */
final class ReplicaSets {
    private static final String NAMESPACE = "default";
    private static final EventRecorder.Source DEPLOYMENT = EventRecorder.Source.of("deployment-controller");
    private static final EventRecorder.Source REPLICA_SET = EventRecorder.Source.of("replicaset-controller");

    private final Store store;
    private final Clock clock;
    private final EventRecorder events;
    private final CortexObjects objects;
    private final Consumer<String> podCreated;
    private final Consumer<String> podDeleted;
    private int podNumber = 1000;

    /** @param podCreated told a new pod's name, and podDeleted that of one given up */
    ReplicaSets(
            Store store,
            Clock clock,
            EventRecorder events,
            CortexObjects objects,
            Consumer<String> podCreated,
            Consumer<String> podDeleted) {
        this.store = store;
        this.clock = clock;
        this.events = events;
        this.objects = objects;
        this.podCreated = podCreated;
        this.podDeleted = podDeleted;
    }

    void resize(String api, Stored set, int replicas) {
        int before = size(set);
        if (before == replicas) {
            return;
        }
        store.change(Resource.REPLICASETS, NAMESPACE, set.name(), s -> {
            ((ObjectNode) s.get("spec")).put("replicas", replicas);
            return s;
        });
        String direction = replicas > before ? "up" : "down";
        events.record(
                Resource.DEPLOYMENTS,
                NAMESPACE,
                "api-" + api,
                DEPLOYMENT,
                EventRecorder.Said.normal(
                        "ScalingReplicaSet", "Scaled " + direction + " replica set " + set.name() + " to " + replicas));
    }

    void matchPods(String api, Stored set, List<Deployments.ApiPod> pods) {
        String hash = set.labels().getOrDefault("pod-template-hash", "");
        List<Deployments.ApiPod> own = pods.stream()
                .filter(p -> p.hash().equals(hash) && !p.terminating())
                .sorted(Comparator.comparing(Deployments.ApiPod::ready))
                .toList();
        int missing = size(set) - own.size();
        for (int i = 0; i < missing; i++) {
            createPod(api, set);
        }
        for (int i = 0; i < -missing; i++) {
            String pod = own.get(i).name();
            events.record(
                    Resource.REPLICASETS,
                    NAMESPACE,
                    set.name(),
                    REPLICA_SET,
                    EventRecorder.Said.normal("SuccessfulDelete", "Deleted pod: " + pod));
            podDeleted.accept(pod);
        }
    }

    private void createPod(String api, Stored set) {
        String name = set.name() + "-" + Identity.suffix(set.name() + podNumber++, 5);
        ObjectNode template = set.item();
        boolean async = set.labels().getOrDefault("apiKind", "").equals("AsyncAPI");
        ObjectNode pod = (async ? objects.asyncPod(api, name) : objects.realtimePod(api, name))
                .at(clock.instant())
                .pending()
                .build();
        ObjectNode metadata = (ObjectNode) pod.get("metadata");
        metadata.set("labels", template.at("/metadata/labels").deepCopy());
        ((ObjectNode) metadata.at("/ownerReferences/0"))
                .put("uid", template.at("/metadata/uid").asString(""));
        pod.set("spec", template.at("/spec/template/spec").deepCopy());
        store.put(Resource.PODS, pod);
        events.record(
                Resource.REPLICASETS,
                NAMESPACE,
                set.name(),
                REPLICA_SET,
                EventRecorder.Said.normal("SuccessfulCreate", "Created pod: " + name));
        podCreated.accept(name);
    }

    static int size(Stored replicaSet) {
        return replicaSet.item().at("/spec/replicas").asInt(0);
    }
}
