package io.prodhealth.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Prometheus says of itself, each part unknown on its own. One that does not answer is known, too: as one that does not.
 *
 * @param url its base URL, as it is asked
 * @param answering whether it answers
 * @param problem why it does not, in words; empty when it is ready
 * @param figures its own metrics ({@code /metrics})
 * @param status what its status pages say
 * @param alertmanagers URLs of the Alertmanagers it sends alerts to ({@code /api/v1/alertmanagers})
 * @param query how long it takes over the two questions that Cortex's autoscaler asks of each realtime and of each async API,
 *     for all of them at once
 * @param alerts what fires ({@code /api/v1/alerts})
 */
public record PrometheusServer(
        String url,
        Answering answering,
        String problem,
        Observed<Figures> figures,
        Observed<Status> status,
        Observed<List<String>> alertmanagers,
        Observed<Duration> query,
        Observed<FiringAlerts> alerts) {

    /** One whose alerts nobody has written down, as in a recording. */
    public PrometheusServer(
            String url,
            Answering answering,
            String problem,
            Observed<Figures> figures,
            Observed<Status> status,
            Observed<List<String>> alertmanagers,
            Observed<Duration> query) {
        this(
                url,
                answering,
                problem,
                figures,
                status,
                alertmanagers,
                query,
                new Observed.Unknown<>(
                        Observed.Reason.ABSENT,
                        switch (query) {
                            case Observed.Known<Duration>(Duration took, Instant at) -> at;
                            case Observed.Unknown<Duration>(Observed.Reason why, Instant since, String action) -> since;
                        }));
    }

    /** Whether it answers. */
    public enum Answering {
        /** {@code /-/ready} says so. */
        READY,
        /** It is there and says that it is not ready, as while it replays its WAL. */
        NOT_READY,
        /** It takes a new connection and says nothing in time: the way to it works, and it does not. */
        HANGING,
        /** Nobody takes a connection: it is down, or the way to it is. */
        UNREACHABLE
    }

    /**
     * Its own metrics.
     *
     * @param values sums over the series of each family; those that are absent or no finite number are left out
     * @param version as {@code prometheus_build_info} has it; empty when it does not
     */
    public record Figures(Map<Figure, Double> values, String version) {

        /** One of them. */
        public OptionalDouble of(Figure figure) {
            Double value = values.get(figure);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }

    /** The families that are kept, of the hundreds there are. */
    public enum Figure {
        HEAD_SERIES("prometheus_tsdb_head_series"),
        /** A series each for floats and histograms since 2.40, one before. */
        SAMPLES("prometheus_tsdb_head_samples_appended_total"),
        BLOCKS_BYTES("prometheus_tsdb_storage_blocks_bytes"),
        /** Since 2.43. */
        WAL_BYTES("prometheus_tsdb_wal_storage_size_bytes"),
        /** Since 2.43. */
        HEAD_CHUNKS_BYTES("prometheus_tsdb_head_chunks_storage_size_bytes"),
        RETENTION_BYTES("prometheus_tsdb_retention_limit_bytes"),
        MISSED("prometheus_rule_group_iterations_missed_total"),
        TRUNCATIONS("prometheus_tsdb_head_truncations_total"),
        RESIDENT_BYTES("process_resident_memory_bytes"),
        STARTED("process_start_time_seconds"),
        CPU_SECONDS("process_cpu_seconds_total");

        private final String family;

        Figure(String family) {
            this.family = family;
        }

        /** Its name in the exposition. */
        public String family() {
            return family;
        }
    }

    /**
     * Of the status pages; each is absent where Prometheus is too old for it or keeps it to itself.
     *
     * @param headSeries series in the head ({@code status/tsdb})
     * @param flags flags by name, those of the storage ({@code status/flags})
     * @param retention {@code storageRetention} as written ({@code status/runtimeinfo}); empty when it does not say
     * @param largest metrics with the most series, the largest first ({@code status/tsdb})
     */
    public record Status(
            OptionalDouble headSeries, Map<String, String> flags, String retention, List<SeriesOf> largest) {}

    /**
     * Series of one metric.
     *
     * @param metric its name
     * @param series how many it has
     */
    public record SeriesOf(String metric, long series) {}
}
