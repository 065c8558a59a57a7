package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoScaling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** Reads the lines of a story as the sources read what they are told. */
final class StoryReaders {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final List<String> READ =
            List.of("pods", "nodes", "events", "deployments", "configmaps", "asg", "scaling-activity");

    private final PodReader podReader = new PodReader();
    private final Readers readers = new Readers();

    /** The line; empty when it is of a kind that the signal does not read. */
    Optional<FallbackStory.Line> line(JsonNode line) {
        String resource = line.path("resource").asString("");
        if (!READ.contains(resource)) {
            return Optional.empty();
        }
        FallbackStory.Line read = line(line.path("at").doubleValue(), resource, line.path("object"));
        boolean deleted = line.path("type").asString("").equals("DELETED");
        return Optional.of(new FallbackStory.Line(read.at(), resource, deleted, read.object()));
    }

    FallbackStory.Line line(double at, String resource, JsonNode object) {
        Object read = switch (resource) {
            case "pods" -> pod(object);
            case "nodes" -> readers.node(object);
            case "events" -> readers.event(object);
            case "deployments" -> readers.deployment(object);
            case "configmaps" -> readers.configMap(object);
            case "asg" -> group(object);
            case "scaling-activity" -> activity(object);
            default -> throw new AssertionError(resource);
        };
        return new FallbackStory.Line(at, resource, false, read);
    }

    private Object pod(JsonNode object) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), object.toString())) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            return podReader.read(json).object();
        }
    }

    private static AutoScaling.Group group(JsonNode object) {
        return new AutoScaling.Group(
                object.path("autoScalingGroupName").asString(""),
                object.path("minSize").intValue(),
                object.path("maxSize").intValue(),
                object.path("desiredCapacity").intValue(),
                object.has("inServiceInstances")
                        ? object.path("inServiceInstances").intValue()
                        : object.path("instances").size(),
                List.of(),
                Map.of());
    }

    private static AutoScaling.Activity activity(JsonNode object) {
        Map<String, AutoScaling.Outcome> outcomes = Map.of(
                "Successful", AutoScaling.Outcome.SUCCESSFUL,
                "Failed", AutoScaling.Outcome.FAILED,
                "Cancelled", AutoScaling.Outcome.CANCELLED);
        String ended = object.path("endTime").asString("");
        return new AutoScaling.Activity(
                object.path("activityId").asString(""),
                object.path("autoScalingGroupName").asString(""),
                outcomes.getOrDefault(object.path("statusCode").asString(""), AutoScaling.Outcome.IN_PROGRESS),
                object.path("statusMessage").asString(""),
                object.path("description").asString("").startsWith("Launching"),
                Instant.parse(object.path("startTime").asString("")),
                ended.isEmpty() ? null : Instant.parse(ended));
    }
}
