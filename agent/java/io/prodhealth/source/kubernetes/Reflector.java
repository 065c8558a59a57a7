package io.prodhealth.source.kubernetes;

import io.prodhealth.logging.FaultLog;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps one kind of object: lists it in pages, watches it from there, resumes a watch that ends or is cut, lists again
 * when the server has forgotten where we were, and retries what fails. One virtual thread each.
 *
 * @param <T> the record that is kept
 */
final class Reflector<T> implements Runnable, ListWatch.Events<T> {

    /** What all reflectors of a cluster share. */
    record Context(
            ApiServer server,
            SourceLedger ledger,
            Clock clock,
            Semaphore lists,
            ScheduledExecutorService deadlines,
            Pace pace,
            FaultLog faults,
            Runnable onChange) {}

    /**
     * How fast.
     *
     * @param pageSize objects a page
     * @param watchTimeout after which the server is asked to end a watch, so that a dead one is told from a quiet one
     * @param retryMost longest wait between tries; three of these without contact make a kind stale
     * @param absentRetry wait before a kind that is absent or denied is tried again
     */
    record Pace(int pageSize, Duration watchTimeout, Duration retryMost, Duration absentRetry) {}

    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    /** What a server may be late with the end of a watch before its connection counts as dead. */
    private static final Duration WATCH_GRACE = Duration.ofSeconds(5);
    /** A watch that ends sooner counts as a failure, or a server that ends them at once would be asked without pause. */
    private static final Duration SHORT_WATCH = Duration.ofSeconds(2);

    private final Kind<T> kind;
    private final Context context;
    private final ListWatch<T> listWatch;
    private final KindBooks books;
    private final Backoff backoff;
    /** Up to where everything has been applied; the thread's own. */
    private String version = "";

    Reflector(Kind<T> kind, Context context) {
        this.kind = kind;
        this.context = context;
        this.listWatch = new ListWatch<>(context.server, kind, context.pace.pageSize);
        Duration listEvery = kind.listEvery();
        this.books = new KindBooks(kind.name(), listEvery == null ? context.pace.retryMost : listEvery, context.clock);
        this.backoff = new Backoff(FIRST_RETRY, context.pace.retryMost);
        context.ledger.needs(permission("list"));
        if (listEvery == null) {
            context.ledger.needs(permission("watch"));
        }
    }

