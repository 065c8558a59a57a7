package io.prodhealth.http;

import io.prodhealth.config.WebConfig;
import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Report;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A server on a free port of the loopback address, and a client for it. What it serves can be changed while it runs. */
final class RunningServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    final WebServer server;
    final int port;
    volatile Report report;
    volatile Readyz readyz = new Readyz(true, "");
    volatile Runnable onEvaluation = () -> {};
    volatile Reload reload = List::of;
    volatile Exposition exposition = (accept, gzip, names) ->
            new Exposition.Page("text/plain; version=0.0.4", false, "up 1\n".getBytes(StandardCharsets.UTF_8));

    RunningServer(Report report, WebOptions options) throws ListenException, InterruptedException {
        this(report, options, WebConfig.NONE);
    }

    RunningServer(Report report, WebOptions options, WebConfig web) throws ListenException, InterruptedException {
        this(report, options, web, Optional.empty());
    }

    RunningServer(Report report, WebOptions options, WebConfig web, Optional<Reviewer> reviewer)
            throws ListenException, InterruptedException {
        this.report = report;
        Results results = new Results(
                () -> {
                    onEvaluation.run();
                    return this.report.evaluation();
                },
                () -> this.report.sources(),
                () -> this.report.kinds(),
                () -> this.report.alerting(),
                () -> this.report.leadership(),
                () -> readyz,
                () -> this.report.config(),
                (accept, gzip, names) -> exposition.render(accept, gzip, names),
                () -> reload.reload(),
                report.build(),
                Clock.fixed(report.at(), ZoneOffset.UTC));
        this.server = new WebServer(vertx, results, options, web, reviewer);
        this.port = server.start();
    }

    static WebOptions options(boolean lifecycle, boolean snapshot) {
        return new WebOptions("127.0.0.1", 0, lifecycle, snapshot);
    }

    static WebOptions options(WebOptions.Limits limits) {
        return new WebOptions("127.0.0.1", 0, true, true, limits);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<String>> later(String path) {
        return client.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofString());
    }

    /** What the server answers to {@code text} until it closes the connection. */
    String raw(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether the server closes {@code socket} without another byte. */
    static boolean isClosed(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.read() == -1;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    @Override
    public void close() {
        try {
            server.stop(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
