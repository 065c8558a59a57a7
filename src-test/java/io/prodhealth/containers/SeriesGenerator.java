package io.prodhealth.containers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An exporter with as many series as it is told to have, on every address of this machine. */
public final class SeriesGenerator implements AutoCloseable {

    /** The metric that all of them are of. */
    public static final String METRIC = "generated_pod_seconds";

    private final HttpServer server;
    private volatile int series;

    /** One without a series. */
    public SeriesGenerator() throws IOException {
        server = HttpServer.create(new InetSocketAddress(0), 0);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on it has {@code count} series, the same ones again and more, or fewer. */
    public void fill(int count) {
        series = count;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody())) {
            for (int i = 0; i < series; i++) {
                out.write("%s{pod=\"api-text-generator-%d\",node=\"ip-192-168-0-%d\"} %d%n"
                        .formatted(METRIC, i, i % 250, i)
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
