package io.prodhealth.alerts.week;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The Prometheus of the cluster: its memory rises until the head is cut, every two hours, and falls again. */
final class PrometheusLife {

    private static final double CYCLE = Duration.ofHours(2).toSeconds();
    private static final double LOW = 1.05e9;
    private static final double TOOTH = 0.45e9;
    private static final double SERIES = 110_000;
    private static final double SAMPLES_A_SECOND = 4_200;

    private final Instant started;
    private double more;

    PrometheusLife(Instant started) {
        this.started = started;
    }

    /** From now on it uses so many bytes more. */
    void uses(double bytes) {
        more = bytes;
    }

    /** What it says of itself. */
    PrometheusServer told(Instant now) {
        double age = Duration.between(started, now).toSeconds();
        double phase = age % CYCLE / CYCLE;
        // Breathes by a hundredth with the hour, as scrapes and queries do.
        double noise = 1 + 0.01 * Math.sin(age / 377);
        Map<Figure, Double> figures = Map.of(
                Figure.HEAD_SERIES,
                Math.floor(SERIES * (1 + 0.05 * phase)),
                Figure.SAMPLES,
                Math.floor(age * SAMPLES_A_SECOND),
                Figure.BLOCKS_BYTES,
                4e9,
                Figure.MISSED,
                0.0,
                Figure.TRUNCATIONS,
                Math.floor(age / CYCLE),
                Figure.RESIDENT_BYTES,
                Math.floor((LOW + TOOTH * phase) * noise + more),
                Figure.STARTED,
                (double) started.getEpochSecond(),
                Figure.CPU_SECONDS,
                age * 0.2);
        return new PrometheusServer(
                "http://prometheus.prometheus:9090",
                PrometheusServer.Answering.READY,
                "",
                known(new PrometheusServer.Figures(figures, "2.28.0"), now),
                known(
                        new PrometheusServer.Status(
                                OptionalDouble.of(SERIES),
                                Map.of(),
                                "2w",
                                List.of(new PrometheusServer.SeriesOf("istio_request_duration_bucket", 9000))),
                        now),
                known(List.of("http://alertmanager.prometheus:9093/api/v2/alerts"), now),
                known(Duration.ofMillis(40), now));
    }

    private static <T> Observed<T> known(T value, Instant now) {
        return new Observed.Known<>(value, now);
    }
}
