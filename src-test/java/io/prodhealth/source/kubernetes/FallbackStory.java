package io.prodhealth.source.kubernetes;

import io.prodhealth.config.Config;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.provisioning.ProvisioningState;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded incident of node provisioning, read once and played as often as wanted.
 *
 * @param name folder under {@code stories}
 * @param lines what the watches and AWS told, in order
 * @param expected what a correct agent says
 */
record FallbackStory(String name, List<Line> lines, JsonNode expected) {

    static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Path STORIES = Path.of("src-test", "resources", "stories");

    /**
     * A line of a story.
     *
     * @param at seconds
     * @param object a record of the snapshot
     */
    record Line(double at, String resource, boolean deleted, Object object) {

        boolean aws() {
            return resource.equals("asg") || resource.equals("scaling-activity");
        }

        /** Whether it is an event whose reason begins so. */
        boolean says(String reason) {
            return object instanceof Event event && event.reason().startsWith(reason);
        }

        Line at(double other) {
            return new Line(other, resource, deleted, object);
        }
    }

    /** How a story is played: from when, how often it is evaluated (0: after each change), with AWS or without. */
    record Play(double from, double every, boolean aws) {

        static Play whole(boolean aws) {
            return new Play(0, 0, aws);
        }
    }

    /** What was said at one moment. */
    record Said(double at, Provisioning provisioning) {

        FallbackState state(String family) {
            return provisioning.family(family).map(FamilyProvisioning::state).orElse(FallbackState.UNKNOWN);
        }
    }

    static List<String> names() {
        try (var folders = Files.list(STORIES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FallbackStory read(String name) {
        Path folder = STORIES.resolve(name);
        List<Line> lines = new ArrayList<>();
        StoryReaders readers = new StoryReaders();
        try {
            for (String line : Files.readAllLines(folder.resolve("watch.jsonl"))) {
                Line read = readers.line(JSON.readTree(line));
                if (read != null) {
                    lines.add(read);
                }
            }
            if (Files.exists(folder.resolve("aws.jsonl"))) {
                for (String line : Files.readAllLines(folder.resolve("aws.jsonl"))) {
                    Line read = readers.line(JSON.readTree(line));
                    if (read != null) {
                        lines.add(read);
                    }
                }
            }
            lines.sort(java.util.Comparator.comparingDouble(Line::at));
            return new FallbackStory(name, List.copyOf(lines), JSON.readTree(folder.resolve("expected.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    boolean withAws() {
        return lines.stream().anyMatch(Line::aws);
    }

    String family() {
        return expected.path("node_family").asString("");
    }

    double length() {
        return expected.path("ends_at").doubleValue();
    }

    /** The same story with other lines. */
    FallbackStory with(UnaryOperator<List<Line>> change) {
        return new FallbackStory(name, List.copyOf(change.apply(lines)), expected);
    }

    /** Plays it to its end. */
    List<Said> play(Play play) {
        ProvisioningSignal signal = ProvisioningSignal.of(Config.defaults().provisioning());
        return play(play, signal, signal.start(at(play.from())));
    }

    /** Plays it on from a state. */
    List<Said> play(Play play, ProvisioningSignal signal, ProvisioningState start) {
        List<Said> said = new ArrayList<>();
        play(play, length(), signal, start, said);
        return said;
    }

    /** The state after its first {@code seconds}. */
    ProvisioningState playUntil(double seconds, boolean aws, ProvisioningSignal signal) {
        return play(Play.whole(aws), seconds, signal, signal.start(BEGIN), new ArrayList<>());
    }

    private ProvisioningState play(
            Play play, double until, ProvisioningSignal signal, ProvisioningState start, List<Said> said) {
        StoryCluster cluster = new StoryCluster(play.aws());
        int next = cluster.list(lines, play.from());
        double at = play.from();
        ProvisioningState state = start;
        while (true) {
            state = signal.step(state, cluster.snapshot(at(at)));
            said.add(new Said(at, state.result()));
            if (at >= until) {
                return state;
            }
            at = Math.min(until, nextAt(play, at, next));
            next = cluster.apply(lines, next, at);
        }
    }

    /** With the agent a change is evaluated at once, and time alone every 15 s. */
    private double nextAt(Play play, double at, int next) {
        if (play.every() > 0) {
            return at + play.every();
        }
        double change = next < lines.size() ? lines.get(next).at() : Double.MAX_VALUE;
        return Math.min(at + 15, Math.max(change, at));
    }

    static Instant at(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    /** Reads lines as the sources do. */
    private static final class StoryReaders {
        private final PodReader podReader = new PodReader();
        private final Readers readers = new Readers();

        @Nullable
        Line line(JsonNode line) {
            JsonNode object = line.path("object");
            String resource = line.path("resource").asString("");
            Object read = switch (resource) {
                case "pods" -> pod(object);
                case "nodes" -> readers.node(object);
                case "events" -> readers.event(object);
                case "deployments" -> readers.deployment(object);
                case "configmaps" -> readers.configMap(object);
                case "asg" ->
                    new AutoScaling.Group(
                            object.path("autoScalingGroupName").asString(""),
                            object.path("minSize").intValue(),
                            object.path("maxSize").intValue(),
                            object.path("desiredCapacity").intValue(),
                            object.path("inServiceInstances").intValue(),
                            List.of(),
                            Map.of());
                case "scaling-activity" -> activity(object);
                default -> null;
            };
            return read == null
                    ? null
                    : new Line(
                            line.path("at").doubleValue(),
                            resource,
                            line.path("type").asString("").equals("DELETED"),
                            read);
        }

        private static AutoScaling.Activity activity(JsonNode object) {
            Map<String, AutoScaling.Outcome> outcomes = new TreeMap<>(Map.of(
                    "Successful", AutoScaling.Outcome.SUCCESSFUL,
                    "Failed", AutoScaling.Outcome.FAILED,
                    "Cancelled", AutoScaling.Outcome.CANCELLED));
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

        private Object pod(JsonNode object) {
            try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), object.toString())) {
                JsonCursor json = new JsonCursor(parser);
                json.next();
                return podReader.read(json).object();
            }
        }
    }
}
