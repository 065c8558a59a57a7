package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What SQS and CloudWatch have said, as records of {@code sqs.jsonl}: each reading of a queue, and each minute that is new. */
final class QueueLines {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Instant> read = new HashMap<>();
    private final Map<String, Instant> told = new HashMap<>();
    /** The values of a minute as they were told last, by queue and minute. */
    private final Map<String, Map<Instant, Map<String, Double>>> minutes = new HashMap<>();

    /** Readings that are new, without their time. */
    List<ObjectNode> depths(Observed<Queues> observed) {
        List<ObjectNode> lines = new ArrayList<>();
        if (!(observed instanceof Observed.Known<Queues>(Queues queues, var at))) {
            return lines;
        }
        Set<String> there = new HashSet<>();
        for (Queue queue : queues.read()) {
            there.add(queue.name());
            if (!queue.at().equals(read.put(queue.name(), queue.at()))) {
                lines.add(line(queue));
            }
        }
        queues.unread().forEach(queue -> there.add(queue.name()));
        for (String gone : List.copyOf(read.keySet())) {
            if (!there.contains(gone)) {
                read.remove(gone);
                ObjectNode line = ScalingLines.record("sqs");
                line.put("type", "DELETED");
                line.putObject("object").put("queueUrl", gone);
                lines.add(line);
            }
        }
        return lines;
    }

    private static ObjectNode line(Queue queue) {
        ObjectNode line = ScalingLines.record("sqs");
        ObjectNode object = line.putObject("object");
        object.put("queueUrl", queue.url());
        ObjectNode attributes = object.putObject("attributes");
        attributes.put("ApproximateNumberOfMessages", String.valueOf(queue.visible()));
        attributes.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(queue.inFlight()));
        attributes.put("ApproximateNumberOfMessagesDelayed", String.valueOf(queue.delayed()));
        attributes.put(
                "MessageRetentionPeriod", String.valueOf(queue.retention().toSeconds()));
        if (queue.fifo()) {
            attributes.put("FifoQueue", "true");
        }
        if (!queue.deadLetterQueue().isEmpty()) {
            ObjectNode policy = JSON.createObjectNode();
            policy.put("deadLetterTargetArn", "arn:aws:sqs:::" + queue.deadLetterQueue());
            attributes.put("RedrivePolicy", policy.toString());
        }
        return line;
    }

    /** Minutes that are new or have another value than before, without the time of the record. */
    List<ObjectNode> minutes(Observed<List<QueueActivity>> observed) {
        List<ObjectNode> lines = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (QueueActivity activity : observed.orElse(List.of())) {
            there.add(activity.queue());
            if (!activity.at().equals(told.put(activity.queue(), activity.at()))) {
                minutes(activity, lines);
            }
        }
        if (observed instanceof Observed.Known<?>) {
            told.keySet().retainAll(there);
            minutes.keySet().retainAll(there);
        }
        return lines;
    }

    private void minutes(QueueActivity activity, List<ObjectNode> lines) {
        Map<Instant, Map<String, Double>> now = new TreeMap<>();
        enter(activity.age(), "ApproximateAgeOfOldestMessage", now);
        enter(activity.sent(), "NumberOfMessagesSent", now);
        enter(activity.deleted(), "NumberOfMessagesDeleted", now);
        Map<Instant, Map<String, Double>> before = minutes.getOrDefault(activity.queue(), Map.of());
        now.forEach((start, values) -> {
            if (!values.equals(before.get(start))) {
                ObjectNode line = ScalingLines.record("cloudwatch");
                ObjectNode object = line.putObject("object");
                object.put("namespace", "AWS/SQS");
                object.put("queueName", activity.queue());
                object.put("period", 60);
                object.put("timestamp", start.toString());
                values.forEach(object::put);
                lines.add(line);
            }
        });
        minutes.put(activity.queue(), now);
    }

    private static void enter(
            List<QueueActivity.Minute> values, String metric, Map<Instant, Map<String, Double>> minutes) {
        values.forEach(minute ->
                minutes.computeIfAbsent(minute.start(), none -> new TreeMap<>()).put(metric, minute.value()));
    }
}
