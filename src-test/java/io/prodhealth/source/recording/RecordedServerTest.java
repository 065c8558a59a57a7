package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.snapshot.PrometheusServer.SeriesOf;
import io.prodhealth.snapshot.PrometheusServer.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Prometheus said of itself is written down, and read again. */
class RecordedServerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant AT = Instant.parse("2026-01-15T09:00:00Z");

    private final ServerLines lines = new ServerLines();
    private final RecordedServer recorded = new RecordedServer();

    @Test
    void a_reading_is_read_as_it_was_written() {
        PrometheusServer server = ready();

        ObjectNode line = lines.of(new Observed.Known<>(server, AT)).orElseThrow();

        assertThat(recorded.take(JSON.readTree(line.toString()), AT)).isTrue();
        assertThat(recorded.observed(AT)).isEqualTo(new Observed.Known<>(server, AT));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READY")
    void so_is_one_that_does_not_answer(Answering answering) {
        PrometheusServer server = silent(answering);

        ObjectNode line = lines.of(new Observed.Known<>(server, AT)).orElseThrow();

        assertThat(recorded.take(JSON.readTree(line.toString()), AT)).isTrue();
        assertThat(recorded.observed(AT)).isEqualTo(new Observed.Known<>(server, AT));
    }

    @Test
    void names_are_hashed_and_figures_version_and_limits_are_not() {
        ObjectNode line = lines.of(new Observed.Known<>(ready(), AT)).orElseThrow();
        Privacy.withHashedNames().apply("", line);
        recorded.take(line, AT);

        PrometheusServer read = recorded.observed(AT).known().orElseThrow();
        assertThat(read.figures()).isEqualTo(ready().figures());
        assertThat(read.answering()).isEqualTo(Answering.READY);
        assertThat(read.status().known().orElseThrow().flags())
                .isEqualTo(ready().status().known().orElseThrow().flags());
        assertThat(read.status().known().orElseThrow().retention()).isEqualTo("2w or 35GiB");
        assertThat(line.toString()).doesNotContain("acme").contains("alertmanagers");
    }

    @Test
    void the_same_reading_is_written_once() {
        Observed<PrometheusServer> reading = new Observed.Known<>(ready(), AT);

        assertThat(lines.of(reading)).isPresent();
        assertThat(lines.of(reading)).isEmpty();
        assertThat(lines.of(new Observed.Known<>(silent(Answering.UNREACHABLE), AT)))
                .isPresent();
        assertThat(lines.of(reading)).isPresent();
    }

    @Test
    void why_nothing_is_known_is_written_once_and_read() {
        Observed<PrometheusServer> refused = new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, AT);

        ObjectNode line = lines.of(refused).orElseThrow();
        assertThat(lines.of(refused)).isEmpty();
        recorded.take(line, AT);

        assertThat(recorded.observed(AT)).isEqualTo(refused);
    }

    @Test
    void a_reading_holds_for_five_minutes() {
        recorded.take(lines.of(new Observed.Known<>(ready(), AT)).orElseThrow(), AT);

        assertThat(recorded.observed(AT.plusSeconds(300))).isInstanceOf(Observed.Known.class);
        assertThat(recorded.observed(AT.plusSeconds(301))).isEqualTo(new Observed.Unknown<>(Observed.Reason.STALE, AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"status\":\"superb\"}", "{\"status\":1}"})
    void what_is_no_reading_is_said_to_be_none(String line) {
        assertThat(recorded.take(JSON.readTree(line), AT)).isFalse();
        assertThat(recorded.observed(AT)).isInstanceOf(Observed.Unknown.class);
    }

    @Property
    void whatever_stands_in_the_fields_of_a_reading_breaks_nothing(@ForAll String text, @ForAll double number) {
        ObjectNode line = JSON.createObjectNode().put("status", "ready").put("url", number);
        line.putObject("figures").put(Figure.HEAD_SERIES.family(), text).put(Figure.MISSED.family(), number);
        line.putArray("pages").add(text);
        line.put("alertmanagers", text).put("querySeconds", number).put("unknown", text);

        assertThat(new RecordedServer().take(line, AT)).isTrue();
    }

    private static PrometheusServer ready() {
        return new PrometheusServer(
                "http://prometheus.acme:9090",
                Answering.READY,
                "",
                new Observed.Known<>(
                        new Figures(Map.of(Figure.HEAD_SERIES, 48_211.0, Figure.CPU_SECONDS, 0.71), "2.28.0"), AT),
                new Observed.Known<>(
                        new Status(
                                OptionalDouble.of(48_210),
                                Map.of("storage.tsdb.retention.size", "35GB"),
                                "2w or 35GiB",
                                List.of(new SeriesOf("acme_requests_total", 12))),
                        AT),
                new Observed.Known<>(List.of("http://alerts.acme:9093"), AT),
                new Observed.Known<>(Duration.ofMillis(5), AT));
    }

    private static PrometheusServer silent(Answering answering) {
        return new PrometheusServer(
                "http://prometheus.acme:9090",
                answering,
                "connection refused",
                new Observed.Unknown<>(Observed.Reason.STALE, AT),
                new Observed.Unknown<>(Observed.Reason.STALE, AT),
                new Observed.Unknown<>(Observed.Reason.STALE, AT),
                new Observed.Unknown<>(Observed.Reason.INVALID, AT));
    }
}
