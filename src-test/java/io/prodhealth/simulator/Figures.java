package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Samples of series as Prometheus scrapes them, for the last hours. Safe for any thread. */
final class Figures {
    /** Cortex scrapes what is told here each ten seconds. */
    static final Duration SCRAPE = Duration.ofSeconds(10);

    private static final Duration KEPT = Duration.ofHours(2);

    private final Clock clock;
    private final Map<Map<String, String>, Deque<Sample>> series = new HashMap<>();

    /** One sample of a series. */
    record Sample(Instant at, double value) {}

    /** A series and its samples, oldest first. */
    record Series(Map<String, String> labels, List<Sample> samples) {}

    Figures(Clock clock) {
        this.clock = clock;
    }

    /** The value that a scrape has found; the metric's name is the label __name__. */
    synchronized void scraped(Map<String, String> labels, double value) {
        Instant now = clock.instant();
        Deque<Sample> samples = series.computeIfAbsent(Map.copyOf(labels), l -> new ArrayDeque<>());
        samples.addLast(new Sample(now, value));
        while (samples.getFirst().at().isBefore(now.minus(KEPT))) {
            samples.removeFirst();
        }
    }

    /** All series with the samples of the time before now. */
    synchronized List<Series> over(Duration window) {
        Instant from = clock.instant().minus(window);
        List<Series> all = new ArrayList<>();
        series.forEach((labels, samples) -> {
            List<Sample> within =
                    samples.stream().filter(s -> !s.at().isBefore(from)).toList();
            if (!within.isEmpty()) {
                all.add(new Series(labels, within));
            }
        });
        return all;
    }
}
