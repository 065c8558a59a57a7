package io.prodhealth.source;

import io.prodhealth.snapshot.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The books of one source: every reading is entered here, and nowhere else, by whatever drives it. Safe for threads. */
public final class SourceLedger {

    /** A source is stale after this many intervals without a success. */
    public static final int INTERVALS_UNTIL_STALE = 3;

    private final String name;
    private final Duration interval;
    private final Clock clock;
    private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
    private final Map<String, Boolean> denied = new TreeMap<>();
    private Times durations = Times.within(0.01, 0.05, 0.25, 1, 5, 30);
    private long collections;
    private @Nullable Instant lastSuccess;
    private String problem = "";

    /**
     * Empty books.
     *
     * @param name value of the label {@code source}
     * @param interval time between readings
     */
    public SourceLedger(String name, Duration interval, Clock clock) {
        this.name = name;
        this.interval = interval;
        this.clock = clock;
        for (FailureReason reason : FailureReason.values()) {
            failures.put(reason, 0L);
        }
    }

    /** A permission that the source needs, so that it is shown from the start. */
    public synchronized void needs(String action) {
        denied.putIfAbsent(action, false);
    }

    /** A reading that worked, after {@code took}. */
    public synchronized void succeeded(Duration took) {
        collections++;
        durations = durations.with(took.toNanos() / 1e9);
        contact();
    }

    /** Proof, without a reading, that the source is connected right now. */
    public synchronized void contact() {
        lastSuccess = clock.instant();
        problem = "";
    }

    /** A reading that failed. */
    public synchronized void failed(FailureReason reason, String message) {
        collections++;
        failures.merge(reason, 1L, Long::sum);
        problem = message;
    }

    /** A part of a reading that failed, while the rest of it can be published: counted, and no failure of the source. */
    public synchronized void partFailed(FailureReason reason) {
        failures.merge(reason, 1L, Long::sum);
    }

    /** Whether the permission {@code action} is denied. */
    public synchronized void denied(String action, boolean isDenied) {
        denied.put(action, isDenied);
    }

    /** The last success; null before the first. */
    public synchronized @Nullable Instant lastSuccess() {
        return lastSuccess;
    }

    /** The state of the books now. */
    public synchronized SourceStatus status() {
        return new SourceStatus(
                name,
                fresh(lastSuccess, interval, clock.instant()),
                lastSuccess,
                interval,
                collections,
                Map.copyOf(failures),
                durations,
                Map.copyOf(denied),
                problem);
    }

    /** Whether something read at {@code last} may still be shown as live at {@code now}. */
    public static boolean fresh(@Nullable Instant last, Duration interval, Instant now) {
        return last != null
                && !last.plus(interval.multipliedBy(INTERVALS_UNTIL_STALE)).isBefore(now);
    }
}
