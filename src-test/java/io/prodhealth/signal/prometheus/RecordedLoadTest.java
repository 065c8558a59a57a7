package io.prodhealth.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded cluster, its Prometheus' own metrics and its status pages give the figures of its EXPECTED.md. */
class RecordedLoadTest {

    private static final double KIB = 1024;
    private static final double GIB = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void it_has_8_nodes_and_67_pods_of_the_400_and_800_that_its_node_is_rated_at() {
        DumpedFolder dump = DumpedFolder.recorded();
        PrometheusLoad load = dump.load();

        assertThat(load.instanceType()).isEqualTo("t3.medium");
        assertThat(load.nodes().known()).contains(8);
        assertThat(load.pods().known()).contains(67);
        assertThat(load.ratio(Dimension.NODES)).hasValue(8.0 / 400);
        assertThat(load.ratio(Dimension.PODS)).hasValue(67.0 / 800);
        assertThat(load.loadBalancer().known()).contains(8.0 / 248);
        assertThat(load.podsOnNode().known()).contains(9);
        assertThat(load.podSlots().known()).contains(17);
        assertThat(dump.complaints()).isEmpty();
    }

    @Test
    void its_head_has_48_211_series_and_its_pod_uses_604_mebibytes_and_31_of_its_reloader() {
        PrometheusLoad load = DumpedFolder.recorded().load();

        double used = (618_496 + 31_741) * KIB;
        assertThat(load.version()).isEqualTo("3.12.0");
        assertThat(load.figures().headSeries().known()).contains(48_211.0);
        assertThat(load.figures().residentBytes().known()).contains(6.417285e8);
        assertThat(load.figures().workingSetBytes().known()).contains(used);
        assertThat(load.figures().bytesPerSeries().known().orElseThrow()).isCloseTo(used / 48_211, within(1e-6));
        assertThat(load.allocatableBytes().known()).contains(3_148_264 * KIB);
        assertThat(load.ratio(Dimension.MEMORY)).hasValue(used / (3_148_264 * KIB));
        assertThat(load.figures().largest().known().orElseThrow().getFirst().metric())
                .isEqualTo("istio_request_duration_milliseconds_bucket");
    }

    @Test
    void its_storage_is_bounded_by_the_retention_size_rather_than_by_the_volume() {
        PrometheusLoad load = DumpedFolder.recorded().load();

        assertThat(load.figures().storageBytes().known()).contains(1_210_771.0 + 4_156_060);
        assertThat(load.figures().storageLimitBytes().known()).contains(35 * GIB);
        assertThat(load.ratio(Dimension.STORAGE)).hasValue((1_210_771.0 + 4_156_060) / (35 * GIB));
    }

    @Test
    void its_node_groups_may_come_to_50_nodes_and_it_may_stay_where_it_is() {
        PrometheusLoad load = DumpedFolder.recorded().load();

        assertThat(load.configured().known().orElseThrow().nodes()).isEqualTo(50);
        assertThat(load.ratio(Dimension.CONFIGURED).orElseThrow()).isLessThan(1);
        assertThat(load.advice().known().orElseThrow().change()).isFalse();
        assertThat(load.outOfMemory()).isFalse();
        assertThat(load.counters().restarts()).isZero();
        assertThat(load.counters().missed()).isZero();
        assertThat(load.anyFrozen()).isFalse();
        assertThat(load.frozen().get(FrozenReason.NO_SERIES)).isInstanceOf(Observed.Known.class);
    }

    @Test
    void what_takes_two_readings_or_was_not_written_down_is_not_known() {
        PrometheusLoad load = DumpedFolder.recorded().load();

        assertThat(load.figures().samplesPerSecond()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.figures().query()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.alertmanagers()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.exhaustion().get(Dimension.MEMORY)).isInstanceOf(Observed.Unknown.class);
    }

    @Test
    void an_exposition_of_something_else_is_said_and_leaves_the_rest() {
        DumpedFolder dump = DumpedFolder.copiedTo(folder);
        dump.write("prometheus/metrics.txt", "<html>prometheus_tsdb_head_series 12</html>\n");

        PrometheusLoad load = dump.load();

        assertThat(dump.complaints())
                .singleElement()
                .asString()
                .contains("metrics.txt")
                .contains("not the metrics");
        assertThat(load.figures().headSeries()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.figures().residentBytes()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.pods().known()).contains(67);
    }

    @Test
    void a_status_page_that_is_none_is_said_and_leaves_the_rest() {
        DumpedFolder dump = DumpedFolder.copiedTo(folder);
        dump.write("prometheus/status_tsdb.json", "{\"status\":\"error\"}");

        PrometheusLoad load = dump.load();

        assertThat(dump.complaints()).singleElement().asString().contains("status_tsdb.json");
        assertThat(load.figures().largest()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.figures().headSeries().known()).contains(48_211.0);
    }

    @Test
    void without_the_folder_nothing_is_known_of_prometheus() throws IOException {
        DumpedFolder dump = DumpedFolder.copiedTo(folder);
        try (Stream<Path> files = Files.list(folder.resolve("prometheus"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder.resolve("prometheus"));

        PrometheusLoad load = dump.load();

        assertThat(load.standing().state()).isEqualTo(Standing.State.UNKNOWN);
        assertThat(load.figures().headSeries()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.ratio(Dimension.NODES)).hasValue(8.0 / 400);
    }
}
