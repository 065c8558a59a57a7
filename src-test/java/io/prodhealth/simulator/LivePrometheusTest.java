package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Prometheus at work says so. */
class LivePrometheusTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

    private final ManualSchedule schedule = new ManualSchedule(START);
    private final Simulator cluster =
            Simulator.start(SimulatorOptions.production().withSchedule(schedule));

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void at_the_start_it_says_what_was_recorded() {
        String recorded = cluster.prometheus().source().metrics().orElseThrow();
        cluster.livePrometheus();

        assertThat(cluster.prometheus().source().metrics()).contains(recorded);
    }

    @Test
    void it_appends_a_sample_of_each_series_every_ten_seconds() {
        cluster.livePrometheus();
        double before = value("prometheus_tsdb_head_samples_appended_total{type=\"float\"}");

        schedule.advance(Duration.ofMinutes(1));

        assertThat(value("prometheus_tsdb_head_samples_appended_total{type=\"float\"}") - before)
                .isEqualTo(6 * 48_211);
    }

    @Test
    void its_memory_rises_until_it_is_compacted_and_its_blocks_grow_then() {
        cluster.livePrometheus();
        double foot = value("process_resident_memory_bytes");
        double blocks = value("prometheus_tsdb_storage_blocks_bytes");

        schedule.advance(Duration.ofMinutes(119));
        assertThat(value("process_resident_memory_bytes")).isBetween(1.35 * foot, 1.4 * foot);
        assertThat(usage()).isBetween(1.35 * 618_496, 1.4 * 618_496);
        assertThat(value("prometheus_tsdb_storage_blocks_bytes")).isEqualTo(blocks);

        schedule.advance(Duration.ofMinutes(1));
        assertThat(value("process_resident_memory_bytes")).isEqualTo(foot);
        assertThat(value("prometheus_tsdb_storage_blocks_bytes")).isGreaterThan(blocks);
        assertThat(value("prometheus_tsdb_head_truncations_total")).isEqualTo(2);
    }

    @Test
    void its_head_follows_the_pods() {
        cluster.livePrometheus();
        cluster.list(Resource.PODS).stream()
                .limit(20)
                .forEach(pod -> cluster.delete(
                        Resource.PODS,
                        pod.at("/metadata/namespace").asString(),
                        pod.at("/metadata/name").asString()));

        double left = Math.rint(48_211 * 47.0 / 67);
        assertThat(value("prometheus_tsdb_head_series")).isEqualTo(left);
        assertThat(cluster.prometheus().source().tsdb().orElseThrow())
                .containsPattern("\"numSeries\":\\s*" + Math.round(48_210 * 47.0 / 67) + "\\b");
    }

    private double value(String series) {
        return cluster.prometheus()
                .source()
                .metrics()
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private double usage() {
        String memory = cluster.get(Resource.POD_METRICS, "prometheus", "prometheus-prometheus-0")
                .orElseThrow()
                .at("/containers/0/usage/memory")
                .asString();
        return Double.parseDouble(memory.replace("Ki", ""));
    }
}
