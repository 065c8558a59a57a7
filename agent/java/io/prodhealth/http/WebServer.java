package io.prodhealth.http;

import io.prodhealth.config.WebConfig;
import io.prodhealth.leadership.Replica;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the endpoints over HTTP/1.1. */
public final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** A snapshot may be large and the link to whoever fetches it thin. */
    private static final int SNAPSHOT_PATIENCE = 10;

    /** For a new certificate to be taken. */
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

    /** Being sent at once: each is held until its client has read it. */
    private static final int LARGE_BODIES = 4;

    private final Vertx vertx;
    private final WebOptions options;
    private final Routes routes;
    private final Connections connections;
    private final EventStreams events;
    private final Optional<Tokens> tokens;
    private final Semaphore capacity;
    private final Semaphore passedStreams = new Semaphore(EventStreams.MOST);
    private final Semaphore largeBodies = new Semaphore(LARGE_BODIES);
    private final ExecutorService workers;
    private final HttpServer server;
    private final Forwarding forwarding;
    private volatile Protection protection;
    private volatile boolean draining;

    /**
     * A server that does not listen yet.
     *
     * @param web how it is protected
     * @param reviewer of bearer tokens; empty where they are not asked for
     * @throws ListenException when its key or certificate cannot be used
     */
    public WebServer(Vertx vertx, Results results, WebOptions options, WebConfig web, Optional<Reviewer> reviewer)
            throws ListenException {
        this.vertx = vertx;
        this.options = options;
        this.routes = new Routes(results, options, this::isDraining);
        this.connections = new Connections(vertx, options.limits());
        this.events = new EventStreams(results.evaluation(), connections, EventStreams.MOST);
        this.tokens = reviewer.map(one -> new Tokens(one, System::nanoTime));
        this.capacity = new Semaphore(options.limits().requests());
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        this.protection = new Protection(web);
        this.forwarding = new Forwarding(vertx, results.leadership(), web);
        this.server = vertx.createHttpServer(serverOptions(web))
                .connectionHandler(this::opened)
                .requestHandler(this::handle);
    }

    private HttpServerOptions serverOptions(WebConfig web) throws ListenException {
        HttpServerOptions http = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(16 * 1024);
        if (web.tls().isPresent()) {
            try {
                TlsOptions.apply(TlsOptions.of(web.tls().get(), vertx), http);
            } catch (IllegalArgumentException e) {
                throw new ListenException("Cannot encrypt: " + e.getMessage() + ".", e);
            }
        }
        return http;
    }

    /**
     * Takes another protection. Connections that are open keep the certificate that they were made with.
     *
     * @throws IllegalArgumentException with a sentence for what cannot be used; the old one stays
     */
    public void protect(WebConfig web) {
        Protection before = protection;
        if (web.tls().isPresent() != before.encrypted()) {
            throw new IllegalArgumentException("encryption is switched on or off by a restart only");
        }
        web.tls().ifPresent(tls -> {
            try {
                server.updateSSLOptions(TlsOptions.of(tls, vertx))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(RELOAD_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalArgumentException("the certificate cannot be used: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalArgumentException("interrupted", e);
            }
        });
        protection = new Protection(web);
        forwarding.protect(web);
    }

    private void opened(HttpConnection connection) {
        if (protection.knows(connection)) {
            connections.opened(connection);
        } else {
            connection.close();
        }
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
        // The kubelet has no password; what it asks tells nothing.
        if (routes.isLiveness(call)) {
            send(context, request, routes.answer(call), () -> {});
        } else if (routes.isReadiness(call)) {
            compute(context, request, () -> answer(call), () -> {});
        } else if (!protection.allowsAnother()) {
            send(context, request, Routes.TOO_MANY, () -> {});
        } else {
            forwarding
                    .to(request, call)
                    .ifPresentOrElse(
                            leader -> forward(context, request, call, leader), () -> serve(context, request, call));
        }
    }

    /** Has the leader answer; where it does not, this replica does. */
    private void forward(Context context, HttpServerRequest request, Call call, Replica leader) {
        // A stream lasts for minutes, and must not take the place of a scrape.
        Semaphore places = routes.isEvents(call) ? passedStreams : capacity;
        if (!places.tryAcquire()) {
            send(context, request, Routes.OVERLOADED, () -> {});
            return;
        }
        if (routes.isEvents(call)) {
            connections.answering(request.connection(), EventStreams.LIFETIME.plus(EventStreams.HEARTBEAT));
        }
        forwarding.forward(request, leader, protection::headersOn).onComplete(done -> {
            places.release();
            if (done.succeeded()) {
                connections.waiting(request.connection());
            } else if (!request.response().headWritten()) {
                serve(context, request, call);
            }
        });
    }

    private void serve(Context context, HttpServerRequest request, Call call) {
        if (routes.isEvents(call)) {
            follow(context, request, call);
        } else if (capacity.tryAcquire()) {
            String authorization = authorization(request);
            compute(context, request, () -> answer(call, authorization), capacity::release);
        } else {
            send(context, request, Routes.OVERLOADED, () -> {});
        }
    }

    private static String authorization(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.getHeader("Authorization"), "");
    }

    /** A stream is opened on the event loop, and a password is not looked at there. */
    private void follow(Context context, HttpServerRequest request, Call call) {
        Runnable open = () -> events.open(context, request, call, System.nanoTime())
                .ifPresent(refusal -> send(context, request, refusal, () -> {}));
        if (protection.users().everybody() && tokens.isEmpty()) {
            open.run();
            return;
        }
        String authorization = authorization(request);
        try {
            workers.execute(() -> {
                Optional<Reply> refusal = refusal(call, authorization);
                if (refusal.isPresent()) {
                    send(context, request, refusal.get(), () -> {});
                } else {
                    context.runOnContext(nothing -> open.run());
                }
            });
        } catch (RejectedExecutionException e) {
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

    private void compute(Context context, HttpServerRequest request, Supplier<Reply> answer, Runnable whenDone) {
        try {
            workers.execute(() -> {
                Reply reply = answer.get();
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

    private Reply answer(Call call, String authorization) {
        return refusal(call, authorization).orElseGet(() -> answer(call));
    }

    /** Where both passwords and tokens are asked for, either will do. */
    private Optional<Reply> refusal(Call call, String authorization) {
        Users users = protection.users();
        if (tokens.isPresent() && (users.everybody() || Tokens.isBearer(authorization))) {
            Reply needed = users.everybody() ? Routes.TOKEN_NEEDED : Routes.EITHER_NEEDED;
            return switch (tokens.get().judge(authorization, call.method(), call.path())) {
                case ADMITTED -> Optional.empty();
                case REFUSED -> Optional.of(needed);
                case FORBIDDEN -> Optional.of(Routes.FORBIDDEN);
                case BUSY -> Optional.of(Routes.OVERLOADED);
                case UNANSWERED -> Optional.of(Routes.UNREVIEWED);
            };
        }
        return switch (users.judge(authorization)) {
            case ADMITTED -> Optional.empty();
            case REFUSED -> Optional.of(tokens.isPresent() ? Routes.EITHER_NEEDED : Routes.UNAUTHORIZED);
            case BUSY -> Optional.of(Routes.OVERLOADED);
        };
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
        Reply guarded = protection.headersOn(reply);
        Reply last = draining ? guarded.thenClose() : guarded;
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
