package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sqs.jsonl}: queues as SQS answered, and what CloudWatch said of them minute by minute. */
final class RecordedQueues {

    /** CloudWatch shows a minute once it has settled. */
    private static final Duration SETTLES_AFTER = Duration.ofMinutes(2);
    /** Twice what a live agent reads at a time. */
    private static final int MOST_MINUTES = 2 * 60;

    private static final int MOST_QUEUES = 2000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Depth> depths = new TreeMap<>();
    private final Map<String, Minutes> minutes = new TreeMap<>();

    private static final class Depth {
        private final Age age = new Age();
        private @Nullable Queue queue;
    }

    /** Values by the second at which their minute began. */
    private static final class Minutes {
        private final Age age = new Age();
        private Instant at = Instant.EPOCH;
        private final TreeMap<Long, JsonNode> values = new TreeMap<>();
        private @Nullable QueueActivity shown;
        private @Nullable Long newest;

        /** The same object while no other minute has settled. */
        private QueueActivity activity(String queue, Instant now) {
            Long settled = values.floorKey(now.minus(SETTLES_AFTER).getEpochSecond());
            QueueActivity known = shown;
            if (known == null || !Objects.equals(settled, newest)) {
                known = new QueueActivity(
                        queue,
                        of("ApproximateAgeOfOldestMessage", now),
                        of("NumberOfMessagesSent", now),
                        of("NumberOfMessagesDeleted", now),
                        at);
                shown = known;
                newest = settled;
            }
            return known;
        }

        private List<QueueActivity.Minute> of(String metric, Instant now) {
            List<QueueActivity.Minute> of = new ArrayList<>();
            values.headMap(now.minus(SETTLES_AFTER).getEpochSecond(), true).forEach((start, value) -> {
                JsonNode number = value.path(metric);
                if (number.isNumber() && Double.isFinite(number.doubleValue())) {
                    of.add(new QueueActivity.Minute(Instant.ofEpochSecond(start), number.doubleValue()));
                }
            });
            return List.copyOf(of);
        }
    }

    /** Takes a record in; false when it is none. */
    boolean take(JsonNode record, Instant at) {
        JsonNode object = record.path("object");
        return switch (record.path("resource").asString("")) {
            case "sqs" -> depth(object, record.path("type").asString("").equals("DELETED"), at);
            case "cloudwatch" -> minute(object, at);
            default -> false;
        };
    }

    private boolean depth(JsonNode object, boolean deleted, Instant at) {
        String url = object.path("queueUrl").asString("");
        String name = url.substring(url.lastIndexOf('/') + 1);
        JsonNode attributes = object.path("attributes");
        if (name.isEmpty() || (depths.size() >= MOST_QUEUES && !depths.containsKey(name))) {
            return false;
        }
        if (deleted) {
            depths.remove(name);
            return true;
        }
        if (count(attributes, "ApproximateNumberOfMessages") < 0) {
            return false;
        }
        Depth depth = depths.computeIfAbsent(name, none -> new Depth());
        depth.age.read(at);
        depth.queue = new Queue(
                name,
                url,
                attributes.path("FifoQueue").asString("").equals("true") || name.endsWith(".fifo"),
                count(attributes, "ApproximateNumberOfMessages"),
                Math.max(0, count(attributes, "ApproximateNumberOfMessagesNotVisible")),
                Math.max(0, count(attributes, "ApproximateNumberOfMessagesDelayed")),
                Duration.ofSeconds(Math.max(0, count(attributes, "MessageRetentionPeriod"))),
                deadLetterQueue(attributes.path("RedrivePolicy").asString("")),
                at);
        return true;
    }

    /** SQS writes numbers as text; -1 for what is none. */
    private static long count(JsonNode attributes, String name) {
        String text = attributes.path(name).asString("");
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }

    /** The policy is JSON within a text, and names the queue by its ARN. */
    private static String deadLetterQueue(String policy) {
        try {
            String arn = policy.isEmpty()
                    ? ""
                    : JSON.readTree(policy).path("deadLetterTargetArn").asString("");
            return arn.substring(arn.lastIndexOf(':') + 1);
        } catch (tools.jackson.core.JacksonException e) {
            return "";
        }
    }

    private boolean minute(JsonNode object, Instant at) {
        String name = object.path("queueName").asString("");
        Instant start = RecordedScaling.moment(object.path("timestamp"));
        if (name.isEmpty() || start == null || (minutes.size() >= MOST_QUEUES && !minutes.containsKey(name))) {
            return false;
        }
        Minutes of = minutes.computeIfAbsent(name, none -> new Minutes());
        of.age.read(at);
        of.at = at;
        // What is told of a minute in parts is one minute.
        of.values.merge(start.getEpochSecond(), object, RecordedQueues::joined);
        of.shown = null;
        if (of.values.size() > MOST_MINUTES) {
            of.values.pollFirstEntry();
        }
        return true;
    }

    private static JsonNode joined(JsonNode before, JsonNode now) {
        ObjectNode both = JSON.createObjectNode();
        before.properties().forEach(field -> both.set(field.getKey(), field.getValue()));
        now.properties().forEach(field -> both.set(field.getKey(), field.getValue()));
        return both;
    }

    /** One value of one minute, as CloudWatch itself would list it: {@code timestamp} and {@code value}. */
    void minute(String queue, String metric, JsonNode point, Instant at) {
        minute(
                JSON.createObjectNode()
                        .put("queueName", queue)
                        .put("timestamp", point.path("timestamp").asString(""))
                        .set(metric, point.path("value")),
                at);
    }

    /** The queues as of {@code now}; those that have not been read for long are named only. */
    Observed<Queues> queues(Instant now) {
        List<Queue> read = new ArrayList<>();
        List<Queues.Unread> unread = new ArrayList<>();
        Instant latest = Instant.EPOCH;
        for (Map.Entry<String, Depth> entry : depths.entrySet()) {
            Queue queue = Objects.requireNonNull(entry.getValue().queue);
            latest = queue.at().isAfter(latest) ? queue.at() : latest;
            if (entry.getValue().age.fresh(now)) {
                read.add(queue);
            } else {
                unread.add(new Queues.Unread(queue.name(), Observed.Reason.STALE));
            }
        }
        if (read.isEmpty() && !unread.isEmpty()) {
            return new Observed.Unknown<>(Observed.Reason.STALE, latest);
        }
        if (depths.isEmpty()) {
            return Observed.notSynced(now);
        }
        return new Observed.Known<>(new Queues(List.copyOf(read), List.copyOf(unread)), latest);
    }

    /** What CloudWatch has said of them. */
    Observed<List<QueueActivity>> activity(Instant now) {
        List<QueueActivity> known = new ArrayList<>();
        Instant latest = Instant.EPOCH;
        for (Map.Entry<String, Minutes> entry : minutes.entrySet()) {
            Minutes of = entry.getValue();
            latest = of.at.isAfter(latest) ? of.at : latest;
            if (of.age.fresh(now)) {
                known.add(of.activity(entry.getKey(), now));
            }
        }
        if (known.isEmpty()) {
            return new Observed.Unknown<>(
                    minutes.isEmpty() ? Observed.Reason.NOT_SYNCED : Observed.Reason.STALE,
                    minutes.isEmpty() ? now : latest);
        }
        return new Observed.Known<>(List.copyOf(known), latest);
    }
}
