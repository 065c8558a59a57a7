package io.prodhealth.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays a recorded story (watch.jsonl) into the cluster: what it finds at the start at once, every later line at its
 * time on the schedule. Times inside the objects are moved so that the story begins now; at another speed than 1 they
 * keep the story's own distances.
 */
final class StoryPlayer {
    /** All stories begin at this moment. */
    static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");

    private final Store store;
    private final Schedule schedule;

    private record Line(Duration at, Resource resource, boolean deleted, ObjectNode object) {}

    StoryPlayer(Store store, Schedule schedule) {
        this.store = store;
        this.schedule = schedule;
    }

    /**
     * Starts the story.
     *
     * @param speed 2 plays it in half the time
     * @return how long it takes
     */
    Duration play(Path watchLines, double speed) {
        TimeShift shift = TimeShift.between(BEGIN, schedule.clock().instant());
        List<Line> lines = read(watchLines, shift);
        Duration end = Duration.ZERO;
        for (Line line : lines) {
            Duration at = Duration.ofNanos((long) (line.at().toNanos() / speed));
            if (line.at().isZero()) {
                apply(line);
            } else {
                schedule.after(at, () -> apply(line));
            }
            end = at;
        }
        return end;
    }

    private void apply(Line line) {
        if (line.deleted()) {
            store.delete(
                    line.resource(),
                    line.object().at("/metadata/namespace").asString(""),
                    line.object().at("/metadata/name").asString(""));
        } else {
            store.put(line.resource(), line.object());
        }
    }

    private static List<Line> read(Path file, TimeShift shift) {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                ObjectNode line = Json.parseObject(shift.apply(text));
                String plural = line.path("resource").asString("");
                Resource resource = Arrays.stream(Resource.values())
                        .filter(r -> r.plural().equals(plural) && !r.custom())
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("unknown resource in a story: " + plural));
                lines.add(new Line(
                        Duration.ofMillis(Math.round(line.path("at").asDouble(0) * 1000)),
                        resource,
                        line.path("type").asString("").equals("DELETED"),
                        (ObjectNode) line.get("object")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
