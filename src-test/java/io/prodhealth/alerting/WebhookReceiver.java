package io.prodhealth.alerting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever is notified by Alertmanager. */
public final class WebhookReceiver implements AutoCloseable {

    private final List<JsonNode> notified = new CopyOnWriteArrayList<>();
    private final JsonMapper json = new JsonMapper();
    private final HttpServer server;

    public WebhookReceiver() throws IOException {
        // Every address: the container comes over its bridge, not over localhost.
        server = HttpServer.create(new InetSocketAddress(0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Every notification, in order. */
    public List<JsonNode> notified() {
        return notified;
    }

    private void answer(HttpExchange exchange) throws IOException {
        notified.add(json.readTree(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
