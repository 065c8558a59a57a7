package io.prodhealth.source.aws;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of what a source reads of AWS: dated on its own, failing alone, and withdrawn after three intervals without
 * success. Safe for threads.
 */
final class PosturePart<T> {

    private final List<AwsOperation> operations;
    private final Duration interval;
    private final SourceLedger ledger;
    private final Clock clock;
    private final Instant createdAt;
    private Observed.@Nullable Known<T> last;
    private @Nullable SourceException failure;

    /** What asks AWS for the part. */
    interface Reading<T> {
        T read() throws SourceException, InterruptedException;
    }

    /**
     * Not read yet.
     *
     * @param operations those that the part needs
     */
    PosturePart(List<AwsOperation> operations, Duration interval, SourceLedger ledger, Clock clock) {
        this.operations = operations;
        this.interval = interval;
        this.ledger = ledger;
        this.clock = clock;
        this.createdAt = clock.instant();
        operations.forEach(operation -> ledger.needs(operation.action()));
    }

    /** Reads it; a failure is kept, and counted, and stops nothing else. */
    void read(Reading<T> reading) throws InterruptedException {
        try {
            succeeded(reading.read());
        } catch (SourceException e) {
            failed(e);
        } catch (RuntimeException e) {
            // An answer that AWS would not give, such as a list with a hole in it.
            failed(new SourceException(FailureReason.INVALID_RESPONSE, "cannot be understood: " + e));
        }
    }

    private synchronized void succeeded(T value) {
        last = new Observed.Known<>(value, clock.instant());
        failure = null;
        operations.forEach(operation -> ledger.denied(operation.action(), false));
    }

    private synchronized void failed(SourceException e) {
        failure = e;
        String action = e.deniedAction();
        if (action != null) {
            ledger.denied(action, true);
        }
    }

    /** Why the last reading failed; null when it did not. */
    synchronized @Nullable SourceException failure() {
        return failure;
    }

    /** Whether it was read within {@code time} before now. */
    synchronized boolean readWithin(Duration time) {
        Observed.@Nullable Known<T> known = last;
        return known != null && failure == null && known.at().plus(time).isAfter(clock.instant());
    }

    /** What was read last, while it may be shown as live; else why not, and which permission to grant. */
    synchronized Observed<T> observed() {
        Observed.@Nullable Known<T> known = last;
        if (known != null && SourceLedger.fresh(known.at(), interval, clock.instant())) {
            return known;
        }
        Instant since = known == null ? createdAt : known.at();
        SourceException why = failure;
        if (why != null && why.reason() == FailureReason.PERMISSION_DENIED) {
            String action = why.deniedAction();
            return new Observed.Unknown<>(Reason.PERMISSION_DENIED, since, action == null ? "" : action);
        }
        if (why != null && why.reason() == FailureReason.NOT_FOUND) {
            return new Observed.Unknown<>(Reason.ABSENT, since);
        }
        return new Observed.Unknown<>(known == null ? Reason.NOT_SYNCED : Reason.STALE, since);
    }
}
