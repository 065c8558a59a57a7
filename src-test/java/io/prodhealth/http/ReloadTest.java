package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.report.Samples;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReloadTest {

    @Test
    void a_good_configuration_is_reloaded() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, false))) {
            AtomicInteger reloads = new AtomicInteger();
            server.reload = () -> {
                reloads.incrementAndGet();
                return List.of();
            };

            HttpResponse<String> response = server.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("The configuration is reloaded.\n");
            assertThat(reloads).hasValue(1);
        }
    }

    @Test
    void a_bad_one_is_refused_with_every_error_on_its_line() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, false))) {
            server.reload = () -> List.of("line 4: unknown key webb", "line 9: interval is negative");

            HttpResponse<String> response = server.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body()).isEqualTo("line 4: unknown key webb\nline 9: interval is negative\n");
        }
    }

    @Test
    void reading_does_not_reload() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, false))) {
            server.reload = () -> List.of("reloaded");

            HttpResponse<String> response = server.get("/-/reload");

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("POST");
        }
    }

    @Test
    void another_site_cannot_make_a_browser_reload() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, false))) {
            server.reload = () -> List.of("reloaded");

            assertThat(server.send("POST", "/-/reload", "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void two_reloads_do_not_run_at_once() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, false))) {
            AtomicInteger running = new AtomicInteger();
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            server.reload = () -> {
                int atOnce = running.incrementAndGet();
                first.countDown();
                await(go);
                running.decrementAndGet();
                return atOnce == 1 ? List.of() : List.of("two at once");
            };

            CompletableFuture<Integer> one = reloading(server);
            CompletableFuture<Integer> two = reloading(server);
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            go.countDown();

            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(two.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void reloading_is_off_unless_it_is_allowed() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            server.reload = () -> List.of("reloaded");

            HttpResponse<String> response = server.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("web.enable_lifecycle");
            assertThat(server.get("/-/reload").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void the_snapshot_does_not_exist_unless_it_is_allowed() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false))) {
            assertThat(server.get("/api/v1/snapshot").statusCode()).isEqualTo(404);
        }
    }

    private static CompletableFuture<Integer> reloading(RunningServer server) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return server.send("POST", "/-/reload").statusCode();
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
