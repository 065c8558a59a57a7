package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How scheduler and kubelets change a pod of the namespace default and speak about it; a pod that is gone is let be. */
record PodEdits(Store store, Schedule schedule, EventRecorder events) {
    private static final String NAMESPACE = "default";

    void change(String pod, UnaryOperator<ObjectNode> edit) {
        store.change(Resource.PODS, NAMESPACE, pod, edit);
    }

    void kubelet(String pod, String type, String reason, String message) {
        String host = store.get(Resource.PODS, NAMESPACE, pod)
                .map(p -> p.fields().getOrDefault("spec.nodeName", ""))
                .orElse("");
        say(pod, new EventRecorder.Source("kubelet", host), new EventRecorder.Said(type, reason, message, first(pod)));
    }

    void say(String pod, EventRecorder.Source source, EventRecorder.Said said) {
        events.record(Resource.PODS, NAMESPACE, pod, source, said);
    }

    String first(String pod) {
        return spec(pod).path("name").asString("api");
    }

    String image(String pod) {
        return spec(pod).path("image").asString("");
    }

    JsonNode spec(String pod) {
        return store.get(Resource.PODS, NAMESPACE, pod)
                .map(p -> p.item().at("/spec/containers/0"))
                .orElseGet(Json::object);
    }

    void delete(String pod) {
        store.delete(Resource.PODS, NAMESPACE, pod);
    }

    Instant now() {
        return schedule.clock().instant();
    }

    void after(Duration delay, Runnable task) {
        schedule.after(delay, task);
    }
}
