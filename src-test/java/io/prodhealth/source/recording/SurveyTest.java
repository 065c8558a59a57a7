package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SurveyTest {

    private static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");

    @TempDir
    private Path folder;

    private static List<Path> stories() throws IOException {
        return Stories.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void the_moment_of_second_0_is_told_from_the_objects(Path story) throws IOException {
        Survey survey = Survey.of(story.resolve("watch.jsonl"));

        assertThat(survey.begin()).contains(BEGIN);
        assertThat(survey.resources()).contains("pods", "nodes", "configmaps", "deployments", "events");
    }

    @ParameterizedTest
    @MethodSource("stories")
    void clocks_that_are_wrong_do_not_move_it(Path story) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(story.resolve("watch.jsonl")));
        for (int i = 1; i <= 8; i++) {
            // A node whose clock is far ahead, and one whose clock is slow.
            lines.add(heartbeat(400 + i * 10, BEGIN.plusSeconds(400 + i * 10 + 3000 + i * 3)));
            lines.add(heartbeat(400 + i * 10, BEGIN.plusSeconds(400 + i * 10 - 90 * i)));
        }

        assertThat(Survey.of(Files.write(folder.resolve("watch.jsonl"), lines)).begin())
                .contains(BEGIN);
    }

    @Test
    void a_recording_that_does_not_begin_at_0_is_no_different() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(heartbeat(5000 + i * 10, BEGIN.plusSeconds(5000 + i * 10)));
        }

        assertThat(Survey.of(Files.write(folder.resolve("watch.jsonl"), lines)).begin())
                .contains(BEGIN);
    }

    @Test
    void of_nothing_but_a_list_it_is_the_newest_time_in_it() throws IOException {
        List<String> lines = List.of(
                heartbeat(0, BEGIN.minusSeconds(500)),
                heartbeat(0, BEGIN),
                heartbeat(0, BEGIN.minusSeconds(10)),
                // What is to be deleted says when that will be.
                "{\"at\":0,\"resource\":\"pods\",\"type\":\"ADDED\",\"object\":{\"metadata\":{\"deletionTimestamp\":\""
                        + BEGIN.plusSeconds(60) + "\"}}}");

        assertThat(Survey.of(Files.write(folder.resolve("watch.jsonl"), lines)).begin())
                .contains(BEGIN);
    }

    @Test
    void where_no_object_has_a_time_it_is_not_known() throws IOException {
        Path file = Files.writeString(
                folder.resolve("watch.jsonl"),
                "{\"at\":0,\"resource\":\"pods\",\"type\":\"ADDED\",\"object\":{\"x\":\"2026-99-99T99:99:99Z\"}}\n"
                        + "nonsense\n");

        assertThat(Survey.of(file).begin()).isEmpty();
    }

    private static String heartbeat(double at, Instant time) {
        return "{\"at\":" + at
                + ",\"resource\":\"nodes\",\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"n\"},"
                + "\"status\":{\"conditions\":[{\"type\":\"Ready\",\"lastHeartbeatTime\":\"" + time + "\"}]}}}";
    }
}
