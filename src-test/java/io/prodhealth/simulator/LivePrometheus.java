package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Prometheus at work, as it says itself: its head follows the pods of the cluster, samples are appended every ten seconds,
 * and its memory rises until the head is compacted, every two hours. At the start it says what was recorded.
 */
final class LivePrometheus implements PrometheusSource {
    private static final Duration COMPACTION = Duration.ofHours(2);
    private static final double SCRAPE_SECONDS = 10;
    /** How much more memory it has at the top of a tooth than at its foot. */
    private static final double TOOTH = 0.4;

    private static final double BYTES_PER_SAMPLE = 1.5;
    private static final double CORES = 0.3;
    private static final Pattern SERIES = Pattern.compile("(?m)^prometheus_tsdb_head_series (\\S+)$");
    private static final Pattern IN_STATUS = Pattern.compile("(\"numSeries\":\\s*)(\\d+)");

    private final PrometheusSource recorded;
    private final Store store;
    private final Schedule schedule;
    private final Instant startedAt;
    private final int podsAtStart;
    private final double usageAtStart;

    /** @param recorded what it says at the start, and what it answers */
    LivePrometheus(PrometheusSource recorded, Store store, Schedule schedule) {
        this.recorded = recorded;
        this.store = store;
        this.schedule = schedule;
        this.startedAt = schedule.clock().instant();
        this.podsAtStart = Math.max(1, store.size(Resource.PODS));
        this.usageAtStart = usage(store);
    }

    /** From now on the metrics server shows its memory, too, every 15 seconds. */
    void begin() {
        schedule.every(Duration.ofSeconds(15), this::use);
    }

    private void use() {
        store.change(Resource.POD_METRICS, "prometheus", "prometheus-prometheus-0", usage -> {
            usage.put("timestamp", schedule.clock().instant().toString());
            for (JsonNode container : usage.path("containers")) {
                if (container.path("name").asString("").equals("prometheus")
                        && container.path("usage") instanceof ObjectNode used) {
                    used.put("memory", Math.round(memory(usageAtStart)) + "Ki");
                }
            }
            return usage;
        });
    }

    /** Memory of its container in kibibytes. */
    private static double usage(Store store) {
        return store.get(Resource.POD_METRICS, "prometheus", "prometheus-prometheus-0").stream()
                .flatMap(usage -> usage.object().path("containers").valueStream())
                .filter(container -> container.path("name").asString("").equals("prometheus"))
                .map(container -> container.at("/usage/memory").asString(""))
                .filter(memory -> memory.endsWith("Ki"))
                .mapToDouble(memory -> Double.parseDouble(memory.substring(0, memory.length() - 2)))
                .sum();
    }

    @Override
    public Optional<Answer> query(String query) {
        return recorded.query(query);
    }

    @Override
    public Optional<String> metrics() {
        return recorded.metrics().map(this::move);
    }

    @Override
    public Optional<String> tsdb() {
        return recorded.tsdb()
                .map(page -> IN_STATUS
                        .matcher(page)
                        .replaceAll(m -> m.group(1) + Math.round(growth() * Double.parseDouble(m.group(2)))));
    }

    private String move(String exposition) {
        Matcher found = SERIES.matcher(exposition);
        double series = found.find() ? Double.parseDouble(found.group(1)) : 0;
        double samples = Math.floor(seconds() / SCRAPE_SECONDS) * series;
        String moved = exposition;
        moved = change(moved, "prometheus_tsdb_head_series", before -> Math.rint(before * growth()));
        moved = change(
                moved, "prometheus_tsdb_head_samples_appended_total\\{type=\"float\"\\}", before -> before + samples);
        moved = change(
                moved, "prometheus_tsdb_storage_blocks_bytes", before -> before + compactions() * perBlock(series));
        moved = change(moved, "prometheus_tsdb_head_truncations_total", before -> before + compactions());
        moved = change(moved, "process_resident_memory_bytes", this::memory);
        return change(moved, "process_cpu_seconds_total", before -> before + CORES * seconds());
    }

    private static double perBlock(double series) {
        return series * COMPACTION.toSeconds() / SCRAPE_SECONDS * BYTES_PER_SAMPLE;
    }

    private static String change(String exposition, String series, DoubleUnaryOperator change) {
        return Pattern.compile("(?m)^(" + series + ") (\\S+)$")
                .matcher(exposition)
                .replaceAll(m -> {
                    double before = Double.parseDouble(m.group(2));
                    double after = change.applyAsDouble(before);
                    String value = after == before ? m.group(2) : String.format(Locale.ROOT, "%.3f", after);
                    return Matcher.quoteReplacement(m.group(1) + " " + value);
                });
    }

    private double seconds() {
        return Duration.between(startedAt, schedule.clock().instant()).toMillis() / 1000.0;
    }

    private double compactions() {
        return Math.floor(seconds() / COMPACTION.toSeconds());
    }

    private double growth() {
        return (double) store.size(Resource.PODS) / podsAtStart;
    }

    private double memory(double atStart) {
        double phase = seconds() / COMPACTION.toSeconds() - compactions();
        return atStart * growth() * (1 + TOOTH * phase);
    }
}
