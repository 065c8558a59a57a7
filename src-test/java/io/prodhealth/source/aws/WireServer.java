package io.prodhealth.source.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers in the wire formats of AWS: JSON for SQS, ECR and ACM, REST for Route 53, the query protocol for the others. */
public final class WireServer implements AutoCloseable {

    /**
     * A request.
     *
     * @param operation as AWS spells it
     * @param parameters of the query protocol; empty for JSON
     * @param body as it came
     */
    public record Request(String operation, Map<String, String> parameters, String body, Map<String, String> headers) {
        /** A parameter of the query protocol. */
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    /**
     * An answer.
     *
     * @param cut bytes after which the connection ends; negative for none
     * @param dripMillis time before each further byte
     */
    public record Reply(int status, String type, String body, int cut, long dripMillis) {
        /** What SQS answers. */
        public static Reply json(int status, String body) {
            return new Reply(status, "application/x-amz-json-1.0", body, -1, 0);
        }

        /** What CloudWatch and Auto Scaling answer. */
        public static Reply xml(int status, String body) {
            return new Reply(status, "text/xml", body, -1, 0);
        }

        /** A refusal in JSON. */
        public static Reply refusal(int status, String type, String message) {
            return json(status, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message));
        }

        /** A refusal in XML. */
        public static Reply xmlRefusal(int status, String code, String message) {
            return xml(
                    status,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                                    .formatted(code, message)
                            + "<RequestId>r</RequestId></ErrorResponse>");
        }

        Reply cutAfter(int bytes) {
            return new Reply(status, type, body, bytes, 0);
        }

        Reply dripping(long millis) {
            return new Reply(status, type, body, -1, millis);
        }
    }

    static {
        // The JDK's server writes head and body apart, and without this the body waits 40 ms for the client's word.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final Function<Request, Reply> answers;
    private final boolean remembers;

    /** Starts it on a free port of this machine; {@code answers} is called by many threads. */
    public WireServer(Function<Request, Reply> answers) {
        this(answers, true);
    }

    WireServer(Function<Request, Reply> answers, boolean remembers) {
        this.answers = answers;
        this.remembers = remembers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything that was asked. */
    List<Request> requests() {
        return requests;
    }

    /** What was asked of one operation. */
    List<Request> requests(String operation) {
        return requests.stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    void forget() {
        requests.clear();
    }

    /** Connections that were opened so far. */
    public int connections() {
        return connections.size();
    }

    /** The most requests that were answered at the same time. */
    public int mostAtOnce() {
        return mostRunning.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress());
        try (exchange) {
            Request request = read(exchange);
            if (remembers) {
                requests.add(request);
            }
            answer(exchange, reply(request));
        }
    }

    /** Over once it begins to be told: whoever hears the end of it may ask again before the server knows. */
    private Reply reply(Request request) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return answers.apply(request);
        } finally {
            running.decrementAndGet();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        @Nullable String target = headers.get("X-Amz-Target");
        if (target != null) {
            return new Request(target.substring(target.indexOf('.') + 1), Map.of(), body, headers);
        }
        Map<String, String> parameters = new TreeMap<>();
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        for (String pair : (query == null ? body : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(decoded(pair.substring(0, Math.max(0, equals))), decoded(pair.substring(equals + 1)));
        }
        String path = exchange.getRequestURI().getPath();
        return new Request(parameters.getOrDefault("Action", ofPath(path)), parameters, body, headers);
    }

    /** Route 53 speaks REST: the path is the operation. */
    private static String ofPath(String path) {
        return path.endsWith("/rrset")
                ? "ListResourceRecordSets"
                : path.endsWith("/hostedzone") ? "ListHostedZones" : "";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        OutputStream out = exchange.getResponseBody();
        if (reply.dripMillis() > 0) {
            drip(out, body, reply.dripMillis());
        } else {
            out.write(body, 0, reply.cut() < 0 ? body.length : reply.cut());
        }
        out.flush();
    }

    private static void drip(OutputStream out, byte[] body, long millis) throws IOException {
        for (byte one : body) {
            out.write(one);
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
