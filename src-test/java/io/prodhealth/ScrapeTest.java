package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Family;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A scrape of the recorded cluster against what is declared, and so against docs/metrics.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScrapeTest {
    /** Declared, and with the reason why the recorded cluster shows none. */
    private static final Map<String, String> NOT_IN_THE_RECORDING = notInTheRecording();

    private static Map<String, String> notInTheRecording() {
        Map<String, String> reasons = new HashMap<>();
        for (String family : List.of(
                "api_queue_missing",
                "queue_dead_letter_messages",
                "queue_dead_letter_messages_total",
                "queue_deleted_total",
                "queue_drain_seconds",
                "queue_messages",
                "queue_oldest_message_age_seconds",
                "queue_sent_total",
                "queues_collected",
                "queues_discovered")) {
            reasons.put("prodhealth_" + family, "AWS is not asked here; QueueSeriesTest has what it answers");
        }
        reasons.put(
                "prodhealth_spot_fallback_slow_node_group",
                "no group of it is slow; ProvisioningSeriesTest has one that is");
        reasons.put("prodhealth_handover_gap_seconds", "a single replica takes over from nobody; HandoverIT has two");
        reasons.put("prodhealth_prometheus_samples_per_second", "the metrics of the recorded Prometheus stand still");
        reasons.put("prodhealth_prometheus_exhaustion_seconds", "a trend takes hours");
        reasons.put(
                "prodhealth_waiver_expiry_timestamp_seconds",
                "nobody has waived anything; PracticeSeriesTest has one who has");
        return reasons;
    }

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (prodhealth_\\S+) (\\S+)$");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (prodhealth_\\S+) (.*)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(prodhealth_[a-z0-9_]+)\\{([^\\n]*)\\} \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Family> declared =
            AllFamilies.all().stream().collect(Collectors.toMap(Family::name, family -> family));
    private String scrape = "";

    @BeforeAll
    void scrapeTheRecordedCluster() throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.production());
                StartedAgent agent = new StartedAgent(cluster)) {
            agent.awaitEverythingRead();
            scrape = agent.get("/metrics");
        }
    }

    @AfterAll
    void forget() {
        scrape = "";
    }

    @Test
    void every_family_that_is_scraped_is_declared_and_the_other_way_round() {
        Set<String> expected = new TreeSet<>(declared.keySet());
        expected.removeAll(NOT_IN_THE_RECORDING.keySet());

        assertThat(new TreeSet<>(read(TYPE).keySet())).isEqualTo(expected);
    }

    @Test
    void type_and_help_are_those_declared() {
        read(TYPE)
                .forEach((name, type) ->
                        assertThat(type).as(name).isEqualTo(family(name).type().word()));
        read(HELP)
                .forEach((name, help) -> assertThat(help)
                        .as(name)
                        .isEqualTo("[" + family(name).stability() + "] "
                                + family(name).help()));
    }

    @Test
    void every_series_has_exactly_the_labels_declared() {
        assertThat(samples()).isNotEmpty().allSatisfy(sample -> {
            List<String> labels = labels(sample).keySet().stream()
                    .filter(label -> !label.equals("le"))
                    .sorted()
                    .toList();
            assertThat(labels)
                    .as(sample.group())
                    .isEqualTo(
                            family(sample.group(1)).labels().stream().sorted().toList());
        });
    }

    @Test
    void a_closed_label_has_no_other_values() {
        assertThat(samples())
                .allSatisfy(sample -> labels(sample).forEach((label, value) -> {
                    if (!label.equals("le")) {
                        LabelValues.closed(family(sample.group(1)), label)
                                .ifPresent(values ->
                                        assertThat(value).as(sample.group()).isIn(values));
                    }
                }));
    }

    private List<MatchResult> samples() {
        return SAMPLE.matcher(scrape).results().toList();
    }

    /** The family of a series, whose name may have a suffix of histograms and summaries. */
    private Family family(String series) {
        Family family = declared.get(series);
        if (family == null) {
            family = declared.get(series.replaceFirst("_(bucket|sum|count)$", ""));
        }
        assertThat(family).as("family of " + series).isNotNull();
        return java.util.Objects.requireNonNull(family);
    }

    private Map<String, String> read(Pattern line) {
        return line.matcher(scrape)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static Map<String, String> labels(MatchResult sample) {
        Map<String, String> labels = new HashMap<>();
        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        return labels;
    }
}
