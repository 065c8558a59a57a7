package io.prodhealth.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A server that hands everything on to another one, until it is switched off: then nothing listens there any more. */
final class Outlet implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String target;
    private final InetSocketAddress address;
    private HttpServer server;

    Outlet(String target) throws IOException {
        this.target = target;
        server = started(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    private HttpServer started(InetSocketAddress where) throws IOException {
        HttpServer started = HttpServer.create(where, 0);
        started.createContext("/", this::handOn);
        started.start();
        return started;
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            HttpRequest request = HttpRequest.newBuilder(URI.create(target + asked))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .header(
                            "Content-Type",
                            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    void off() {
        server.stop(0);
    }

    void on() throws IOException {
        server = started(address);
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
