package io.prodhealth.source;

import io.prodhealth.snapshot.Observed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The driver of every source that is polled: calls it on time, with jitter and a limit of time, waits longer after
 * failures, dates what it publishes, and withdraws it after three missed intervals.
 *
 * @param <T> what the source publishes
 */
public final class Poller<T> implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Source<T> source;
    private final SourceLedger ledger;
    private final Duration tick;
    private final Duration interval;
    private final Duration timeout;
    private final Clock clock;
    private final Runnable onChange;
    private final Instant createdAt;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Observed.@Nullable Known<T> last;
    private @Nullable FailureReason failure;
    private @Nullable Future<?> polling;
    private boolean stopped;

    /**
     * Not started yet.
     *
     * @param interval between two readings
     * @param timeout for one reading
     * @param onChange called on any thread after each reading; must be quick
     */
    public Poller(
            Source<T> source,
            SourceLedger ledger,
            Duration interval,
            Duration timeout,
            Clock clock,
            Runnable onChange) {
        this(source, ledger, interval, interval, timeout, clock, onChange);
    }

    /**
     * Not started yet, for a source that is asked often and reads its parts one by one, each when it is due.
     *
     * @param tick between two readings
     * @param interval of the parts: after three of these without success, what was read is withdrawn
     * @param timeout for one reading
     * @param onChange called on any thread after each reading that brought something; must be quick
     */
    public Poller(
            Source<T> source,
            SourceLedger ledger,
            Duration tick,
            Duration interval,
            Duration timeout,
            Clock clock,
            Runnable onChange) {
        this.source = source;
        this.ledger = ledger;
        this.tick = tick;
        this.interval = interval;
        this.timeout = timeout;
        this.clock = clock;
        this.onChange = onChange;
        this.createdAt = clock.instant();
    }

    /** Starts polling. */
    public void start() {
        start(Duration.ZERO);
    }

    /** Starts polling after {@code delay}, so that what is not urgent does not come with everything else at once. */
    public synchronized void start(Duration delay) {
        stopped = false;
        polling = threads.submit(() -> {
            int failures = 0;
            try {
                Thread.sleep(delay);
                while (!Thread.currentThread().isInterrupted()) {
                    @Nullable SourceException failed = poll();
                    failures = failed == null ? 0 : failures + 1;
                    Thread.sleep(pause(failures, failed == null ? null : failed.retryAfter()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** One reading, entered in the books; null when it worked. */
    @Nullable
    SourceException poll() throws InterruptedException {
        long start = System.nanoTime();
        Future<T> reading = threads.submit(source::read);
        try {
            publish(
                    reading.get(timeout.toMillis(), TimeUnit.MILLISECONDS),
                    Duration.ofNanos(System.nanoTime() - start));
            return null;
        } catch (TimeoutException e) {
            return failed(new SourceException(FailureReason.TIMEOUT, "no answer within " + timeout));
        } catch (ExecutionException e) {
            return failed(
                    e.getCause() instanceof SourceException known
                            ? known
                            : new SourceException(FailureReason.INVALID_RESPONSE, String.valueOf(e.getCause())));
        } finally {
            reading.cancel(true);
        }
    }

    /** Stops polling and forgets what was read, until it is started again. */
    public synchronized void stop() {
        if (polling != null) {
            polling.cancel(true);
        }
        stopped = true;
        last = null;
        failure = null;
    }

    private synchronized void publish(T value, Duration took) {
        if (stopped) {
            return;
        }
        Observed.@Nullable Known<T> before = last;
        // The same again is no news: a source that ticks often would have everything evaluated with each tick.
        boolean news = before == null || !before.value().equals(value) || failure != null;
        last = new Observed.Known<>(value, clock.instant());
        failure = null;
        ledger.succeeded(took);
        if (news) {
            onChange.run();
        }
    }

    private synchronized SourceException failed(SourceException exception) {
        failure = exception.reason();
        ledger.failed(exception.reason(), exception.text());
        onChange.run();
        return exception;
    }

    /** The tick, doubled from the second failure in a row on, a tenth more or less so that agents do not march in step. */
    Duration pause(int failures, @Nullable Duration asked) {
        long wait = Math.min(
                Math.max(tick.toMillis(), LONGEST_WAIT.toMillis()),
                tick.toMillis() << Math.min(10, Math.max(0, failures - 1)));
        long jittered = wait - wait / 10 + ThreadLocalRandom.current().nextLong(wait / 5 + 1);
        return Duration.ofMillis(asked == null ? jittered : Math.max(jittered, asked.toMillis()));
    }

    /** What was read last, while it may be shown as live; else why not. */
    public synchronized Observed<T> observed() {
        Observed.@Nullable Known<T> known = last;
        if (known != null && SourceLedger.fresh(known.at(), interval, clock.instant())) {
            return known;
        }
        Instant since = known == null ? createdAt : known.at();
        FailureReason why = failure;
        if (why == FailureReason.PERMISSION_DENIED) {
            return new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, since);
        }
        if (why == FailureReason.NOT_FOUND) {
            return new Observed.Unknown<>(Observed.Reason.ABSENT, since);
        }
        return new Observed.Unknown<>(known == null ? Observed.Reason.NOT_SYNCED : Observed.Reason.STALE, since);
    }

    /** How the source is doing. */
    public SourceStatus status() {
        return ledger.status();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
