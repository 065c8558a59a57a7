package io.prodhealth.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the endpoints over HTTP/1.1. */
public final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** A snapshot may be large and the link to whoever fetches it thin. */
    private static final int SNAPSHOT_PATIENCE = 10;

    /** Being sent at once: each is held until its client has read it. */
    private static final int LARGE_BODIES = 4;

    private final Vertx vertx;
    private final WebOptions options;
    private final Routes routes;
    private final Connections connections;
    private final EventStreams events;
    private final Semaphore capacity;
    private final Semaphore largeBodies = new Semaphore(LARGE_BODIES);
    private final ExecutorService workers;
    private final HttpServer server;
    private volatile boolean draining;

    /** A server that does not listen yet. */
    public WebServer(Vertx vertx, Results results, WebOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.routes = new Routes(results, options, this::isDraining);
        this.connections = new Connections(vertx, options.limits());
        this.events = new EventStreams(results.evaluation(), connections, EventStreams.MOST);
        this.capacity = new Semaphore(options.limits().requests());
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(16 * 1024)
                        .setMaxHeaderSize(16 * 1024))
                .connectionHandler(connections::opened)
                .requestHandler(this::handle);
    }

    /**
     * Listens.
     *
     * @return the port, which is the system's choice where the options say 0
     * @throws ListenException when it cannot
     */
    public int start() throws ListenException, InterruptedException {
        // Java binds the IPv4 wildcard as the wildcard of both families.
        String host = options.host().isEmpty() ? "0.0.0.0" : options.host();
        try {
            int port = server.listen(options.port(), host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .actualPort();
            events.start();
            return port;
        } catch (ExecutionException e) {
            workers.shutdownNow();
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw ListenException.of(options, cause);
        }
    }

    /** From now on the agent is not ready, so that nobody is sent here any more; everything is still answered. */
    public void drain() {
        draining = true;
    }

    /** Stops listening, lets running requests end for {@code grace}, and closes what is still open then. */
    public void stop(Duration grace) throws InterruptedException {
        drain();
        // They would last for ever; browsers come again when there is an agent again.
        events.close();
        try {
            server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(grace.toMillis() + 2000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("The HTTP server did not stop cleanly");
        } finally {
            connections.cutAll();
            workers.shutdownNow();
        }
    }

    private boolean isDraining() {
        return draining;
    }

    private void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        connections.answering(request.connection(), options.limits().response());
        request.response().exceptionHandler(gone -> LOG.debug("A client is gone: {}", gone.toString()));
        if (!readBody(request)) {
            send(context, request, Routes.TOO_LONG.thenClose(), () -> {});
            return;
        }
        Call call;
        try {
            call = Call.of(request);
        } catch (IllegalArgumentException e) {
            send(context, request, Routes.BAD_REQUEST, () -> {});
            return;
        }
        if (routes.isLiveness(call)) {
            send(context, request, routes.answer(call), () -> {});
        } else if (routes.isReadiness(call)) {
            compute(context, request, call, () -> {});
        } else if (routes.isEvents(call)) {
            events.open(context, request, call, System.nanoTime())
                    .ifPresent(refusal -> send(context, request, refusal, () -> {}));
        } else if (capacity.tryAcquire()) {
            compute(context, request, call, capacity::release);
        } else {
            send(context, request, Routes.OVERLOADED, () -> {});
        }
    }

    /** Reads and forgets the body, which no endpoint looks at; false when it is announced to be too long. */
    private boolean readBody(HttpServerRequest request) {
        String announced = request.getHeader("Content-Length");
        int limit = options.limits().bodyBytes();
        if (announced != null && (announced.length() > 9 || Integer.parseInt(announced) > limit)) {
            return false;
        }
        AtomicInteger read = new AtomicInteger();
        request.handler(part -> {
            if (read.addAndGet(part.length()) > limit) {
                request.connection().close();
            }
        });
        return true;
    }

    private void compute(Context context, HttpServerRequest request, Call call, Runnable whenDone) {
        try {
            workers.execute(() -> {
                Reply reply = answer(call);
                if (!reply.isLarge()) {
                    send(context, request, reply, whenDone);
                } else if (largeBodies.tryAcquire()) {
                    send(context, request, reply, () -> {
                        largeBodies.release();
                        whenDone.run();
                    });
                } else {
                    send(context, request, Routes.OVERLOADED, whenDone);
                }
            });
        } catch (RejectedExecutionException e) {
            send(context, request, Routes.OVERLOADED, whenDone);
        }
    }

    private Reply answer(Call call) {
        try {
            return routes.answer(call);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.atError().setCause(e).addKeyValue("path", call.path()).log("A request failed");
            return Routes.BROKEN;
        }
    }

    private void send(Context context, HttpServerRequest request, Reply reply, Runnable whenDone) {
        HttpConnection connection = request.connection();
        if (reply.body() instanceof Reply.Streamed) {
            connections.answering(connection, options.limits().response().multipliedBy(SNAPSHOT_PATIENCE));
        }
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        Reply last = draining ? reply.thenClose() : reply;
        Answering.send(context, request.response(), last, headOnly).onComplete(sent -> {
            whenDone.run();
            if (last.closes()) {
                // Vert.x itself would wait for a body that was announced and never comes.
                connection.close();
            } else {
                connections.waiting(connection);
            }
        });
    }
}
