package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CortexObjectsTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private final CortexObjects objects = new CortexObjects(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_realtime_pod_is_full_size_and_belongs_to_its_api() {
        ObjectNode pod =
                objects.realtimePod("chat", CortexObjects.podName("chat", 1, 0)).build();

        assertThat(pod.toString().length()).isBetween(6_000, 12_000);
        assertThat(pod.toString()).doesNotContain("text-generator").doesNotContain("nvidia.com/gpu\":\"");
        assertThat(pod.at("/metadata/labels/apiName").asString("")).isEqualTo("chat");
        assertThat(pod.at("/metadata/labels").has("apiID")).isFalse();
        assertThat(PodStatus.containers(pod)).containsExactly("api", "proxy");
        assertThat(condition(pod, "Ready").path("status").asString("")).isEqualTo("True");
    }

    @Test
    void the_objects_of_an_api_name_one_another() {
        ObjectNode deployment = objects.realtimeDeployment("chat", 3);
        ObjectNode replicaSet = objects.replicaSet(deployment, 1, 3);
        ObjectNode pod =
                objects.realtimePod("chat", CortexObjects.podName("chat", 1, 0)).build();

        assertThat(replicaSet.at("/metadata/ownerReferences/0/uid")).isEqualTo(deployment.at("/metadata/uid"));
        assertThat(pod.at("/metadata/ownerReferences/0/uid")).isEqualTo(replicaSet.at("/metadata/uid"));
        assertThat(pod.at("/metadata/labels/pod-template-hash"))
                .isEqualTo(replicaSet.at("/metadata/labels/pod-template-hash"));
        for (String label : new String[] {"deploymentID", "podID", "initialDeploymentTime"}) {
            assertThat(pod.at("/metadata/labels/" + label)).isEqualTo(deployment.at("/metadata/labels/" + label));
        }
        assertThat(deployment.at("/metadata/labels/initialDeploymentTime").asString(""))
                .matches("\\d{19}");
        assertThat(deployment.at("/metadata/labels/apiID").asString(""))
                .matches("[0-9a-f]{16}-[a-z0-9]{10}-[0-9a-f]{32}");
    }

    @Test
    void the_queue_of_an_asynchronous_api_carries_the_end_of_its_deployment_time() {
        String time = objects.asyncDeployment("tagger", 1)
                .at("/metadata/labels/initialDeploymentTime")
                .asString("");

        assertThat(objects.asyncVirtualService("tagger").toString())
                .contains("cx_1ee11af4_tagger_" + time.substring(9) + ".fifo");
        assertThat(objects.asyncPod("tagger", "api-tagger-1-2").build().toString())
                .contains("cx_1ee11af4_tagger_" + time.substring(9) + ".fifo");
    }

    @Test
    void conditions_follow_the_containers() {
        ObjectNode crashing = objects.realtimePod("chat", "api-chat-1-2")
                .at(NOW)
                .waiting("api", "CrashLoopBackOff", "back-off 5m0s")
                .lastTerminated("api", 137, "OOMKilled", NOW.minusSeconds(5))
                .restarts("api", 17)
                .build();

        assertThat(condition(crashing, "Ready").path("reason").asString("")).isEqualTo("ContainersNotReady");
        assertThat(condition(crashing, "Ready").path("message").asString(""))
                .isEqualTo("containers with unready status: [api]");
        assertThat(condition(crashing, "Ready").path("lastTransitionTime").asString(""))
                .isEqualTo("2027-03-01T12:00:00Z");
        assertThat(crashing.at("/status/phase").asString("")).isEqualTo("Running");
        assertThat(crashing.at("/status/containerStatuses/0/restartCount").asInt(0))
                .isEqualTo(17);
    }

    @Test
    void an_image_that_never_came_leaves_the_pod_pending() {
        ObjectNode pulling = objects.realtimePod("chat", "api-chat-1-2")
                .waiting("api", "ImagePullBackOff", "Back-off pulling image \"x\"")
                .build();

        assertThat(pulling.at("/status/phase").asString("")).isEqualTo("Pending");
    }

    @Test
    void a_closed_readiness_gate_keeps_a_pod_with_ready_containers_unready() {
        PodBuilder builder = objects.realtimePod("chat", "api-chat-1-2").readinessGate("example.com/lb");

        assertThat(condition(builder.build(), "Ready").path("reason").asString(""))
                .isEqualTo("ReadinessGatesNotReady");
        assertThat(condition(builder.build(), "ContainersReady").path("status").asString(""))
                .isEqualTo("True");
        assertThat(condition(builder.condition("example.com/lb", true, "", "").build(), "Ready")
                        .path("status")
                        .asString(""))
                .isEqualTo("True");
    }

    @Test
    void an_unfinished_init_container_holds_a_pod_and_a_started_sidecar_does_not() {
        assertThat(objects.realtimePod("chat", "api-chat-1-2")
                        .initContainer("prepare", "busybox", false, false)
                        .build()
                        .at("/status/phase")
                        .asString(""))
                .isEqualTo("Pending");
        assertThat(objects.realtimePod("chat", "api-chat-1-2")
                        .initContainer("mesh", "proxy", true, true)
                        .build()
                        .at("/status/phase")
                        .asString(""))
                .isEqualTo("Running");
    }

    @Test
    void a_pod_nobody_can_place_says_so() {
        ObjectNode pod = objects.realtimePod("chat", "api-chat-1-2")
                .at(NOW.minusSeconds(60))
                .unschedulable("0/8 nodes are available")
                .build();

        assertThat(pod.at("/spec").has("nodeName")).isFalse();
        assertThat(condition(pod, "PodScheduled").path("reason").asString("")).isEqualTo("Unschedulable");
        assertThat(pod.at("/metadata/creationTimestamp").asString("")).isEqualTo("2027-03-01T11:59:00Z");
    }

    static JsonNode condition(ObjectNode pod, String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition;
            }
        }
        throw new AssertionError("no condition " + type);
    }
}
