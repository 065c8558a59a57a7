package io.prodhealth.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the simulator as a plain HTTP client would. */
final class TestClient implements AutoCloseable {
    private static final String END = "end of stream";
    private static final String BROKEN = "broken stream: ";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    TestClient(Simulator simulator) {
        this.base = simulator.url();
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    ObjectNode json(String path) {
        return Json.parseObject(get(path).body());
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            return http.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(i -> names.add(i.at("/metadata/name").asString("")));
        return names;
    }

    /** Opens a watch and waits for its head. */
    Watch watch(String path) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream());
            return new Watch(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** The lines of a watch as they arrive. */
    static final class Watch implements AutoCloseable {
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final HttpResponse<InputStream> response;

        Watch(HttpResponse<InputStream> response) {
            this.response = response;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
                lines.add(END);
            } catch (IOException e) {
                lines.add(BROKEN + e.getMessage());
            }
        }

        int status() {
            return response.statusCode();
        }

        /** The next line, waiting for it. */
        String line() {
            try {
                String line = lines.poll(10, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("no line within 10 s");
                }
                return line;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The next event in the form `ADDED name`. */
        String event() {
            JsonNode event = next();
            return event.path("type").asString("") + " "
                    + event.at("/object/metadata/name").asString("");
        }

        JsonNode next() {
            return Json.parse(line());
        }

        boolean ended() {
            return line().equals(END);
        }

        boolean broken() {
            return line().startsWith(BROKEN);
        }

        boolean saidNothingYet() {
            return lines.isEmpty();
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
