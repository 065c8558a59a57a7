package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelfMetricsReaderTest {

    private static final Path RECORDED = Path.of("src-test/resources/clusters/production/prometheus/metrics.txt");

    @Test
    void what_the_recorded_prometheus_says_of_itself_is_read() throws IOException {
        Figures figures = read(Files.readAllBytes(RECORDED), 4096);

        assertThat(figures.version()).isEqualTo("3.12.0");
        assertThat(figures.of(Figure.HEAD_SERIES)).hasValue(48_211);
        assertThat(figures.of(Figure.RESIDENT_BYTES)).hasValueCloseTo(641_728_500.0, within(1000.0));
        assertThat(figures.of(Figure.SAMPLES)).hasValue(524_310);
        assertThat(figures.of(Figure.BLOCKS_BYTES)).hasValue(1_210_771);
        assertThat(figures.of(Figure.WAL_BYTES)).hasValue(4_156_060);
        assertThat(figures.of(Figure.STARTED)).hasValue(1_767_258_000);
        assertThat(figures.of(Figure.MISSED)).isEmpty();
    }

    @Property(tries = 30)
    void where_its_pieces_begin_and_end_makes_no_difference(@ForAll @IntRange(min = 1, max = 9000) int size)
            throws IOException {
        byte[] text = Files.readAllBytes(RECORDED);

        assertThat(read(text, size)).isEqualTo(read(text, text.length));
    }

    @Property(tries = 300)
    void nothing_that_is_sent_breaks_it(@ForAll byte[] text, @ForAll @IntRange(min = 1, max = 50) int size) {
        assertThat(read(text, size).values().values()).allMatch(Double::isFinite);
    }

    @Test
    void series_of_one_family_are_added_and_those_of_a_longer_name_are_not() {
        Figures figures = read("""
            prometheus_rule_group_iterations_missed_total{rule_group="/etc/a}{ b.yml;x 1"} 3
            prometheus_rule_group_iterations_missed_total{rule_group="y"} 4
            prometheus_rule_group_iterations_missed_total_other 100
            prometheus_tsdb_head_series\t12 1700000000000
            """);

        assertThat(figures.of(Figure.MISSED)).hasValue(7);
        assertThat(figures.of(Figure.HEAD_SERIES)).hasValue(12);
    }

    @Test
    void what_is_no_finite_number_is_not_known() {
        Figures figures = read("""
            prometheus_tsdb_head_series NaN
            process_resident_memory_bytes +Inf
            prometheus_tsdb_storage_blocks_bytes many
            process_start_time_seconds{
            """);

        assertThat(figures.values()).isEmpty();
    }

    @Test
    void a_line_that_was_cut_off_does_not_count() {
        assertThat(read("prometheus_tsdb_head_series 12\nprocess_resident_memory_bytes 6417")
                        .values())
                .containsOnlyKeys(Figure.HEAD_SERIES);
    }

    @Test
    void a_line_that_does_not_end_costs_no_memory_and_the_next_one_is_read() {
        String endless = "prometheus_tsdb_head_series{a=\"" + "x".repeat(20_000) + "\"} 5\n";

        assertThat(read(endless + "prometheus_tsdb_head_series 12\n").of(Figure.HEAD_SERIES))
                .hasValue(12);
    }

    @Test
    void a_page_of_a_web_server_has_no_figures() {
        assertThat(read("<!doctype html>\n<html>\nprometheus\n</html>\n").values())
                .isEmpty();
    }

    @Test
    void ten_megabytes_leave_a_dozen_numbers_and_one_line_behind() {
        SelfMetricsReader reader = new SelfMetricsReader();
        byte[] piece = "prometheus_http_requests_total{handler=\"/api/v1/query\",code=\"200\"} 12345\n"
                .repeat(110)
                .getBytes(StandardCharsets.UTF_8);
        com.sun.management.ThreadMXBean thread =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        reader.accept(piece);
        long before = thread.getCurrentThreadAllocatedBytes();
        long read = 0;
        while (read < 10 << 20) {
            reader.accept(piece);
            read += piece.length;
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        System.getLogger("test").log(System.Logger.Level.INFO, "10 MB of exposition allocate {0} bytes", allocated);
        assertThat(allocated).isLessThan(5 << 20);
        assertThat(reader.figures().values()).isEmpty();
    }

    private static Figures read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), 7);
    }

    private static Figures read(byte[] text, int size) {
        SelfMetricsReader reader = new SelfMetricsReader();
        for (int from = 0; from < text.length; from += size) {
            reader.accept(Arrays.copyOfRange(text, from, Math.min(text.length, from + size)));
        }
        return reader.figures();
    }
}
