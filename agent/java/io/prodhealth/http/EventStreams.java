package io.prodhealth.http;

import io.prodhealth.evaluation.Evaluation;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients of each new evaluation by server-sent events, so that a page need not ask again and again. There may be only
 * so many, one that does not read is cut off, and each is ended after a while: a browser comes again by itself.
 */
final class EventStreams implements AutoCloseable {

    /** Clients at once. */
    static final int MOST = 32;

    /** Between two events of one client, and between two looks whether there is a new evaluation. */
    static final Duration GAP = Duration.ofSeconds(2);

    /** After which something is sent when there is nothing to tell, so that no proxy takes the stream for dead. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Of one stream: whoever is gone without a word holds a place no longer than this. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** How long a browser waits before it comes again. */
    private static final String RETRY = "retry: 5000\n\n";

    static final Reply FULL = Reply.text(503, "Too many follow at once; ask for the report now and then.")
            .with("Retry-After", "30");

    private static final Reply OPEN = new Reply(
            200,
            "text/event-stream",
            Map.of("Connection", "close", "X-Accel-Buffering", "no"),
            new Reply.Streamed(out -> {}));

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    private final Supplier<Evaluation> evaluation;
    private final Connections connections;
    private final int most;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Semaphore arrived = new Semaphore(0);
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /**
     * None yet, and nobody is told anything before the start.
     *
     * @param evaluation the last result
     * @param most clients at once
     */
    EventStreams(Supplier<Evaluation> evaluation, Connections connections, int most) {
        this.evaluation = evaluation;
        this.connections = connections;
        this.most = most;
    }

    /** Looks for new evaluations from now on, as long as there is anybody to tell. */
    void start() {
        thread = Thread.ofVirtual().name("http-events").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                if (streams.isEmpty()) {
                    arrived.acquire();
                } else {
                    arrived.tryAcquire(GAP.toMillis(), TimeUnit.MILLISECONDS);
                }
                arrived.drainPermits();
                look(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Tells whoever is to be told something.
     *
     * @param now nanoseconds, of a clock that is never put back
     */
    void look(long now) {
        Evaluation latest;
        try {
            latest = evaluation.get();
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("nobody can be told of evaluations");
            return;
        }
        for (EventStream stream : streams) {
            if (stream.isOver(now)) {
                stream.end();
            } else {
                stream.tell(latest, now);
            }
        }
        streams.removeIf(stream -> stream.isOver(now));
    }

    /** How many there are. */
    int size() {
        return streams.size();
    }

    /**
     * Opens a stream, on the event loop.
     *
     * @return what is answered instead, if none is opened
     */
    Optional<Reply> open(Context context, HttpServerRequest request, Call call, long now) {
        if (!call.reads()) {
            return Optional.of(Routes.notAllowed("GET, HEAD"));
        }
        if (call.crossSite()) {
            return Optional.of(Reply.text(403, "Another site may not make a browser follow the evaluations."));
        }
        if (call.method().equals("HEAD")) {
            return Optional.of(OPEN);
        }
        if (closed || streams.size() >= most) {
            return Optional.of(FULL);
        }
        HttpServerResponse response = request.response();
        EventStream stream = new EventStream(context, request, now);
        // A little longer than it lives, in case it cannot be ended.
        connections.answering(request.connection(), LIFETIME.plus(HEARTBEAT));
        response.closeHandler(gone -> streams.remove(stream));
        Answering.headers(response, OPEN);
        response.setChunked(true);
        var _ = response.write(RETRY);
        streams.add(stream);
        arrived.release();
        if (closed) {
            stream.end();
        }
        return Optional.empty();
    }

    /** Ends all of them, and opens no more. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        streams.forEach(EventStream::end);
        streams.clear();
    }
}
