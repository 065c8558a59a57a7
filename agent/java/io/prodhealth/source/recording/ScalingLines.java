package io.prodhealth.source.recording;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Auto Scaling has said, as records of {@code aws.jsonl}: each time only what is new. */
final class ScalingLines {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, AutoScaling.Group> groups = new HashMap<>();
    private Map<String, AutoScaling.Activity> activities = Map.of();
    private boolean begun;

    /** Records of what differs from the last time, without their time. */
    List<ObjectNode> of(Observed<AutoScaling> observed) {
        List<ObjectNode> lines = new ArrayList<>();
        if (observed instanceof Observed.Known<AutoScaling>(AutoScaling scaling, var at)) {
            groups(scaling.groups(), lines);
            scaling.activities().known().ifPresent(known -> activities(known, lines));
            begun = true;
        }
        return lines;
    }

    private void groups(List<AutoScaling.Group> now, List<ObjectNode> lines) {
        for (AutoScaling.Group group : now) {
            if (!group.equals(groups.put(group.name(), group))) {
                lines.add(line(group));
            }
        }
        Set<String> names = now.stream().map(AutoScaling.Group::name).collect(Collectors.toSet());
        for (String gone : List.copyOf(groups.keySet())) {
            if (!names.contains(gone)) {
                groups.remove(gone);
                ObjectNode line = record("asg");
                line.put("type", "DELETED");
                line.putObject("object").put("autoScalingGroupName", gone);
                lines.add(line);
            }
        }
    }

    private ObjectNode line(AutoScaling.Group group) {
        ObjectNode line = record("asg");
        if (!begun) {
            line.put("initial", true);
        }
        ObjectNode object = line.putObject("object");
        object.put("autoScalingGroupName", group.name());
        object.put("minSize", group.min());
        object.put("maxSize", group.max());
        object.put("desiredCapacity", group.desired());
        object.put("inServiceInstances", group.inService());
        group.instanceTypes().forEach(object.putArray("instanceTypes")::add);
        ObjectNode tags = object.putObject("tags");
        group.tags().forEach(tags::put);
        return line;
    }

    private void activities(List<AutoScaling.Activity> now, List<ObjectNode> lines) {
        Map<String, AutoScaling.Activity> byId = new HashMap<>();
        // Newest first; records are in order of time.
        for (AutoScaling.Activity activity : now.reversed()) {
            byId.put(activity.id(), activity);
            if (!activity.equals(activities.get(activity.id()))) {
                lines.add(line(activity));
            }
        }
        activities = byId;
    }

    private static ObjectNode line(AutoScaling.Activity activity) {
        ObjectNode line = record("scaling-activity");
        ObjectNode object = line.putObject("object");
        object.put("activityId", activity.id());
        object.put("autoScalingGroupName", activity.group());
        object.put("statusCode", code(activity.outcome()));
        object.put("statusMessage", activity.message());
        object.put("startTime", activity.startedAt().toString());
        if (activity.endedAt() != null) {
            object.put("endTime", activity.endedAt().toString());
        }
        object.put("description", activity.launch() ? "Launching a new EC2 instance" : "Terminating EC2 instance");
        return line;
    }

    /** {@code InProgress} is one of AWS's dozen words for what is not over. */
    private static String code(AutoScaling.Outcome outcome) {
        return outcome == AutoScaling.Outcome.IN_PROGRESS
                ? "InProgress"
                : outcome.name().charAt(0) + outcome.name().substring(1).toLowerCase(Locale.ROOT);
    }

    static ObjectNode record(String resource) {
        ObjectNode line = JSON.createObjectNode();
        line.put("resource", resource);
        return line;
    }
}
