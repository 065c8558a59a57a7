package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.KindStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecorderTest {

    private static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Instant now = BEGIN;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void second_0_is_when_every_kind_has_been_read_once() throws Exception {
        try (Recorder recorder = recorder()) {
            hear(recorder, "a");
            recorder.tick(read(false));
            now = BEGIN.plusSeconds(5);
            hear(recorder, "b");
            assertThat(recorder.begin()).isEmpty();
            recorder.tick(read(true));
            assertThat(recorder.begin()).contains(BEGIN.plusSeconds(5));
            now = BEGIN.plusMillis(6_250);
            hear(recorder, "c");
        }

        assertThat(seconds()).containsExactly(0.0, 0.0, 1.25);
        assertThat(JSON.readTree(Files.readString(folder.resolve("recording.json")))
                        .path("t0")
                        .stringValue())
                .isEqualTo("2026-01-15T09:00:05Z");
    }

    @Test
    void a_kind_that_does_not_come_is_not_waited_for_for_ever() throws Exception {
        try (Recorder recorder = recorder()) {
            recorder.tick(read(false));
            now = BEGIN.plusSeconds(61);
            recorder.tick(read(false));
            assertThat(recorder.begin()).contains(now);
        }
    }

    @Test
    void a_clock_that_goes_back_does_not_turn_the_recording_back() throws Exception {
        try (Recorder recorder = recorder()) {
            recorder.tick(read(true));
            now = BEGIN.plusSeconds(10);
            hear(recorder, "a");
            now = BEGIN.plusSeconds(4);
            hear(recorder, "b");
        }

        assertThat(seconds()).containsExactly(10.0, 10.0);
    }

    @Test
    void a_recording_that_ends_before_it_has_begun_begins_at_its_end() throws Exception {
        try (Recorder recorder = recorder()) {
            hear(recorder, "a");
            recorder.finish(read(false));
        }

        assertThat(folder.resolve("recording.json")).exists();
        assertThat(seconds()).containsExactly(0.0);
    }

    @Test
    void what_was_written_is_seen_after_a_tick_and_by_its_owner_only() throws Exception {
        try (Recorder recorder = recorder()) {
            hear(recorder, "a");
            recorder.tick(read(true));

            assertThat(seconds()).hasSize(1);
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("watch.jsonl"))))
                    .isEqualTo("rw-------");
        }
    }

    private Recorder recorder() throws Exception {
        return new Recorder(folder, clock, new Recorder.About("0.1.0", "default"), Privacy.withNames());
    }

    private static void hear(Recorder recorder, String name) {
        var object = JSON.createObjectNode();
        object.putObject("metadata").put("name", name);
        recorder.heard("nodes", "ADDED", object);
    }

    private static Recorder.Read read(boolean settled) {
        return new Recorder.Read(
                "cortex",
                List.of(new KindStatus("nodes", settled, Optional.empty(), 1, 1, 0, BEGIN, "")),
                Observed.notSynced(BEGIN),
                Observed.notSynced(BEGIN),
                Observed.notSynced(BEGIN),
                Observed.notSynced(BEGIN),
                Observed.notSynced(BEGIN));
    }

    private List<Double> seconds() throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("watch.jsonl"))) {
            JsonNode record = JSON.readTree(line);
            seconds.add(record.path("at").doubleValue());
        }
        return seconds;
    }
}
