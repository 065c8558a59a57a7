package io.prodhealth.bench;

import java.util.Optional;

/** What is measured. */
enum Figure {
    START("start to first complete scrape", "s"),
    START_CPU("CPU until then", "s"),
    MEMORY_LOADED("resident memory, loaded", "MiB"),
    MEMORY_PEAK("resident memory, peak", "MiB"),
    MEMORY_CHURNED("resident memory, after churn", "MiB"),
    IDLE_P50("scrape p50, idle", "ms"),
    IDLE_P99("scrape p99, idle", "ms"),
    IDLE_GZIP_P99("scrape p99, idle, gzip", "ms"),
    CHURN_P50("scrape p50, churning", "ms"),
    CHURN_P99("scrape p99, churning", "ms"),
    CHURN_GZIP_P50("scrape p50, churning, gzip", "ms"),
    CHURN_GZIP_P99("scrape p99, churning, gzip", "ms"),
    BYTES("size of a scrape", "KiB"),
    GZIP_BYTES("size of a scrape, gzip", "KiB"),
    SERIES("series", ""),
    SERIES_PER_API("series an API", ""),
    CPU_CHURN("CPU under churn", "%"),
    VISIBLE_P50("change to visible, p50", "ms"),
    VISIBLE_P99("change to visible, p99", "ms"),
    VISIBLE_CHURN_P50("change to visible, p50, churning", "ms"),
    VISIBLE_CHURN_P99("change to visible, p99, churning", "ms"),
    /** Not the agent's: how long its threads were ready to run and did not, on a core that others use too. */
    WAITED("waited for the core while churning", "%");

    private final String title;
    private final String unit;

    Figure(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    /** JSON's name of it. */
    String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What it is compared with; set for clusters of 1 000 and of 10 000 pods. */
    Optional<Limit> limit(Size size) {
        return switch (size.pods()) {
            case 1_000 ->
                Optional.ofNullable(
                        switch (this) {
                            case START -> new Limit(2, 1, "0.5");
                            case MEMORY_PEAK -> new Limit(130, 90, "114");
                            case CHURN_P99 -> new Limit(5, 5, "42–67");
                            case CPU_CHURN -> new Limit(3, 3, "5.3");
                            case VISIBLE_P99, VISIBLE_CHURN_P99 -> new Limit(250, 250, "");
                            case SERIES_PER_API -> new Limit(50, 50, "");
                            default -> null;
                        });
            case 10_000 ->
                Optional.ofNullable(
                        switch (this) {
                            case START -> new Limit(5, 2, "1.9–3.4");
                            case MEMORY_PEAK -> new Limit(220, 140, "456–617");
                            case CHURN_P99 -> new Limit(10, 10, "103–666");
                            case CPU_CHURN -> new Limit(4, 4, "4.9–8.0");
                            case VISIBLE_P99, VISIBLE_CHURN_P99 -> new Limit(250, 250, "");
                            case SERIES_PER_API -> new Limit(50, 50, "");
                            default -> null;
                        });
            default -> Optional.empty();
        };
    }

    /**
     * Both in the figure's unit.
     *
     * @param accept worse than this is marked
     * @param aim what we want
     * @param peer kube-state-metrics 2.18.0 on a machine of two cores; empty when not known
     */
    record Limit(double accept, double aim, String peer) {
        String verdict(double median) {
            return median > accept ? "beyond accept" : median > aim ? "accepted" : "aim met";
        }
    }
}
