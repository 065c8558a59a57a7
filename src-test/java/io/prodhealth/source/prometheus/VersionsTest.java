package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.snapshot.PrometheusServer.SeriesOf;
import io.prodhealth.snapshot.PrometheusServer.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What versions of Prometheus from 2.28 to 3.x say of themselves comes out the same, or is not known. */
class VersionsTest {

    private static final Path VERSIONS = Path.of("src-test/resources/prometheus");

    private final List<String> complaints = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"2.28", "2.45", "3.0"})
    void what_every_version_says_is_read_in_each(String version) {
        PrometheusServer server = server(version);
        Figures figures = server.figures().known().orElseThrow();

        assertThat(figures.version()).isEqualTo(version + ".0");
        assertThat(figures.of(Figure.HEAD_SERIES)).hasValue(250_000);
        assertThat(figures.of(Figure.SAMPLES)).hasValue(8.62e8);
        assertThat(figures.of(Figure.BLOCKS_BYTES)).hasValue(4.2e9);
        assertThat(figures.of(Figure.RETENTION_BYTES)).hasValue(35.0 * (1L << 30));
        assertThat(figures.of(Figure.MISSED)).hasValue(7);
        assertThat(figures.of(Figure.TRUNCATIONS)).hasValue(12);
        assertThat(figures.of(Figure.RESIDENT_BYTES)).hasValue(1.5 * (1L << 30));
        assertThat(figures.of(Figure.STARTED)).hasValue(1_767_258_000.25);
        assertThat(figures.of(Figure.CPU_SECONDS)).hasValue(512.25);
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.45", "3.0"})
    void newer_ones_tell_how_large_the_wal_is(String version) {
        Figures figures = server(version).figures().known().orElseThrow();

        assertThat(figures.of(Figure.WAL_BYTES)).hasValue(7e8);
        assertThat(figures.of(Figure.HEAD_CHUNKS_BYTES)).hasValue(3e8);
    }

    @Test
    void an_old_one_does_not_and_that_is_not_taken_for_nothing() {
        Figures figures = server("2.28").figures().known().orElseThrow();

        assertThat(figures.of(Figure.WAL_BYTES)).isEmpty();
        assertThat(figures.of(Figure.HEAD_CHUNKS_BYTES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.28", "2.45", "3.0"})
    void status_pages_are_read_in_each(String version) {
        PrometheusServer server = server(version);
        Status status = server.status().known().orElseThrow();

        assertThat(status.headSeries()).hasValue(250_000);
        assertThat(status.largest())
                .containsExactly(
                        new SeriesOf("istio_request_duration_milliseconds_bucket", 90_000),
                        new SeriesOf("container_tasks_state", 12_000));
        assertThat(status.retention()).isEqualTo("2w or 35GiB");
        assertThat(status.flags()).containsEntry("storage.tsdb.retention.time", "2w");
        assertThat(status.flags().get("storage.tsdb.retention.size")).startsWith("35G");
        assertThat(server.alertmanagers().known().orElseThrow()).containsExactly("http://alerts:9093");
        assertThat(complaints).isEmpty();
    }

    private PrometheusServer server(String version) {
        return new WrittenPages(
                        VERSIONS.resolve(version), Instant.EPOCH, (file, what) -> complaints.add(file + " " + what))
                .server()
                .known()
                .orElseThrow();
    }
}
