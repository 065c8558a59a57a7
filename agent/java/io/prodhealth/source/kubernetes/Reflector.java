package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Keeps one kind of object: lists it in pages, watches it from there, resumes a watch that ends or is cut, lists again
 * when the server has forgotten where we were, and retries what fails. One virtual thread each.
 *
 * @param <T> the record that is kept
 */
final class Reflector<T> implements Runnable {

    /** What all reflectors of a cluster share. */
    record Context(
            ApiServer server,
            SourceLedger ledger,
            Clock clock,
            Semaphore lists,
            ScheduledExecutorService deadlines,
            Pace pace,
            Runnable onChange) {}

    /**
     * How fast.
     *
     * @param pageSize objects a page
     * @param watchTimeout after which the server is asked to end a watch, so that a dead one is told from a quiet one
     * @param retryMost longest wait between tries
     * @param absentRetry wait before a kind that is absent or denied is tried again
     */
    record Pace(int pageSize, Duration watchTimeout, Duration retryMost, Duration absentRetry) {}

    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final JsonFactory JSON = new JsonFactory();
    /** What a server may be late with the end of a watch before its connection counts as dead. */
    private static final Duration WATCH_GRACE = Duration.ofSeconds(5);

    private static final Duration SHORT_WATCH = Duration.ofSeconds(2);

    private static final int MOST_CONTINUE = 1 << 16;

    private final Kind<T> kind;
    private final Context context;
    private final Backoff backoff;
    private final Object lock = new Object();

    private boolean settled;
    private @Nullable Reason unavailable = Reason.NOT_SYNCED;
    private boolean connected;
    private @Nullable Instant lastContact;
    private long lists;
    private long watchEvents;
    private String problem = "";
    private int path;

    Reflector(Kind<T> kind, Context context) {
        this.kind = kind;
        this.context = context;
        this.backoff = new Backoff(Duration.ofMillis(200), context.pace.retryMost);
        context.ledger.needs(listPermission());
        if (kind.listEvery() == null) {
            context.ledger.needs(watchPermission());
        }
    }