    KindStatus status() {
        return books.status(kind.sink().size());
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(listAndWatch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lists, then watches for as long as that goes on; returns how long to wait before the next list. */
    private Duration listAndWatch() throws InterruptedException {
        try {
            list();
            Duration listEvery = kind.listEvery();
            if (listEvery != null) {
                return jittered(listEvery);
            }
            while (true) {
                watch();
            }
        } catch (ApiError error) {
            return failed(error);
        } catch (SourceException failure) {
            return failed(failure);
        } catch (RuntimeException bug) {
            // No object may end the reading of its kind.
            LOG.atError().addKeyValue("kind", kind.name()).setCause(bug).log("reading failed");
            return failed(new SourceException(FailureReason.INVALID_RESPONSE, bug.toString()));
        }
    }

    private void list() throws ApiError, SourceException, InterruptedException {
        context.lists.acquire();
        try {
            long start = System.nanoTime();
            kind.sink().beginList();
            version = listWatch.list(kind.sink()::listed);
            kind.sink().endList();
            context.ledger.succeeded(Duration.ofNanos(System.nanoTime() - start));
        } finally {
            context.lists.release();
        }
        context.ledger.denied(permission("list"), false);
        books.listed();
        context.onChange.run();
    }

    /** Watches from where we are until the server ends it or the connection is lost; both are followed by another watch. */
    private void watch() throws ApiError, SourceException, InterruptedException {
        Duration timeout = Duration.ofSeconds(
                Math.max(1, jittered(context.pace.watchTimeout).toSeconds()));
        AtomicBoolean overdue = new AtomicBoolean();
        long start = System.nanoTime();
        try (InputStream body = listWatch.open(version, timeout)) {
            context.ledger.denied(permission("watch"), false);
            books.connected();
            ScheduledFuture<?> deadline = closeAfter(timeout.plus(WATCH_GRACE), body, overdue);
            try {
                listWatch.read(body, this);
            } catch (SourceException broken) {
                if (!overdue.get()) {
                    lost(broken);
                }
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException e) {
            throw new SourceException(FailureReason.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        if (overdue.get()) {
            throw new SourceException(FailureReason.TIMEOUT, "the watch went quiet");
        }
        if (System.nanoTime() - start > SHORT_WATCH.toNanos()) {
            backoff.reset();
        } else {
            Thread.sleep(backoff.next());
        }
    }

    /**
     * The connection was lost. What was half received has not been applied, so we go on from the last version that was, unless
     * the server counts from an earlier one: then it was restored from a backup, and a watch from ours would be silent until
     * it has caught up.
     */
    private void lost(SourceException broken) throws ApiError, SourceException, InterruptedException {
        enter(broken);
        books.disconnected(broken.text());
        if (broken.reason() == FailureReason.INVALID_RESPONSE) {
            throw broken;
        }
        Thread.sleep(backoff.next());
        String now = listWatch.version();
        if (number(now) < number(version)) {
            throw new ApiError(410, "the server is at version " + now + ", before ours", null);
        }
    }

    /** Versions are numbers, and may be compared, on every server there is; one that is none is never the earlier. */
    private static long number(String version) {
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : Long.MAX_VALUE;
    }

    @Override
    public void reached(String reached) {
        version = reached.isEmpty() ? version : reached;
        books.contact();
    }

    @Override
    public void updated(T object) {
        books.watchEvent();
        kind.sink().updated(object);
        context.onChange.run();
    }

    @Override
    public void deleted(T object) {
        books.watchEvent();
        kind.sink().deleted(object);
        context.onChange.run();
    }

    private Duration failed(ApiError error) {
        if (error.gone()) {
            // Too much has happened since: list again at once.
            books.disconnected("");
            return backoff.next();
        }
        if (!error.notFound()) {
            return failed(error.asSourceException());
        }
        if (listWatch.nextPath()) {
            return Duration.ZERO;
        }
        context.ledger.denied(permission("list"), false);
        settle(Reason.ABSENT, String.valueOf(error.getMessage()));
        return context.pace.absentRetry;
    }

    private Duration failed(SourceException failure) {
        enter(failure);
        if (failure.reason() == FailureReason.PERMISSION_DENIED) {
            return denied(failure);
        }
        books.disconnected(failure.text());
        Duration asked = failure.retryAfter();
        Duration wait = backoff.next();
        return asked == null || asked.compareTo(wait) < 0 ? wait : asked;
    }

    /** A server that does not answer fails all kinds at once, which is one fault; what it refuses is a fault of the kind. */
    private void enter(SourceException failure) {
        if (Thread.currentThread().isInterrupted()) {
            // The agent is stopping; that is nobody's fault.
            return;
        }
        context.ledger.failed(failure.reason(), kind.name() + ": " + failure.text());
        boolean serverWide = switch (failure.reason()) {
            case UNAVAILABLE, TIMEOUT, THROTTLED -> true;
            default -> false;
        };
        context.faults
                .at(
                        Level.WARN,
                        serverWide ? "the Kubernetes API does not answer, trying again" : "a kind cannot be read",
                        serverWide ? "" : kind.name())
                .addKeyValue("reason", failure.reason().label())
                .addKeyValue("error", failure.text())
                .log();
    }

    private Duration denied(SourceException failure) {
        if (books.mayBeListed() && !version.isEmpty()) {
            // The list worked, so it is the watch that is denied: go on by listing now and then.
            context.ledger.denied(permission("watch"), true);
            books.disconnected(failure.text());
            version = "";
            return context.pace.retryMost;
        }
        context.ledger.denied(permission("list"), true);
        settle(Reason.PERMISSION_DENIED, failure.text());
        return context.pace.absentRetry;
    }

    private void settle(Reason reason, String why) {
        if (books.settle(reason, why)) {
            context.onChange.run();
        }
    }

    private ScheduledFuture<?> closeAfter(Duration time, InputStream body, AtomicBoolean overdue) {
        Runnable close = () -> {
            overdue.set(true);
            try {
                body.close();
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("kind", kind.name()).log("closing a dead watch failed");
            }
        };
        return context.deadlines.schedule(close, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String permission(String verb) {
        return verb + " " + kind.name();
    }

    /** Up to a tenth less, so that the watches of all kinds and agents do not end together. */
    private static Duration jittered(Duration time) {
        long millis = time.toMillis();
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 10 + 1));
    }
}
