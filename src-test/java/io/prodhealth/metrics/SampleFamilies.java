package io.prodhealth.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Families to write, and the scrape they are written to. */
final class SampleFamilies {

    static final Family GAUGE = Family.stable(Family.Type.GAUGE, "test_size_bytes", "Bytes.", "name");
    static final Family COUNTER = Family.stable(Family.Type.COUNTER, "test_events_total", "Events.", "name");
    static final Family INFO = Family.experimental(Family.Type.INFO, "test_thing_info", "A thing.", "name");
    static final Family HISTOGRAM = Family.stable(Family.Type.HISTOGRAM, "test_time_seconds", "Seconds.", "name");
    static final Family SUMMARY = Family.stable(Family.Type.SUMMARY, "test_phase_seconds", "Seconds.", "name");

    private SampleFamilies() {}

    static Scrape scrape(SeriesBudget budget, Consumer<Series> gather) {
        return new Scrape(new PrometheusRegistry(), budget, gather);
    }

    static Scrape scrape(Consumer<Series> gather) {
        return scrape(new SeriesBudget(1_000_000, List.of()), gather);
    }

    /** The lines, less those that a scrape says of itself; only a line feed ends one. */
    static List<String> text(Scrape scrape) {
        return allText(scrape).stream()
                .filter(line -> !line.contains(Scrape.DUPLICATES.name()))
                .toList();
    }

    /** All lines. */
    static List<String> allText(Scrape scrape) {
        String body = new String(scrape.render("", false, Set.of()).body(), StandardCharsets.UTF_8);
        return List.of(body.substring(0, body.length() - 1).split("\n", -1));
    }

    static byte[] unzip(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
