package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Samples;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownTest {

    @Test
    void a_draining_agent_is_not_ready_and_still_answers() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            server.server.drain();

            HttpResponse<String> readyz = server.get("/readyz");
            assertThat(readyz.statusCode()).isEqualTo(503);
            assertThat(readyz.body()).isEqualTo("shutting down\n");
            assertThat(readyz.headers().firstValue("Connection")).hasValue("close");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_running_scrape_ends_while_nobody_new_is_let_in() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            server.exposition = scrape(asked, go);
            CompletableFuture<HttpResponse<String>> scrape = server.later("/metrics");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> stopped = stopping(server, Duration.ofSeconds(10));
            awaitRefusal(server);
            assertThat(stopped).isNotDone();
            go.countDown();

            assertThat(scrape.get(10, TimeUnit.SECONDS).body()).isEqualTo("whole\n");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_request_that_does_not_end_does_not_hold_the_shutdown() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            server.exposition = scrape(asked, never);
            CompletableFuture<HttpResponse<String>> scrape = server.later("/metrics");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            stopping(server, Duration.ofMillis(200)).get(5, TimeUnit.SECONDS);

            assertThatThrownBy(() -> scrape.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void connections_that_only_wait_do_not_hold_the_shutdown() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false));
                Socket silent = server.connect();
                Socket kept = server.connect()) {
            kept.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(kept.getInputStream().read()).isEqualTo('H');

            stopping(server, Duration.ofSeconds(30)).get(5, TimeUnit.SECONDS);

            assertThat(RunningServer.isClosed(silent)).isTrue();
        }
    }

    private static Exposition scrape(CountDownLatch asked, CountDownLatch go) {
        return (accept, gzip, names) -> {
            asked.countDown();
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Exposition.Page("text/plain", false, "whole\n".getBytes(StandardCharsets.UTF_8));
        };
    }

    private static CompletableFuture<Void> stopping(RunningServer server, Duration grace) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.server.stop(grace);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitRefusal(RunningServer server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() < deadline) {
            try {
                server.connect().close();
            } catch (ConnectException e) {
                return;
            }
        }
        throw new AssertionError("the server still listens");
    }
}
