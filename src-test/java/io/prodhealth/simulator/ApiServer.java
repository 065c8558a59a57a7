package io.prodhealth.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The HTTP side: listens, authenticates, authorises, applies faults, and hands the rest to {@link ApiAnswers}. */
final class ApiServer {
    private final Vertx vertx;
    private final SimulatorOptions options;
    private final Faults faults;
    private final RequestLog log;
    private final ApiAnswers answers;
    private final PrometheusAnswers prometheus;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Socket reservation = new Socket();
    private @Nullable HttpServer server;

    ApiServer(
            Vertx vertx,
            SimulatorOptions options,
            Faults faults,
            RequestLog log,
            ApiAnswers answers,
            PrometheusAnswers prometheus) {
        this.vertx = vertx;
        this.options = options;
        this.faults = faults;
        this.log = log;
        this.answers = answers;
        this.prometheus = prometheus;
    }

    /** Listens on the port of the last time, at first on the configured one (0 for any). */
    synchronized void start(Optional<Certificate> certificate) {
        HttpServerOptions http = new HttpServerOptions()
                .setPort(reservedPort())
                .setHost("127.0.0.1")
                .setHttp2ClearTextEnabled(false)
                .setReuseAddress(true)
                .setMaxInitialLineLength(64 * 1024);
        certificate.ifPresent(c -> http.setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(c.keyStore().toString()).setPassword(c.password())));
        server = listen(http, 250).await();
    }

    /** A listening socket is closed for good only at its selector's next turn, so a restart may come too early. */
    private Future<HttpServer> listen(HttpServerOptions http, int tries) {
        return vertx.createHttpServer(http)
                .connectionHandler(this::track)
                .requestHandler(this::handle)
                .listen()
                .recover(e -> e instanceof BindException && tries > 0
                        ? vertx.timer(20).compose(t -> listen(http, tries - 1))
                        : Future.failedFuture(e));
    }

    /**
     * While the server is stopped its clients keep connecting, and one of them could be given just this port as its own.
     * A socket that is bound and never listens keeps the port, and refuses as a closed port does.
     */
    private int reservedPort() {
        try {
            if (!reservation.isBound()) {
                reservation.setReuseAddress(true);
                reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()));
            }
            return reservation.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("port " + options.port(), e);
        }
    }

    /** Gives the port up. */
    synchronized void close() {
        stop();
        try {
            reservation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the port and every connection: from now on connections are refused. */
    synchronized void stop() {
        HttpServer current = server;
        server = null;
        if (current != null) {
            current.close().await();
        }
    }

    synchronized int port() {
        return reservation.getLocalPort();
    }

    void cutConnections() {
        connections.forEach(Outlet::reset);
    }

    private void track(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(v -> connections.remove(connection));
    }

    private void handle(HttpServerRequest request) {
        if (prometheus.handles(request.path())) {
            prometheus.answer(request);
            return;
        }
        long delay = faults.latency().toMillis();
        if (request.method().name().equals("GET")) {
            later(delay, () -> route(request, Buffer.buffer()));
        } else {
            request.body().onSuccess(body -> later(delay, () -> route(request, body)));
        }
    }

    private void later(long millis, Runnable action) {
        if (millis > 0) {
            vertx.setTimer(millis, t -> action.run());
        } else {
            action.run();
        }
    }

    private void route(HttpServerRequest request, Buffer body) {
        boolean watch = isTrue(request.getParam("watch"));
        Optional<ApiRequest> parsed = ApiRequest.parse(request.method().name(), request.path(), watch, request.uri());
        parsed.ifPresent(log::add);
        Optional<ApiStatus> refused = parsed.flatMap(faults::refuse).or(() -> unauthenticated(request));
        if (refused.isPresent()) {
            answers.status(request, refused.get());
        } else if (parsed.isPresent()) {
            resource(request, parsed.get(), body);
        } else {
            answers.nonResource(request);
        }
    }

    private void resource(HttpServerRequest request, ApiRequest parsed, Buffer body) {
        boolean reviewsItself = parsed.plural().startsWith("selfsubject");
        if (!reviewsItself && !mayDo(request, parsed)) {
            answers.status(request, ApiStatus.forbidden(parsed, options.user()));
        } else if (request.headers().contains("Upgrade", "websocket", true)) {
            // Clients that prefer WebSockets fall back to plain HTTP on this answer.
            answers.status(request, ApiStatus.failing(503));
        } else {
            answers.answer(request, parsed, body);
        }
    }

    private boolean mayDo(HttpServerRequest request, ApiRequest parsed) {
        String selected = Selector.metadataName(param(request, "fieldSelector"));
        return answers.access().allows(parsed, selected);
    }

    private Optional<ApiStatus> unauthenticated(HttpServerRequest request) {
        String path = request.path();
        boolean open = path.equals("/livez") || path.equals("/readyz") || path.equals("/version");
        return options.token()
                .filter(token -> !open && !("Bearer " + token).equals(request.getHeader("Authorization")))
                .map(token -> ApiStatus.unauthorized());
    }

    static String param(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        return value == null ? "" : value;
    }

    static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }
}
