package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.config.WebConfig;
import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Samples;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void a_blocked_scrape_blocks_nobody_else() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            server.exposition = blocking(asked, go);
            CompletableFuture<HttpResponse<String>> scrape = server.later("/metrics");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/api/v1/report").statusCode()).isEqualTo(200);
            assertThat(scrape).isNotDone();

            go.countDown();
            assertThat(scrape.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void more_requests_at_once_than_allowed_are_refused_but_probes_are_answered() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        WebOptions.Limits two = new WebOptions.Limits(100, 2, LONG, LONG, LONG, 1_000);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(two))) {
            server.exposition = blocking(asked, go);
            List<CompletableFuture<HttpResponse<String>>> scrapes =
                    List.of(server.later("/metrics"), server.later("/metrics"));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> third = server.get("/metrics");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);

            go.countDown();
            for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
                assertThat(scrape.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void more_connections_than_allowed_are_closed() throws Exception {
        WebOptions.Limits two = new WebOptions.Limits(2, 10, LONG, LONG, LONG, 1_000);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(two));
                Socket one = server.connect();
                Socket other = server.connect()) {
            assertThat(ask(one)).startsWith("HTTP/1.1 200");
            assertThat(ask(other)).startsWith("HTTP/1.1 200");
            try (Socket third = server.connect()) {
                assertThat(RunningServer.isClosed(third)).isTrue();
            }
            assertThat(ask(one)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_client_that_never_finishes_its_request_is_closed() throws Exception {
        WebOptions.Limits hasty = new WebOptions.Limits(10, 10, SHORT, LONG, LONG, 1_000);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(hasty));
                Socket socket = server.connect()) {
            socket.getOutputStream().write("GET /livez HT".getBytes(StandardCharsets.US_ASCII));

            assertThat(RunningServer.isClosed(socket)).isTrue();
        }
    }

    @Test
    void a_connection_that_asks_nothing_more_is_closed() throws Exception {
        WebOptions.Limits hasty = new WebOptions.Limits(10, 10, LONG, LONG, SHORT, 1_000);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(hasty));
                Socket socket = server.connect()) {
            assertThat(ask(socket)).startsWith("HTTP/1.1 200");

            assertThat(RunningServer.isClosed(socket)).isTrue();
        }
    }

    @Test
    void a_client_that_does_not_read_is_closed_and_gives_back_what_it_held() throws Exception {
        WebOptions.Limits hasty = new WebOptions.Limits(10, 1, LONG, SHORT, LONG, 1_000);
        byte[] huge = new byte[64 * 1024 * 1024];
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(hasty));
                Socket socket = server.connect()) {
            CountDownLatch asked = new CountDownLatch(1);
            server.exposition = (accept, gzip, names) -> {
                asked.countDown();
                return new Exposition.Page("text/plain", false, huge);
            };
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            int status;
            do {
                status = server.get("/api/v1/report").statusCode();
            } while (status == 503 && System.nanoTime() < deadline);
            assertThat(status).isEqualTo(200);

            assertThat(readAll(socket)).isLessThan(huge.length);
        }
    }

    @Test
    void only_a_few_large_answers_are_held_for_slow_readers_and_small_ones_still_go() throws Exception {
        WebOptions.Limits many = new WebOptions.Limits(50, 50, LONG, LONG, LONG, 1_000);
        byte[] huge = new byte[64 * 1024 * 1024];
        List<Socket> slow = new ArrayList<>();
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(many))) {
            server.exposition = (accept, gzip, names) ->
                    new Exposition.Page("text/plain", false, names.contains("one") ? new byte[] {1} : huge);
            for (int i = 0; i < 4; i++) {
                Socket socket = server.connect();
                slow.add(socket);
                assertThat(ask(socket, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .startsWith("HTTP/1.1 200");
            }

            assertThat(server.get("/metrics").statusCode()).isEqualTo(503);
            assertThat(server.get("/metrics?name[]=one").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void too_much_to_read_is_refused() throws Exception {
        WebOptions.Limits small = new WebOptions.Limits(10, 10, LONG, LONG, LONG, 1_000);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(small))) {
            assertThat(server.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .contains(" 414 ");
            assertThat(server.raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000) + "\r\n\r\n"))
                    .contains(" 431 ");
            assertThat(server.raw("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n"))
                    .startsWith("HTTP/1.1 413");
            assertThat(server.raw("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"))
                    .containsPattern("^(HTTP/1.1 4\\d\\d|$)");
            assertThat(server.raw("no request at all\r\n\r\n")).contains(" 400 ");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_query_that_is_not_well_formed_is_a_bad_request_and_is_not_repeated() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false));
                Socket socket = server.connect()) {
            String answer = ask(socket, "GET /metrics?name[]=%zz<script> HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("script>");
        }
    }

    @Test
    void a_port_that_is_taken_is_told_in_one_sentence() throws Exception {
        try (RunningServer first = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            assertThatThrownBy(() -> start("127.0.0.1", first.port))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("Cannot listen on 127.0.0.1:" + first.port
                            + ": the port is in use; stop what uses it, or set web.listen_address to another.");
        }
    }

    @Test
    void a_host_that_is_not_this_machine_is_told_in_one_sentence() {
        assertThatThrownBy(() -> start("192.0.2.1", 0))
                .isInstanceOf(ListenException.class)
                .hasMessage("Cannot listen on 192.0.2.1:0: the address is none of this machine's.");
        assertThatThrownBy(() -> start("no-such-host.invalid", 0))
                .isInstanceOf(ListenException.class)
                .hasMessage("Cannot listen on no-such-host.invalid:0: this machine does not know the host.");
    }

    @Test
    void no_host_is_every_address() throws Exception {
        assertThat(start("", 0)).isPositive();
    }

    private static int start(String host, int port) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Results results = new Results(
                    () -> Samples.healthy().evaluation(),
                    List::of,
                    List::of,
                    () -> Samples.healthy().alerting(),
                    () -> Samples.healthy().leadership(),
                    () -> new Readyz(true, ""),
                    () -> Samples.healthy().config(),
                    (accept, gzip, names) -> new Exposition.Page("text/plain", false, new byte[0]),
                    List::of,
                    Samples.healthy().build(),
                    Clock.systemUTC());
            return new WebServer(
                            vertx, results, new WebOptions(host, port, false, false), WebConfig.NONE, Optional.empty())
                    .start();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Exposition blocking(CountDownLatch asked, CountDownLatch go) {
        return (accept, gzip, names) -> {
            asked.countDown();
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Exposition.Page("text/plain", false, "x\n".getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String ask(Socket socket) throws Exception {
        return ask(socket, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** The first part of an answer, on a connection that stays open. */
    private static String ask(Socket socket, String request) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[4_096];
        int length = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    private static long readAll(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65_536];
        long sum = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum += read;
            }
        } catch (java.net.SocketException e) {
            return sum; // reset
        }
        return sum;
    }
}
