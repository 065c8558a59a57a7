package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.replay.Subject;
import io.prodhealth.source.recording.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every recorded incident, replayed as a user would. */
class StoryReplayTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static List<Path> stories() throws IOException {
        return Stories.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void every_story_is_replayed_to_its_end_the_same_each_time(Path story) {
        Replayed first = Replayed.json(story);
        Replayed second = Replayed.json(story);

        assertThat(first.code()).isEqualTo(ExitCode.OK);
        assertThat(first.err().lines()).hasSize(1);
        assertThat(first.out()).isNotEmpty().isEqualTo(second.out());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void lines_are_in_order_of_time_and_each_differs_from_the_one_before_of_its_subject(Path story) {
        List<JsonNode> lines =
                Replayed.json(story).out().lines().map(JSON::readTree).toList();

        double last = 0;
        for (JsonNode line : lines) {
            assertThat(line.path("at").doubleValue()).isGreaterThanOrEqualTo(last);
            assertThat(line.path("at").decimalValue().scale()).isLessThanOrEqualTo(3);
            last = line.path("at").doubleValue();
        }
        Set<String> apis = lines.stream()
                .filter(line -> line.has("api_name"))
                .map(line -> line.path("api_name").stringValue())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(apis).isNotEmpty();
        for (String api : apis) {
            List<String> states = lines.stream()
                    .filter(line -> line.path("api_name").asString("").equals(api))
                    .map(line -> line.path("state") + " " + line.path("pods"))
                    .toList();
            for (int i = 1; i < states.size(); i++) {
                assertThat(states.get(i)).isNotEqualTo(states.get(i - 1));
            }
        }
    }

    /** The expectation named pod_state: so many pods of an API in a state, from a time on, until it clears. */
    @ParameterizedTest
    @MethodSource("stories")
    void pods_are_in_the_expected_states(Path story) throws IOException {
        JsonNode expected = JSON.readTree(Files.readString(story.resolve("expected.json")));
        Replayed replayed = Replayed.json(story);

        for (JsonNode finding : expected.path("findings")) {
            if (finding.path("practice").asString("").equals("pod_state")) {
                String api = finding.path("object").stringValue().replace("api/", "");
                String[] stateAndCount = finding.path("status").stringValue().split("=", 2);
                double from = finding.path("at").doubleValue(0);
                double sure = from + finding.path("tolerance_s").doubleValue(0);
                double until = finding.path("clears_at")
                        .doubleValue(expected.path("ends_at").doubleValue());
                int count = Integer.parseInt(stateAndCount[1]);

                List<JsonNode> changes = replayed.changes(Subject.Kind.API, api);
                assertThat(count(changes, stateAndCount[0], sure)).isEqualTo(count);
                assertThat(count(changes, stateAndCount[0], until + 1)).isZero();
                assertThat(changes)
                        .filteredOn(change -> change.path("at").doubleValue() < from - 5)
                        .allMatch(change ->
                                change.path("pods").path(stateAndCount[0]).intValue(0) == 0);
            }
        }
    }

    /** The expectation of a queue whose consumers hang: a cause from a time on, until it clears. */
    @ParameterizedTest
    @ValueSource(strings = {"", "aws", "prometheus"})
    void a_queue_that_is_stuck_is_told_and_its_end_too_with_either_source_alone(String without) throws IOException {
        Path story = Stories.of('j');
        JsonNode expected = JSON.readTree(Files.readString(story.resolve("expected.json")));
        JsonNode stuck = expected.path("findings").path(0);
        double latest =
                stuck.path("at").doubleValue() + stuck.path("tolerance_s").doubleValue();

        List<JsonNode> changes = Replayed.json(
                        story, without.isEmpty() ? new String[0] : new String[] {"--without", without})
                .changes(Subject.Kind.QUEUE, expected.path("queue").stringValue());

        assertThat(changes)
                .extracting(change -> change.path("cause").stringValue())
                .containsExactly("ok", "no_completion", "ok");
        // Workers hang from second 300 on.
        assertThat(changes.get(1).path("at").doubleValue()).isBetween(300.0, latest);
        assertThat(changes.get(2).path("at").doubleValue())
                .isBetween(1500.0, stuck.path("clears_at").doubleValue());
    }

    private static int count(List<JsonNode> changes, String state, double at) {
        int count = 0;
        for (JsonNode change : changes) {
            if (change.path("at").doubleValue() <= at) {
                count = change.path("pods").path(state).intValue(0);
            }
        }
        return count;
    }

    @Test
    void the_rollout_is_told_as_it_went() throws IOException {
        List<JsonNode> ranker = Replayed.json(Stories.of('i')).changes(Subject.Kind.API, "ranker");

        assertThat(ranker.getFirst()).isEqualTo(JSON.readTree("""
            {"at":0,"api_name":"ranker","state":"ready","pods":{"ready":3},\
            "namespace":"default","api_kind":"RealtimeAPI"}\
            """));
        assertThat(ranker)
                .filteredOn(change -> change.path("state").asString("").equals("down"))
                .extracting(change -> Math.floor(change.path("at").doubleValue()))
                .containsExactly(167.0, 261.0);
        assertThat(ranker.getLast().path("state").stringValue()).isEqualTo("ready");
        assertThat(ranker.getLast().path("pods").toString()).isEqualTo("{\"ready\":3}");
    }

    @Test
    void the_text_is_for_people() throws IOException {
        Replayed replayed = Replayed.of(Stories.of('k').toString());

        assertThat(replayed.out().lines())
                .contains(
                        "2026-01-15 09:00:00         +0s  api       default/caption               ready (2 ready)",
                        "2026-01-15 09:01:00        +60s  api       default/caption               ready -> degraded (2"
                                + " ready)",
                        "2026-01-15 09:21:35  +1295.586s  api       default/caption               degraded -> ready (4"
                                + " ready)");
        assertThat(replayed.err()).startsWith("201 records of PT28M7S, judged ");
    }

    @ParameterizedTest
    @MethodSource("stories")
    void started_in_the_middle_every_api_is_as_it_is_when_started_at_the_beginning(Path story) throws IOException {
        JsonNode expected = JSON.readTree(Files.readString(story.resolve("expected.json")));
        double end = expected.path("ends_at").doubleValue();
        List<JsonNode> whole =
                Replayed.json(story).out().lines().map(JSON::readTree).toList();
        for (int tenth = 1; tenth < 10; tenth++) {
            double from = Math.round(end * tenth / 10);
            List<JsonNode> part = Replayed.json(story, "--from", String.valueOf((long) from))
                    .out()
                    .lines()
                    .map(JSON::readTree)
                    .toList();
            assertThat(part).allMatch(line -> line.path("at").doubleValue() >= from);
            assertThat(apisAt(part, from)).isEqualTo(apisAt(whole, from));
        }
    }

    private static Set<String> apisAt(List<JsonNode> lines, double at) {
        Set<String> states = new TreeSet<>();
        for (JsonNode line : lines) {
            if (line.has("api_name") && line.path("at").doubleValue() <= at) {
                String name = line.path("api_name").stringValue();
                states.removeIf(state -> state.startsWith(name + " "));
                states.add(name + " " + line.path("state") + " " + line.path("pods"));
            }
        }
        return states;
    }
}
