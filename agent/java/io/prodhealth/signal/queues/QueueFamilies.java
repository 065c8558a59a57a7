package io.prodhealth.signal.queues;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.INFO;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.SeriesBudget;
import java.util.ArrayList;
import java.util.List;

/** The families of queues. */
public final class QueueFamilies {

    private static final String OF_API =
            " namespace, api_name and api_kind are empty for a queue that is not Cortex's.";
    private static final String SQS = " Source: SQS, at queues.interval.";
    private static final String CLOUDWATCH =
            " Source: CloudWatch, at queues.cloudwatch_interval, and some minutes late by itself.";
    private static final String PROMETHEUS =
            " Source: Prometheus, at prometheus.interval, of means over 10s; while it is"
                    + " down a sample of the proxies, scaled up, and prodhealth_source_up{source=\"prometheus\"} is 0.";

    static final Family INFO_OF_QUEUE = Family.experimental(
            INFO,
            "prodhealth_queue_info",
            "A queue of the cluster. role: what it is for." + OF_API + SQS,
            labels("role"));
    static final Family MESSAGES = Family.stable(
            GAUGE,
            "prodhealth_queue_messages",
            "Messages in a queue by state, as SQS says." + OF_API + SQS,
            labels("state"));
    static final Family AGE = Family.stable(
            GAUGE,
            "prodhealth_queue_oldest_message_age_seconds",
            "Seconds the oldest message has waited; 0 when SQS says that the queue is empty." + CLOUDWATCH,
            labels());
    static final Family OBJECTIVE = Family.stable(
            GAUGE,
            "prodhealth_queue_age_objective_seconds",
            "Seconds a message may wait; not for dead-letter queues and those of deleted APIs. Source:"
                    + " queues.age_objective.",
            labels());
    static final Family DEAD_LETTERS = Family.stable(
            GAUGE,
            "prodhealth_queue_dead_letter_messages",
            "Messages in the dead-letter queue of a queue; of one that several queues share, at each of them." + SQS,
            labels());
    static final Family DEAD_LETTER_ARRIVALS = Family.stable(
            COUNTER,
            "prodhealth_queue_dead_letter_messages_total",
            "Messages that have arrived in the dead-letter queue of a queue, from the rises of their number that two"
                    + " readings agree on." + SQS,
            labels());
    static final Family DRAIN = Family.stable(
            GAUGE,
            "prodhealth_queue_drain_seconds",
            "Estimate: seconds in which a queue would be empty if nothing arrived, from its depth and the measured"
                + " rate of completions; 0 when it is empty, +Inf when nothing completes, absent when the rate is not"
                + " known. Source: SQS, and for the rate Prometheus, else CloudWatch, else SQS.",
            labels());
    static final Family STUCK = Family.stable(
            GAUGE,
            "prodhealth_queue_stuck",
            "Whether a queue is stuck, by cause, exactly one of them 1. ok is also said while too little is known to"
                    + " judge; the report tells. Source: SQS, else Cortex's gauges; Kubernetes API; completions from"
                    + " Prometheus, else CloudWatch, else SQS.",
            labels("cause"));
    static final Family SENT = Family.stable(
            COUNTER,
            "prodhealth_queue_sent_total",
            "Messages sent to a queue in the minutes since the agent has known it." + CLOUDWATCH,
            labels());
    static final Family DELETED = Family.stable(
            COUNTER,
            "prodhealth_queue_deleted_total",
            "Messages deleted from a queue, that is completed, in the minutes since the agent has known it."
                    + CLOUDWATCH,
            labels());
    static final Family DISCOVERED =
            Family.stable(GAUGE, "prodhealth_queues_discovered", "Queues of the cluster that were found in SQS." + SQS);
    static final Family COLLECTED = Family.stable(
            GAUGE, "prodhealth_queues_collected", "Queues of the cluster that could be read and are not stale." + SQS);
    static final Family MISSING = Family.experimental(
            GAUGE,
            "prodhealth_api_queue_missing",
            "1 for an async API whose queue two readings of SQS in a row have not found." + SQS,
            "namespace",
            "api_name",
            "api_kind");
    static final Family IN_FLIGHT = Family.stable(
            GAUGE,
            "prodhealth_api_in_flight_requests",
            "Requests in the pods of a realtime API, served or waiting." + PROMETHEUS,
            "namespace",
            "api_name");
    static final Family QUEUED = Family.stable(
            GAUGE,
            "prodhealth_api_queued_requests",
            "Requests that wait in the pods of a realtime API: what each has beyond its max_concurrency." + PROMETHEUS,
            "namespace",
            "api_name");
    static final Family WAIT = Family.stable(
            GAUGE,
            "prodhealth_api_queue_wait_seconds",
            "Estimate: seconds a request waits, which is those that wait over those that the gateway has answered a"
                    + " second without a server's error, a mean over 5m; 0 when none waits, absent when the rate is not"
                    + " known. Source: Prometheus, at prometheus.interval.",
            "namespace",
            "api_name");
    static final Family FREE_SLOTS = Family.experimental(
            GAUGE,
            "prodhealth_api_free_request_slots",
            "Requests the ready pods of a realtime API would still take before they answer 503, at the least: which of"
                    + " the measured pods are not ready is not told, and the idlest are taken for those." + PROMETHEUS,
            "namespace",
            "api_name");

    private QueueFamilies() {}

    private static String[] labels(String... more) {
        List<String> labels = new ArrayList<>(List.of("namespace", "api_name", "api_kind", "queue"));
        labels.addAll(List.of(more));
        return labels.toArray(String[]::new);
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                INFO_OF_QUEUE,
                MESSAGES,
                AGE,
                OBJECTIVE,
                DEAD_LETTERS,
                DEAD_LETTER_ARRIVALS,
                DRAIN,
                STUCK,
                SENT,
                DELETED,
                DISCOVERED,
                COLLECTED,
                MISSING,
                IN_FLIGHT,
                QUEUED,
                WAIT,
                FREE_SLOTS);
    }

    /** What may be left out when a scrape would be too large, first to last; no shipped rule reads it. */
    public static List<SeriesBudget.Cut> cuts() {
        return List.of(
                new SeriesBudget.Cut(INFO_OF_QUEUE, false),
                new SeriesBudget.Cut(SENT, false),
                new SeriesBudget.Cut(DELETED, false),
                new SeriesBudget.Cut(DRAIN, false));
    }
}
