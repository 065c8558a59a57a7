package io.prodhealth.evaluation;

import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.HISTOGRAM;
import static io.prodhealth.metrics.Family.Type.INFO;

import io.prodhealth.leadership.Leadership;
import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.Series;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent says of itself. */
public final class AgentFamilies {

    private static final Family BUILD = Family.stable(
            INFO,
            "prodhealth_build_info",
            "The agent that runs. rules_version: the alert rules it was shipped with, a digest of them.",
            "version",
            "revision",
            "java_version",
            "rules_version");
    private static final Family EVALUATION = Family.stable(
            HISTOGRAM, "prodhealth_evaluation_duration_seconds", "Seconds an evaluation of the signals took.");
    private static final Family AGE = Family.stable(
            GAUGE,
            "prodhealth_snapshot_age_seconds",
            "Seconds since the snapshot was taken from which this scrape is written.");
    private static final Family LEADER = Family.stable(
            GAUGE,
            "prodhealth_leader",
            "1 on the replica that reads what costs money and exports the state of the cluster; a single replica"
                    + " leads.");
    private static final Family GAP = Family.experimental(
            GAUGE,
            "prodhealth_handover_gap_seconds",
            "Seconds between the last sign of the leader before, as this replica saw it, and the moment at which it"
                    + " began to lead itself; absent on one that never took over.");
    private static final Family RELOAD_OK = Family.stable(
            GAUGE,
            "prodhealth_config_last_reload_successful",
            "1 when the configuration that was read last is the one that runs.");
    private static final Family RELOAD_TIME = Family.stable(
            GAUGE,
            "prodhealth_config_last_reload_success_timestamp_seconds",
            "Unix time at which the running configuration was read.");
    private static final Family CONFIG =
            Family.stable(INFO, "prodhealth_config_info", "The configuration that runs, by its hash.", "hash");

    private static final Family STATE_KEPT = Family.experimental(
            GAUGE,
            "prodhealth_state_kept",
            "1 while what must outlive a restart can be kept in state.config_map, 0 while it cannot; absent where it is"
                    + " not to be kept.");
    private static final Family STATE_SAVED = Family.experimental(
            GAUGE,
            "prodhealth_state_saved_timestamp_seconds",
            "Unix time at which that was last written; it is written when something in it has changed.");

    private AgentFamilies() {}

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                BUILD,
                EVALUATION,
                AGE,
                LEADER,
                GAP,
                SeriesBudget.DROPPED,
                Scrape.DUPLICATES,
                RELOAD_OK,
                RELOAD_TIME,
                CONFIG,
                STATE_KEPT,
                STATE_SAVED);
    }

    /**
     * The configuration that runs.
     *
     * @param hash of its effective values
     * @param lastReloadWorked whether the last reading of it could be used
     * @param readAt when it was read; null when that is not known
     */
    public record RunningConfig(
            String hash, boolean lastReloadWorked, @Nullable Instant readAt) {}

    /** Adds how the keeping of what must outlive a restart is doing. */
    public static void writeKeeping(boolean works, @Nullable Instant savedAt, Series series) {
        series.gauge(STATE_KEPT, works ? 1 : 0);
        if (savedAt != null) {
            series.gauge(STATE_SAVED, savedAt.toEpochMilli() / 1000.0);
        }
    }

    /** Adds who leads. */
    public static void writeLeadership(Leadership leadership, Series series) {
        series.gauge(LEADER, leadership.role().leads() ? 1 : 0);
        leadership.gap().ifPresent(gap -> series.gauge(GAP, gap.toMillis() / 1000.0));
    }

    /** Adds them. */
    public static void write(
            List<String> build,
            Times evaluations,
            Instant startedAt,
            Duration age,
            RunningConfig config,
            Series series) {
        series.info(BUILD, Series.labels(BUILD, build.toArray(String[]::new)));
        series.histogram(EVALUATION, evaluations, startedAt, Series.labels(EVALUATION));
        series.gauge(AGE, age.toMillis() / 1000.0);
        series.gauge(RELOAD_OK, config.lastReloadWorked() ? 1 : 0);
        Instant readAt = config.readAt();
        if (readAt != null) {
            series.gauge(RELOAD_TIME, readAt.toEpochMilli() / 1000.0);
        }
        series.info(CONFIG, Series.labels(CONFIG, config.hash()));
    }
}