    /** How it is doing; {@code interval} is what three of which without contact make it stale. */
    KindStatus status(Duration interval) {
        synchronized (lock) {
            Instant now = context.clock.instant();
            Instant contact = connected ? now : lastContact;
            Reason reason = unavailable;
            Duration expected = kind.listEvery() == null ? interval : kind.listEvery();
            if (reason == null && !SourceLedger.fresh(contact, expected, now)) {
                reason = Reason.STALE;
            }
            return new KindStatus(
                    kind.name(),
                    settled,
                    Optional.ofNullable(reason),
                    kind.sink().size(),
                    lists,
                    watchEvents,
                    contact,
                    problem);
        }
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

    /** Lists, then watches until that no longer goes on; returns how long to wait before the next try. */
    private Duration listAndWatch() throws InterruptedException {
        try {
            String version = list();
            Duration listEvery = kind.listEvery();
            if (listEvery != null) {
                return Duration.ofMillis(jittered(listEvery.toMillis()));
            }
            while (true) {
                version = watch(version);
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

    private Duration failed(ApiError error) throws InterruptedException {
        if (error.gone()) {
            // Told politely that too much has happened since: list again at once.
            disconnected("");
            return backoff.shortest();
        }
        if (error.notFound()) {
            return absent(error);
        }
        return failed(error.asSourceException());
    }

    private Duration absent(ApiError error) {
        if (path + 1 < kind.paths().size()) {
            path++;
            return Duration.ZERO;
        }
        path = 0;
        context.ledger.denied(listPermission(), false);
        settle(Reason.ABSENT, String.valueOf(error.getMessage()));
        return context.pace.absentRetry;
    }

    private Duration failed(SourceException failure) {
        context.ledger.failed(failure.reason(), kind.name() + ": " + failure.text());
        if (failure.reason() == FailureReason.PERMISSION_DENIED) {
            return backoffAfterDenial(failure);
        }
        disconnected(failure.text());
        Duration asked = failure.retryAfter();
        Duration wait = backoff.next();
        return asked == null || asked.compareTo(wait) < 0 ? wait : asked;
    }

    private Duration backoffAfterDenial(SourceException failure) {
        boolean mayList;
        synchronized (lock) {
            mayList = unavailable == null;
        }
        if (mayList) {
            // The list worked, so it is the watch that is denied: go on by listing now and then.
            report(watchPermission(), failure);
            disconnected(failure.text());
            return context.pace.retryMost;
        }
        report(listPermission(), failure);
        settle(Reason.PERMISSION_DENIED, failure.text());
        return context.pace.absentRetry;
    }

    private void report(String permission, SourceException failure) {
        context.ledger.denied(permission, true);
        LOG.atDebug()
                .addKeyValue("permission", permission)
                .addKeyValue("error", failure.text())
                .log("permission denied");
    }

    private String list() throws ApiError, SourceException, InterruptedException {
        context.lists.acquire();
        try {
            long start = System.nanoTime();
            kind.sink().beginList();
            String version = "";
            String token = "";
            do {
                Page page = page(token);
                token = page.token;
                version = page.version;
            } while (!token.isEmpty());
            kind.sink().endList();
            context.ledger.succeeded(Duration.ofNanos(System.nanoTime() - start));
            context.ledger.denied(listPermission(), false);
            synchronized (lock) {
                lists++;
                contact();
            }
            context.onChange.run();
            return version;
        } finally {
            context.lists.release();
        }
    }

    private record Page(String version, String token) {}

    private Page page(String token) throws ApiError, SourceException, InterruptedException {
        String query =
                "?limit=" + context.pace.pageSize + (token.isEmpty() ? "" : "&continue=" + encode(token)) + selector();
        try (InputStream body = context.server.list(kind.paths().get(path) + query);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            String[] versionAndToken = {"", ""};
            json.next();
            json.object(field -> {
                switch (field) {
                    case "metadata" ->
                        json.object(meta -> {
                            switch (meta) {
                                case "resourceVersion" -> versionAndToken[0] = json.string();
                                case "continue" -> versionAndToken[1] = json.string();
                                default -> {}
                            }
                        });
                    case "items" ->
                        json.array(() ->
                                kind.sink().listed(kind.reader().apply(json).object()));
                    default -> {}
                }
            });
            if (versionAndToken[0].isEmpty() || versionAndToken[1].length() > MOST_CONTINUE) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is not a Kubernetes list");
            }
            return new Page(versionAndToken[0], versionAndToken[1]);
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
    }

    /** Watches from {@code version} until the server ends it; returns the version reached. */
    private String watch(String version) throws ApiError, SourceException, InterruptedException {
        long timeout = jittered(context.pace.watchTimeout.toSeconds());
        String query = "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + timeout + "&resourceVersion="
                + encode(version) + selector();
        try (InputStream body = context.server.watch(kind.paths().get(path) + query)) {
            context.ledger.denied(watchPermission(), false);
            synchronized (lock) {
                connected = true;
                contact();
            }
            AtomicBoolean overdue = new AtomicBoolean();
            ScheduledFuture<?> deadline = closeAfter(Duration.ofSeconds(timeout).plus(WATCH_GRACE), body, overdue);
            long start = System.nanoTime();
            try {
                return ended(start, overdue, events(body, version));
            } catch (WatchBroken broken) {
                if (!overdue.get()) {
                    disconnected(broken.text);
                    context.ledger.failed(FailureReason.UNAVAILABLE, kind.name() + ": " + broken.text);
                }
                // What is half received has not been applied: go on from the last version that was.
                return checked(ended(start, overdue, broken.version));
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private String ended(long start, AtomicBoolean overdue, String version)
            throws SourceException, InterruptedException {
        if (overdue.get()) {
            throw new SourceException(FailureReason.TIMEOUT, "the watch went quiet");
        }
        if (System.nanoTime() - start > SHORT_WATCH.toNanos()) {
            backoff.reset();
        } else {
            // A server that ends every watch at once must not be asked as fast as it answers.
            Thread.sleep(backoff.next());
        }
        return version;
    }

    /**
     * A server that was restored from a backup counts from an earlier version: a watch from ours would be silent until it has
     * caught up. Asked after a lost connection only.
     */
    private String checked(String version) throws ApiError, SourceException, InterruptedException {
        String now = versionOnly();
        if (number(now) < number(version)) {
            throw new ApiError(410, "the server is at version " + now + ", before ours", null);
        }
        return version;
    }

    private String versionOnly() throws ApiError, SourceException, InterruptedException {
        String[] version = {""};
        try (InputStream body = context.server.list(kind.paths().get(path) + "?limit=1" + selector());
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            json.object(field -> {
                if (field.equals("metadata")) {
                    json.object(meta -> {
                        if (meta.equals("resourceVersion")) {
                            version[0] = json.string();
                        }
                    });
                }
            });
            return version[0];
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
    }

    /** Versions are numbers, and may be compared, on every server there is; one that is none is never the earlier. */
    private static long number(String version) {
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : Long.MAX_VALUE;
    }

    private String events(InputStream body, String from) throws ApiError, SourceException, WatchBroken {
        String version = from;
        // A parser of its own for each watch: a half line must not spill into the next.
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            while (json.next()) {
                version = event(json, version);
                synchronized (lock) {
                    contact();
                }
            }
            return version;
        } catch (JacksonException e) {
            throw new WatchBroken(version, text(e));
        }
    }

    private String event(JsonCursor json, String version) throws ApiError, SourceException {
        if (json.parser().currentToken() != JsonToken.START_OBJECT) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "the watch sent something else than events");
        }
        WatchEventReader<T> event = new WatchEventReader<>(kind.reader());
        event.read(json);
        switch (event.type()) {
            case "BOOKMARK" -> {}
            case "ERROR" -> throw event.error();
            case "ADDED", "MODIFIED" -> changed(event, false);
            case "DELETED" -> changed(event, true);
            default -> throw new SourceException(FailureReason.INVALID_RESPONSE, "unknown watch event " + event.type());
        }
        return event.version().isEmpty() ? version : event.version();
    }

    private void changed(WatchEventReader<T> event, boolean deleted) throws SourceException {
        T object = event.object();
        if (object == null) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "a watch event without an object");
        }
        synchronized (lock) {
            watchEvents++;
        }
        if (deleted) {
            kind.sink().deleted(object);
        } else {
            kind.sink().updated(object);
        }
        context.onChange.run();
    }

    private ScheduledFuture<?> closeAfter(Duration time, InputStream body, AtomicBoolean overdue) {
        return context.deadlines.schedule(
                () -> {
                    overdue.set(true);
                    try {
                        body.close();
                    } catch (IOException e) {
                        LOG.atDebug().addKeyValue("kind", kind.name()).log("closing a dead watch failed");
                    }
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Called with the lock held. */
    private void contact() {
        lastContact = context.clock.instant();
        settled = true;
        unavailable = null;
        problem = "";
    }

    private void disconnected(String why) {
        synchronized (lock) {
            if (connected) {
                lastContact = context.clock.instant();
            }
            connected = false;
            problem = why;
        }
    }

    private void settle(Reason reason, String why) {
        synchronized (lock) {
            boolean news = unavailable != reason;
            connected = false;
            settled = true;
            unavailable = reason;
            problem = why;
            if (news) {
                context.onChange.run();
            }
        }
    }

    private String listPermission() {
        return "list " + kind.name();
    }

    private String watchPermission() {
        return "watch " + kind.name();
    }

    private String selector() {
        return kind.selector().isEmpty() ? "" : "&" + kind.selector();
    }

    /** Up to a tenth less, so that the watches of all kinds and agents do not end together. */
    private static long jittered(long time) {
        return Math.max(1, time - (long) (Math.random() * time / 10));
    }

    /** A stream that broke off is the connection's fault; one that is no JSON is the other side's. */
    private static SourceException broken(Exception e) {
        boolean brokeOff = e instanceof IOException
                || e instanceof JacksonIOException
                || e instanceof UnexpectedEndOfInputException;
        return new SourceException(brokeOff ? FailureReason.UNAVAILABLE : FailureReason.INVALID_RESPONSE, text(e));
    }

    private static String text(Exception e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : Json.cut(message, 300);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A watch that ended in the middle, and the version up to which everything has been applied. */
    private static final class WatchBroken extends Exception {
        private static final long serialVersionUID = 1L;
        private final String version;
        private final String text;

        private WatchBroken(String version, String text) {
            super(text);
            this.version = version;
            this.text = text;
        }
    }
}
