package io.prodhealth.source;

import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing at one moment.
 *
 * @param name value of the label {@code source}
 * @param up the last success is not older than three intervals
 * @param lastSuccess last time it was read or, for a watch, last time it was known to be connected; null before the first
 * @param interval time between readings
 * @param collections readings tried
 * @param failures failed readings by reason, every reason present
 * @param durations how long readings took, seconds
 * @param denied whether each permission it needs is denied, by the exact verb to grant ({@code list pods})
 * @param problem what is wrong, for people; empty when nothing is
 */
public record SourceStatus(
        String name,
        boolean up,
        @Nullable Instant lastSuccess,
        Duration interval,
        long collections,
        Map<FailureReason, Long> failures,
        Times durations,
        Map<String, Boolean> denied,
        String problem) {}
