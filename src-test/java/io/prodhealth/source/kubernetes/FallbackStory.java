package io.prodhealth.source.kubernetes;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.provisioning.ProvisioningState;
import io.prodhealth.snapshot.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
            for (String file : List.of("watch.jsonl", "aws.jsonl")) {
                if (Files.exists(folder.resolve(file))) {
                    Files.readAllLines(folder.resolve(file)).stream()
                            .map(JSON::readTree)
                            .flatMap(line -> readers.line(line).stream())
                            .forEach(lines::add);
                }
            }
            lines.sort(java.util.Comparator.comparingDouble(Line::at));
            return new FallbackStory(name, List.copyOf(lines), JSON.readTree(folder.resolve("expected.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded cluster, as it was at one moment, as if it were a story of that moment. */
    static FallbackStory ofRecordedCluster() {
        StoryReaders readers = new StoryReaders();
        List<Line> lines = new ArrayList<>();
        for (String kind : List.of("pods", "nodes", "events", "deployments", "configmaps")) {
            for (JsonNode object : RecordedObjects.of(kind)) {
                lines.add(readers.line(0, kind, object));
            }
        }
        Path aws = Path.of("src-test", "resources", "clusters", "production", "aws");
        for (JsonNode group :
                JSON.readTree(aws.resolve("autoscaling-groups.json")).path("groups")) {
            lines.add(readers.line(0, "asg", group));
        }
        for (JsonNode activity :
                JSON.readTree(aws.resolve("scaling-activities.json")).path("activities")) {
            lines.add(readers.line(0, "scaling-activity", activity));
        }
        return new FallbackStory("production", List.copyOf(lines), JSON.readTree("{\"ends_at\":0}"));
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
        ProvisioningSignal signal = Signals.provisioning(Config.defaults().provisioning());
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
}
