package io.prodhealth.alerts.week;

import io.prodhealth.simulator.Schedule;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source of the agent: read each interval, with books as the agent keeps them, and stale as the agent has it. A test makes
 * it fail.
 *
 * @param <T> what is read
 */
final class Reading<T> {

    private static final Duration TOOK = Duration.ofMillis(80);

    private final Schedule schedule;
    private final String name;
    private final Duration interval;
    private final Function<Instant, T> world;
    private final String permission;
    private SourceLedger ledger;
    private @Nullable T last;
    private @Nullable FailureReason failing;

    /**
     * A source that is read from now on.
     *
     * @param world what there is to be read at a moment
     * @param permission an action that it needs; empty for none
     */
    Reading(Schedule schedule, String name, Duration interval, String permission, Function<Instant, T> world) {
        this.schedule = schedule;
        this.name = name;
        this.interval = interval;
        this.permission = permission;
        this.world = world;
        this.ledger = books();
        read();
        schedule.every(interval, this::read);
    }

    private SourceLedger books() {
        SourceLedger fresh = new SourceLedger(name, interval, schedule.clock());
        if (!permission.isEmpty()) {
            fresh.needs(permission);
        }
        return fresh;
    }

    private void read() {
        FailureReason why = failing;
        if (why != null) {
            ledger.failed(why, "the simulation says so");
            return;
        }
        last = world.apply(schedule.clock().instant());
        ledger.succeeded(TOOK);
    }

    /** From now on each reading fails, until {@link #works}. */
    void fails(FailureReason why) {
        failing = why;
        if (why == FailureReason.PERMISSION_DENIED) {
            ledger.denied(permission, true);
        }
    }

    void works() {
        failing = null;
        if (!permission.isEmpty()) {
            ledger.denied(permission, false);
        }
    }

    /** Another process reads it from now on, with books of its own. */
    void restarted() {
        ledger = books();
        last = null;
        read();
    }

    String name() {
        return name;
    }

    SourceStatus status() {
        return ledger.status();
    }

    Observed<T> observed(Instant now) {
        T known = last;
        Instant at = ledger.lastSuccess();
        if (failing == FailureReason.PERMISSION_DENIED) {
            return new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, now, permission);
        }
        if (known == null || at == null) {
            return Observed.notSynced(now);
        }
        return SourceLedger.fresh(at, interval, now)
                ? new Observed.Known<>(known, at)
                : new Observed.Unknown<>(Observed.Reason.STALE, at);
    }
}
