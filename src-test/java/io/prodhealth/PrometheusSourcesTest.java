package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.Certificate;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Prometheus that asks who comes, behind a certificate of its own, as the agent's wiring reaches it. */
class PrometheusSourcesTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Awaited awaited = new Awaited();
    private final Set<String> came = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_token_is_shown_and_renewed_when_its_file_is() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        int port = listen(new HttpServerOptions(), request -> request.getHeader("Authorization") != null);

        try (PrometheusSources sources = sources(port, "http", "--prometheus.bearer-token-file", token.toString())) {
            sources.start();
            awaited.until("it is ready", () -> ready(sources));
            assertThat(came).containsExactly("Bearer first");

            Files.writeString(token, "second\n");
            awaited.until("the new token is shown", () -> came.contains("Bearer second"));
        }
    }

    @Test
    void a_user_and_a_password_are_shown() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "sesame");
        int port = listen(
                new HttpServerOptions(), request -> "Basic bWU6c2VzYW1l".equals(request.getHeader("Authorization")));

        try (PrometheusSources sources = sources(
                port, "http", "--prometheus.username", "me", "--prometheus.password-file", password.toString())) {
            sources.start();
            awaited.until("it is ready", () -> ready(sources));
        }
    }

    @Test
    void one_that_refuses_is_neither_up_nor_down() throws Exception {
        int port = listen(new HttpServerOptions(), request -> false);

        try (PrometheusSources sources = sources(port, "http")) {
            sources.start();
            awaited.until(
                    "it has refused",
                    () -> sources.server() instanceof Observed.Unknown<PrometheusServer> unknown
                            && unknown.reason() == Observed.Reason.PERMISSION_DENIED);
        }
    }

    @Test
    void whoever_it_redirects_to_is_not_told_who_comes() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "secret");
        int elsewhere = listen(new HttpServerOptions(), request -> true);
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://127.0.0.1:" + elsewhere + request.uri())
                        .end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();

        try (PrometheusSources sources = sources(port, "http", "--prometheus.bearer-token-file", token.toString())) {
            sources.start();
            awaited.until("the other one has answered", () -> ready(sources));
            assertThat(came).containsExactly("none");
        }
    }

    @Test
    void a_certificate_is_believed_from_the_authority_that_is_named() throws Exception {
        Certificate own = Certificate.create(folder);
        Path authority = Files.writeString(folder.resolve("own.pem"), own.pem());
        int port = listen(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(own.keyStore().toString())
                                .setPassword(own.password())),
                request -> true);

        try (PrometheusSources trusting = sources(port, "https", "--prometheus.ca-file", authority.toString());
                PrometheusSources others = sources(port, "https")) {
            trusting.start();
            others.start();
            awaited.until("it is believed", () -> ready(trusting));
            awaited.until(
                    "others do not believe it",
                    () -> others.statuses().stream()
                            .anyMatch(status -> status.problem().contains("ertificat")));
            assertThat(others.server()).isInstanceOf(Observed.Unknown.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--prometheus.username=me, needs prometheus.password_file",
        "--prometheus.password-file=/p, needs prometheus.username",
        "--prometheus.username=me --prometheus.password-file=/p --prometheus.bearer-token-file=/t, cannot be used with",
        "--prometheus.url= --prometheus.bearer-token-file=/t, set prometheus.url",
        "--prometheus.insecure-skip-verify=true --prometheus.ca-file=/c, useless"
    })
    void what_makes_no_sense_together_is_said(String flags, String sentence) {
        Map<String, String> given = new HashMap<>(Map.of("--prometheus.url", "http://prometheus.example"));
        for (String flag : flags.split(" ", -1)) {
            String[] pair = flag.split("=", 2);
            given.put(pair[0], pair[1]);
        }

        assertThatThrownBy(() -> new ConfigReader(Map.of(), given).read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }

    private static boolean ready(PrometheusSources sources) {
        return sources.server()
                .known()
                .filter(server -> server.answering() == Answering.READY)
                .isPresent();
    }

    private int listen(HttpServerOptions options, Predicate<HttpServerRequest> known) {
        return vertx.createHttpServer(options)
                .requestHandler(request -> {
                    String who = request.getHeader("Authorization");
                    came.add(who == null ? "none" : who);
                    if (!known.test(request)) {
                        request.response().setStatusCode(401).end("who are you");
                    } else {
                        request.response().end("Prometheus Server is Ready.\n");
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private PrometheusSources sources(int port, String scheme, String... more) throws Exception {
        Map<String, String> flags = new HashMap<>(Map.of(
                "--prometheus.url",
                scheme + "://localhost:" + port,
                "--prometheus.interval",
                "5s",
                "--prometheus.timeout",
                "5s"));
        for (int i = 0; i < more.length; i += 2) {
            flags.put(more[i], more[i + 1]);
        }
        Config config = new ConfigReader(Map.of(), flags).read();
        return new PrometheusSources(
                config, vertx, () -> KubernetesObjects.notSynced(Instant.EPOCH), Clock.systemUTC(), awaited);
    }
}
