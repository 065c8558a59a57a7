package io.prodhealth.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The most series a scrape may have: the agent must never be what tips the Prometheus it watches. Past it families are cut
 * in a fixed order; what a shipped rule reads is never cut.
 *
 * @param most series in the text format
 * @param cuts what may be cut, first to last
 */
public record SeriesBudget(int most, java.util.List<Cut> cuts) {

    /** Names the family that was cut, and by how much. */
    public static final Family DROPPED = Family.stable(
            Family.Type.GAUGE,
            "prodhealth_series_dropped",
            "Series left out of this scrape because it would exceed metrics.series_budget, by family.",
            "family");

    /**
     * One cut.
     *
     * @param family what is cut
     * @param bucketsOnly only its classic buckets are
     */
    public record Cut(Family family, boolean bucketsOnly) {}

    /** Cuts {@code series} down to the budget and says in {@code series} what was cut. */
    void keep(Series series) {
        Map<Family, Integer> dropped = new LinkedHashMap<>();
        int total = total(series);
        for (Cut cut : cuts) {
            int before = total;
            if (total > most) {
                if (cut.bucketsOnly) {
                    series.dropBuckets(cut.family);
                } else {
                    series.drop(cut.family);
                }
                total = total(series);
            }
            dropped.put(cut.family, before - total);
        }
        dropped.forEach((family, count) -> series.gauge(DROPPED, count, family.name()));
    }

    private static int total(Series series) {
        return series.sizes().values().stream().mapToInt(Integer::intValue).sum();
    }
}
