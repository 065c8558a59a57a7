package io.prodhealth.source.recording;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code aws.jsonl}: Auto Scaling groups, each record the whole of one group, and their activities. A group is as it was
 * said to be until another record says otherwise, so nothing here grows old.
 */
final class RecordedScaling {

    /** As long as a live agent looks back. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST_ACTIVITIES = 1000;

    private static final int MOST_GROUPS = 1000;
    private static final int LONGEST_MESSAGE = 512;

    private final Map<String, AutoScaling.Group> groups = new TreeMap<>();
    private final LinkedHashMap<String, AutoScaling.Activity> activities = new LinkedHashMap<>();
    private boolean activitiesDenied;
    private @Nullable AutoScaling now;
    /** When the first of the activities is too old. */
    private Instant forget = Instant.MAX;

    /** The activities could not be read when this was recorded. */
    void activitiesDenied() {
        activitiesDenied = true;
    }

    /** Takes a record in; false when it is none. */
    boolean take(JsonNode record, Instant at) {
        JsonNode object = record.path("object");
        return switch (record.path("resource").asString("")) {
            case "asg" -> group(object, record.path("type").asString("").equals("DELETED"));
            case "scaling-activity" -> activity(object, at);
            // Who has lost which instance is told by the nodes.
            case "ec2-instance" -> true;
            default -> false;
        };
    }

    private boolean group(JsonNode object, boolean deleted) {
        String name = object.path("autoScalingGroupName").asString("");
        if (name.isEmpty() || (groups.size() >= MOST_GROUPS && !groups.containsKey(name))) {
            return false;
        }
        now = null;
        if (deleted) {
            groups.remove(name);
            return true;
        }
        Set<String> types = new LinkedHashSet<>();
        int inService = 0;
        for (JsonNode type : object.path("instanceTypes")) {
            types.add(type.asString(""));
        }
        for (JsonNode instance : object.path("instances")) {
            types.add(instance.path("instanceType").asString(""));
            inService += instance.path("lifecycleState").asString("").equals("InService") ? 1 : 0;
        }
        types.remove("");
        groups.put(
                name,
                new AutoScaling.Group(
                        name,
                        object.path("minSize").asInt(0),
                        object.path("maxSize").asInt(0),
                        object.path("desiredCapacity").asInt(0),
                        object.path("inServiceInstances").asInt(inService),
                        List.copyOf(types),
                        tags(object.path("tags"))));
        return true;
    }

    private static Map<String, String> tags(JsonNode tags) {
        Map<String, String> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> tag : tags.properties()) {
            read.put(tag.getKey(), tag.getValue().asString(""));
        }
        return Map.copyOf(read);
    }

    private boolean activity(JsonNode object, Instant at) {
        String id = object.path("activityId").asString("");
        String group = object.path("autoScalingGroupName").asString("");
        if (id.isEmpty() || group.isEmpty()) {
            return false;
        }
        Instant startedAt = moment(object.path("startTime"));
        String message = object.path("statusMessage").asString("");
        activities.remove(id);
        activities.put(
                id,
                new AutoScaling.Activity(
                        id,
                        group,
                        outcome(object.path("statusCode").asString("")),
                        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE),
                        object.path("description")
                                .asString("")
                                .toLowerCase(Locale.ROOT)
                                .startsWith("launching"),
                        startedAt == null ? at : startedAt,
                        moment(object.path("endTime"))));
        if (activities.size() > MOST_ACTIVITIES) {
            activities.pollFirstEntry();
        }
        now = null;
        return true;
    }

    private static AutoScaling.Outcome outcome(String code) {
        return switch (code) {
            case "Successful" -> AutoScaling.Outcome.SUCCESSFUL;
            case "Failed" -> AutoScaling.Outcome.FAILED;
            case "Cancelled" -> AutoScaling.Outcome.CANCELLED;
            default -> AutoScaling.Outcome.IN_PROGRESS;
        };
    }

    static @Nullable Instant moment(JsonNode text) {
        try {
            return OffsetDateTime.parse(text.asString("")).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The groups and what they did, as of {@code at}. */
    Observed<AutoScaling> observed(Instant at) {
        AutoScaling known = now;
        if (known == null || forget.isBefore(at)) {
            activities
                    .values()
                    .removeIf(activity -> activity.startedAt().plus(KEPT).isBefore(at));
            forget = activities.values().stream()
                    .map(activity -> activity.startedAt().plus(KEPT))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
            List<AutoScaling.Activity> newestFirst = new ArrayList<>(activities.values());
            newestFirst.sort(
                    Comparator.comparing(AutoScaling.Activity::startedAt).reversed());
            Observed<List<AutoScaling.Activity>> observed = activitiesDenied
                    ? new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, at)
                    : new Observed.Known<>(List.copyOf(newestFirst), at);
            known = new AutoScaling(List.copyOf(groups.values()), observed);
            now = known;
        }
        return new Observed.Known<>(known, at);
    }
}
