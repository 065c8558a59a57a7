package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.replay.ExpectedTimeline;
import io.prodhealth.cli.replay.ExpectedTimeline.Reached;
import io.prodhealth.cli.replay.Subject;
import io.prodhealth.source.recording.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The states of spot fallback in every recorded incident, with and without what AWS says. */
class StoryTimelineTest {

    private static final JsonMapper JSON = new JsonMapper();
    /** What an agent that is started in the middle may take to find out. */
    private static final int SETTLES = 60;

    @TempDir
    private Path folder;

    private static Stream<Arguments> stories() throws IOException {
        return Stories.all().stream()
                .flatMap(story -> Stream.of(Arguments.of(story, true), Arguments.of(story, false)));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void every_story_has_the_expected_timeline(Path story, boolean withAws) throws IOException {
        assertThat(wrong(story, story, withAws, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void started_at_every_tenth_the_state_is_right_a_minute_later(Path story, boolean withAws) throws IOException {
        double end = expected(story).path("ends_at").doubleValue();

        for (int tenth = 1; tenth < 10; tenth++) {
            assertThat(wrong(story, story, withAws, Math.round(end * tenth / 10)))
                    .as("started after %s tenths", tenth)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void no_single_event_decides(Path story, boolean withAws) throws IOException {
        List<String> lines = Files.readAllLines(story.resolve("watch.jsonl"));
        copyAws(story);
        for (int i = 0; i < lines.size(); i++) {
            if (isEvent(lines.get(i))) {
                List<String> without = new ArrayList<>(lines);
                without.remove(i);
                Files.write(folder.resolve("watch.jsonl"), without);

                assertThat(wrong(folder, story, withAws, 0))
                        .as("without line %s", i + 1)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void events_that_come_twice_count_once(Path story, boolean withAws) throws IOException {
        copyAws(story);
        List<String> doubled = new ArrayList<>();
        for (String line : Files.readAllLines(story.resolve("watch.jsonl"))) {
            doubled.add(line);
            if (isEvent(line)) {
                doubled.add(line.replace("\"type\":\"ADDED\"", "\"type\":\"MODIFIED\""));
            }
        }
        Files.write(folder.resolve("watch.jsonl"), doubled);

        assertThat(wrong(folder, story, withAws, 0)).isEmpty();
        assertThat(family(folder, story, withAws)).isEqualTo(family(story, story, withAws));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void lists_and_what_comes_at_the_same_time_may_be_in_any_order(Path story, boolean withAws) throws IOException {
        copyAws(story);
        for (long seed = 0; seed < 3; seed++) {
            List<String> lines = Files.readAllLines(story.resolve("watch.jsonl"));
            Random random = new Random(seed);
            int from = 0;
            for (int to = 1; to <= lines.size(); to++) {
                if (to == lines.size() || at(lines.get(to)) != at(lines.get(from))) {
                    Collections.shuffle(lines.subList(from, to), random);
                    from = to;
                }
            }
            Files.write(folder.resolve("watch.jsonl"), lines);

            assertThat(wrong(folder, story, withAws, 0)).as("seed %s", seed).isEmpty();
        }
    }

    private void copyAws(Path story) throws IOException {
        for (String file : List.of("aws.jsonl", "sqs.jsonl", "metrics.jsonl")) {
            if (Files.exists(story.resolve(file))) {
                Files.copy(story.resolve(file), folder.resolve(file));
            }
        }
    }

    private static boolean isEvent(String line) {
        return line.contains("\"resource\":\"events\"");
    }

    private static double at(String line) {
        return Double.parseDouble(line.substring("{\"at\":".length(), line.indexOf(',')));
    }

    private static JsonNode expected(Path story) throws IOException {
        return JSON.readTree(Files.readString(story.resolve("expected.json")));
    }

    private static List<String> wrong(Path recording, Path story, boolean withAws, long from) throws IOException {
        ExpectedTimeline timeline = ExpectedTimeline.of(expected(story), withAws);
        List<String> options = new ArrayList<>(List.of("--only", "family", "--from", String.valueOf(from)));
        if (!withAws) {
            options.addAll(List.of("--without", "aws"));
        }
        List<Reached> reached = Replayed.json(recording, options.toArray(String[]::new))
                .changes(Subject.Kind.NODE_FAMILY, timeline.name())
                .stream()
                .map(change -> new Reached(
                        change.path("at").doubleValue(), change.path("state").stringValue()))
                .toList();
        return timeline.wrong(reached, from == 0 ? 0 : (double) from + SETTLES);
    }

    private static List<JsonNode> family(Path recording, Path story, boolean withAws) throws IOException {
        String name = expected(story).path("node_family").stringValue();
        return Replayed.json(
                        recording,
                        withAws
                                ? new String[] {"--only", "family"}
                                : new String[] {"--only", "family", "--without", "aws"})
                .changes(Subject.Kind.NODE_FAMILY, name);
    }
}
