package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Answers recorded in the prometheus/ part of a folder; samples are as young as when they were recorded. */
final class RecordedPrometheus implements PrometheusSource {
    private final RecordedFolder folder;
    private final Clock clock;
    private final Instant startedAt;
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(String file, int status) {}

    RecordedPrometheus(RecordedFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.startedAt = clock.instant();
        folder.text("prometheus/index.json").ifPresent(index -> {
            for (JsonNode entry : Json.parse(index)) {
                entries.put(
                        PrometheusAnswers.normalized(entry.path("query").asString("")),
                        new Entry(
                                entry.path("file").asString(""),
                                entry.path("status").asInt(200)));
            }
        });
    }

    @Override
    public Optional<Answer> query(String query) {
        Entry entry = entries.get(query);
        return entry == null
                ? Optional.empty()
                : folder.text("prometheus/" + entry.file)
                        .map(text -> new Answer(
                                entry.status, folder.shiftTo(clock.instant()).applyToAnswer(text)));
    }

    @Override
    public Optional<String> metrics() {
        return folder.text("prometheus/metrics.txt")
                .map(text -> folder.shiftTo(startedAt).applyToMetrics(text, folder.takenAt()));
    }

    @Override
    public Optional<String> tsdb() {
        return folder.text("prometheus/status_tsdb.json")
                .map(text -> folder.shiftTo(clock.instant()).applyToAnswer(text));
    }
}
