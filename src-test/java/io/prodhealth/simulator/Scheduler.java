package io.prodhealth.simulator;

import tools.jackson.databind.node.ObjectNode;

/** What the scheduler says of pods. */
record Scheduler(PodEdits pods) {

    void unschedulable(String pod, String message) {
        pods.change(pod, p -> {
            PodStatus.condition(p, "PodScheduled", false, "Unschedulable", message, pods.now());
            return p;
        });
        pods.say(
                pod,
                EventRecorder.Source.of("default-scheduler"),
                EventRecorder.Said.warning("FailedScheduling", message));
    }

    /** Binds a pod to a node. */
    void bind(String pod, String node) {
        pods.change(pod, p -> {
            ((ObjectNode) p.get("spec")).put("nodeName", node);
            PodStatus.condition(p, "PodScheduled", true, "", "", pods.now());
            return p;
        });
        pods.say(
                pod,
                EventRecorder.Source.of("default-scheduler"),
                EventRecorder.Said.normal("Scheduled", "Successfully assigned default/" + pod + " to " + node));
    }
}
