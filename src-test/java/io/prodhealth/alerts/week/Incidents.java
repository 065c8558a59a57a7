package io.prodhealth.alerts.week;

import io.prodhealth.source.FailureReason;
import java.time.Duration;
import java.util.List;

/** One incident of each kind, each at an hour of its own. */
final class Incidents {

    /** When the first of the week's families gets no nodes, by and large: it begins once the family is quiet. */
    static final Duration NO_NODES_AFTER = Duration.ofHours(3 * 24 + 11);

    static final Duration NO_NODES_FOR = Duration.ofMinutes(75);

    /** The alert of the practice that one of them breaks. */
    static final String PRACTICE = "CortexImagesNotInColocatedEcr";

    private Incidents() {}

    static List<Incident> all() {
        return List.of(
                Incident.at(
                        "no replica is ready",
                        0,
                        6,
                        60,
                        (week, is) -> unready(
                                week.cluster().realtime("checkout-ranker").replicas(), is),
                        "checkout-ranker",
                        "CortexApiNoReadyReplicas"),
                Incident.at(
                        "the image is gone when the API wakes",
                        1,
                        7,
                        150,
                        (week, is) ->
                                week.cluster().realtime("night-owl").replicas().imageMissing(is),
                        "night-owl",
                        "CortexApiImagePullFailing"),
                Incident.at(
                        "no node for a pod",
                        1,
                        2,
                        90,
                        (week, is) -> noRoom(week, is),
                        Nodes.TYPE,
                        "CortexPodsUnschedulable"),
                Incident.at(
                        "the node groups are at max",
                        2,
                        3,
                        90,
                        (week, is) -> {
                            week.cluster().general().atMax(is);
                            noRoom(week, is);
                        },
                        Nodes.TYPE,
                        "CortexNodeGroupsAtMax"),
                Incident.at(
                        "the workers hang",
                        2,
                        12,
                        60,
                        (week, is) -> week.cluster().queue("video-captions").hangs(is),
                        "video-captions",
                        "CortexQueueStuck"),
                Incident.at(
                        "nobody reads the queue",
                        2,
                        20,
                        60,
                        (week, is) ->
                                unready(week.cluster().queue("video-captions").replicas(), is),
                        "video-captions",
                        "CortexQueueNoConsumers"),
                Incident.at(
                                "messages grow old",
                                3,
                                8,
                                30,
                                (week, is) ->
                                        week.cluster().queue("video-captions").times(is ? 10 : 1),
                                "video-captions",
                                "CortexQueueOldestMessageTooOld")
                        .leaving(60),
                Incident.at(
                        "the cluster autoscaler is dead",
                        3,
                        20,
                        60,
                        (week, is) -> week.cluster().week().statusHeld(is),
                        "CortexClusterAutoscalerStale",
                        "CortexClusterAutoscalerStale"),
                Incident.at(
                        "Prometheus runs out of memory",
                        4,
                        6,
                        70,
                        (week, is) -> week.cluster().prometheus().uses(is ? 1.8e9 : 0),
                        "CortexPrometheusMemoryPressure",
                        "CortexPrometheusMemoryPressure"),
                Incident.at(
                        "Cortex's operator is down",
                        4,
                        14,
                        60,
                        (week, is) -> week.cluster().operatorRuns(!is),
                        "CortexReplicaAutoscalingFrozen",
                        "CortexReplicaAutoscalingFrozen"),
                Incident.at(
                        "replicas refuse requests",
                        5,
                        6,
                        70,
                        (week, is) -> {
                            week.cluster().realtime("search-embedder").scaler().frozen(is);
                            week.cluster().realtime("search-embedder").times(is ? 5 : 1);
                        },
                        "search-embedder",
                        "CortexQueueFullRejections"),
                Incident.at(
                        "one request in six fails",
                        5,
                        14,
                        60,
                        (week, is) -> week.cluster().realtime("checkout-ranker").errors(is ? 0.16 : 0.0002),
                        "checkout-ranker",
                        "CortexApiErrorBudgetBurnFast"),
                Incident.at(
                                "an image from a public registry",
                                5,
                                18,
                                150,
                                (week, is) -> week.cluster()
                                        .realtime("search-embedder")
                                        .replicas()
                                        .imageFrom(is ? "docker.io/acme" : Replicas.ECR),
                                "",
                                PRACTICE)
                        .naming("search-embedder"),
                Incident.at(
                                "SQS does not answer",
                                6,
                                6,
                                60,
                                (week, is) -> fails(week.cluster().source("sqs"), is, FailureReason.TIMEOUT),
                                "",
                                "ProdhealthSourceStale",
                                "ProdhealthSourceFailing")
                        .naming("sqs"),
                Incident.at(
                                "CloudWatch is denied",
                                6,
                                10,
                                60,
                                (week, is) ->
                                        fails(week.cluster().source("cloudwatch"), is, FailureReason.PERMISSION_DENIED),
                                "",
                                "ProdhealthPermissionMissing")
                        .naming("cloudwatch"),
                Incident.at(
                        "the agent cannot be scraped",
                        6,
                        14,
                        30,
                        AlertWeek::agentDown,
                        "ProdhealthAgentDown",
                        "ProdhealthAgentDown"),
                Incident.at(
                        "the agent is unknown",
                        6,
                        18,
                        40,
                        AlertWeek::agentAbsent,
                        "ProdhealthAgentAbsent",
                        "ProdhealthAgentAbsent"));
    }

    private static void unready(Replicas replicas, boolean is) {
        replicas.neverReady(is);
        if (is) {
            replicas.allUnready();
        }
    }

    /** A rollout wants one more pod than there is room for; the old ones go on. */
    private static void noRoom(AlertWeek week, boolean is) {
        week.cluster().general().full(is);
        if (is) {
            week.cluster().realtime("search-embedder").replicas().rollout();
        }
    }

    private static void fails(Reading<?> source, boolean is, FailureReason why) {
        if (is) {
            source.fails(why);
        } else {
            source.works();
        }
    }
}
