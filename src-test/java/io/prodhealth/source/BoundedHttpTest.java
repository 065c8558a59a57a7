package io.prodhealth.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.Awaited;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedHttpTest {

    private static final int MOST_BYTES = 1000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private BoundedHttp http;
    private BoundedHttp impatient;
    private String url;

    @BeforeEach
    void start() {
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    open.incrementAndGet();
                    connection.closeHandler(closed -> open.decrementAndGet());
                })
                .requestHandler(this::answer);
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        url = "http://127.0.0.1:" + port;
        http = new BoundedHttp(vertx, Duration.ofSeconds(10), MOST_BYTES);
        impatient = new BoundedHttp(vertx, Duration.ofMillis(400), MOST_BYTES);
    }

    @AfterEach
    void stop() {
        http.close();
        impatient.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_body_up_to_the_bound_is_read() throws Exception {
        assertThat(http.get(url + "/bytes/0").length()).isZero();
        assertThat(http.get(url + "/bytes/" + MOST_BYTES).length()).isEqualTo(MOST_BYTES);
    }

    @Test
    void request_after_request_gets_its_answer() throws Exception {
        for (int i = 0; i < 3000; i++) {
            assertThat(http.get(url + "/bytes/" + i % 50).length()).isEqualTo(i % 50);
        }
    }

    @Test
    void a_longer_body_is_refused() {
        assertFailure("/bytes/" + (MOST_BYTES + 1), FailureReason.INVALID_RESPONSE, "longer than 1000 bytes");
    }

    @Test
    void a_body_without_end_is_refused() {
        assertFailure("/endless", FailureReason.INVALID_RESPONSE, "longer than 1000 bytes");
    }

    @ParameterizedTest
    @CsvSource({"/silent", "/drip", "/headers-only", "/redirect-to/drip"})
    void an_answer_that_is_not_complete_in_time_is_given_up(String path) {
        SourceException failed = catchThrowableOfType(SourceException.class, () -> impatient.get(url + path));

        assertThat(failed.reason()).isEqualTo(FailureReason.TIMEOUT);
        assertThat(failed.text()).contains("no complete answer within");
    }

    @ParameterizedTest
    @CsvSource({"/silent", "/drip", "/endless", "/redirect-to/drip"})
    void a_connection_that_was_given_up_is_closed_and_another_can_be_had(String path) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                threads.execute(() -> assertThat(catchThrowable(() -> impatient.get(url + path)))
                        .isInstanceOf(SourceException.class));
            }
        }
        new Awaited().until("an answer", () -> catchThrowable(() -> impatient.get(url + "/bytes/5")) == null);
        new Awaited().until("only idle connections", () -> open.get() <= 1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, PERMISSION_DENIED",
        "403, PERMISSION_DENIED",
        "404, NOT_FOUND",
        "408, TIMEOUT",
        "429, THROTTLED",
        "400, INVALID_RESPONSE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMEOUT"
    })
    void an_answer_that_is_no_success_says_why(int code, FailureReason reason) {
        assertFailure("/status/" + code, reason, "HTTP " + code + ": because");
    }

    @Test
    void only_the_beginning_of_an_error_is_kept() {
        SourceException failed = failure("/long-error");

        assertThat(failed.text()).hasSizeLessThan(320).startsWith("HTTP 500: eee");
    }

    @Test
    void a_redirect_is_followed() throws Exception {
        assertThat(http.get(url + "/redirect-to/bytes/7").length()).isEqualTo(7);
    }

    @Test
    void redirects_in_a_circle_end() {
        assertFailure("/loop", FailureReason.INVALID_RESPONSE, "HTTP 302");
        assertThat(redirects.get()).isBetween(3, 5);
    }

    @Test
    void a_connection_cut_in_the_middle_is_unavailable() {
        assertThat(failure("/cut").reason()).isEqualTo(FailureReason.UNAVAILABLE);
    }

    @Test
    void nobody_at_the_other_end_is_unavailable() {
        SourceException failed =
                catchThrowableOfType(SourceException.class, () -> http.get("http://127.0.0.1:1/nobody"));

        assertThat(failed.reason()).isEqualTo(FailureReason.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "http://", "ftp://host/", "http://[::1", "http://host:99999/"})
    void what_is_no_address_is_a_failure(String address) {
        assertThat(catchThrowableOfType(SourceException.class, () -> http.get(address)))
                .isNotNull();
    }

    @Test
    void a_redirect_to_what_is_no_address_is_a_failure() {
        assertThat(failure("/bad-redirect").reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    private void assertFailure(String path, FailureReason reason, String text) {
        SourceException failed = failure(path);

        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.text()).contains(text);
    }

    private SourceException failure(String path) {
        SourceException failed = catchThrowableOfType(SourceException.class, () -> http.get(url + path));
        assertThat(failed).as(path).isNotNull();
        return failed;
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String path = request.path();
        if (path.startsWith("/redirect-to")) {
            redirect(response, path.substring("/redirect-to".length()));
        } else if (path.startsWith("/bytes/")) {
            response.end(Buffer.buffer(new byte[Integer.parseInt(path.substring(7))]));
        } else if (path.startsWith("/status/")) {
            response.setStatusCode(Integer.parseInt(path.substring(8))).end("because");
        } else {
            oddly(path, response);
        }
    }

    private void oddly(String path, HttpServerResponse response) {
        switch (path) {
            case "/loop" -> {
                redirects.incrementAndGet();
                redirect(response, "/loop");
            }
            case "/bad-redirect" -> redirect(response, "http://[nowhere %");
            case "/long-error" -> response.setStatusCode(500).end("e".repeat(900));
            case "/headers-only" -> response.setChunked(true).write("");
            case "/drip" -> {
                response.setChunked(true);
                drip(response, "x", 20);
            }
            case "/endless" -> {
                response.setChunked(true);
                drip(response, "x".repeat(100), 1);
            }
            case "/cut" -> {
                response.setChunked(true).write("half");
                vertx.setTimer(20, cut -> response.reset());
            }
            default -> {} // silence
        }
    }

    private void drip(HttpServerResponse response, String text, long millis) {
        long timer = vertx.setPeriodic(millis, tick -> {
            if (!response.closed()) {
                response.write(text);
            }
        });
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static void redirect(HttpServerResponse response, String to) {
        response.setStatusCode(302).putHeader("Location", to).end();
    }
}
