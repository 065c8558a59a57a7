package io.prodhealth.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.MovedClock;
import io.prodhealth.alerting.AlertingStatus.Alertmanager;
import io.prodhealth.alerting.AlertingStatus.Origin;
import io.prodhealth.alerting.PrometheusSight.Status;
import io.prodhealth.simulator.Certificate;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.HttpAccess;
import io.prodhealth.source.SourceStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against servers that answer as Alertmanager does, or as it does not. */
class AlertingTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final MovedClock clock = new MovedClock(NOW);
    private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Alerting> opened = new ArrayList<>();
    private volatile String mode = "good";
    private PrometheusSight sight = new PrometheusSight(Status.UP, null, List.of(), "prod");
    private String url;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        url = "http://127.0.0.1:" + listen(new HttpServerOptions());
    }

    @AfterEach
    void stop() {
        opened.forEach(Alerting::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void while_prometheus_works_an_empty_post_proves_each_minute_that_alerts_would_be_taken() throws Exception {
        Alerting alerting = alerting(url + "/a");
        alerting.round();
        clock.pass(Duration.ofSeconds(54));
        alerting.round();
        assertThat(bodies.get("/a")).containsExactly("[]");

        clock.pass(Duration.ofSeconds(1));
        alerting.round();

        assertThat(bodies.get("/a")).containsExactly("[]", "[]");
        assertThat(source(alerting).up()).isTrue();
    }

    @Test
    void it_is_posted_at_once_refreshed_within_a_minute_and_its_end_is_told_once() throws Exception {
        Alerting alerting = alerting(url + "/a");
        alerting.round();
        see(Status.DOWN);
        clock.pass(Duration.ofSeconds(121));
        alerting.round();
        assertThat(last("/a")).contains("CortexPrometheusDown", "\"endsAt\":\"2026-01-15T09:06:01Z\"");
        assertThat(alerting.status().prometheusDownSince()).isEqualTo(NOW.plusSeconds(120));

        clock.pass(Duration.ofSeconds(55));
        alerting.round();
        assertThat(last("/a")).contains("CortexPrometheusDown", "\"endsAt\":\"2026-01-15T09:06:56Z\"");

        see(Status.UP);
        clock.pass(Duration.ofSeconds(2));
        alerting.round();
        assertThat(last("/a")).contains("CortexPrometheusDown", "\"endsAt\":\"2026-01-15T09:02:58Z\"");

        clock.pass(Duration.ofSeconds(55));
        alerting.round();
        assertThat(last("/a")).isEqualTo("[]");
        assertThat(alerting.status().prometheusDownSince()).isNull();
    }

    @Test
    void a_heartbeat_is_posted_each_minute_where_it_is_wanted() throws Exception {
        Alerting alerting = alerting(new Alerting.Options(
                true, Duration.ofMinutes(2), true, "", "", List.of(url + "/a"), HttpAccess.open("alertmanager")));
        alerting.round();
        clock.pass(Duration.ofSeconds(55));
        alerting.round();

        assertThat(bodies.get("/a")).hasSize(2).allMatch(body -> body.contains("ProdhealthHeartbeat"));
    }

    @ParameterizedTest
    @CsvSource({
        "html, INVALID_RESPONSE, no Alertmanager",
        "huge, INVALID_RESPONSE, longer than",
        "silent, TIMEOUT, no complete answer",
        "drip, TIMEOUT, no complete answer",
        "401, PERMISSION_DENIED, HTTP 401",
        "302, INVALID_RESPONSE, HTTP 302",
        "500, UNAVAILABLE, HTTP 500",
        "cut, UNAVAILABLE, closed"
    })
    void a_bad_answer_is_a_failure_of_that_one_alone_and_is_got_over(String bad, FailureReason reason, String problem)
            throws Exception {
        mode = bad;
        Alerting alerting = alerting(url + "/bad", url + "/good");
        see(Status.DOWN);
        clock.pass(Duration.ofSeconds(121));
        alerting.round();

        assertThat(last("/good")).contains("CortexPrometheusDown");
        assertThat(problem(alerting, "/good")).isEmpty();
        assertThat(problem(alerting, "/bad")).containsIgnoringCase(problem);
        assertThat(source(alerting).failures()).containsEntry(reason, 1L);
        assertThat(source(alerting).up()).isTrue();
        assertThat(source(alerting).problem()).isEmpty();

        mode = "good";
        clock.pass(Duration.ofSeconds(4));
        alerting.round();
        assertThat(problem(alerting, "/bad")).as("it is left alone for a while").isNotEmpty();
        clock.pass(Duration.ofSeconds(1));
        alerting.round();
        assertThat(problem(alerting, "/bad")).isEmpty();
        assertThat(last("/bad")).contains("CortexPrometheusDown");
    }

    @Test
    void where_none_takes_alerts_the_source_is_not_up() throws Exception {
        mode = "500";
        Alerting alerting = alerting(url + "/bad");
        alerting.round();

        assertThat(source(alerting).up()).isFalse();
        assertThat(source(alerting).problem()).contains("/bad: HTTP 500");
    }

    @Test
    void news_does_not_wait_for_the_end_of_a_back_off() throws Exception {
        mode = "500";
        Alerting alerting = alerting(url + "/bad");
        see(Status.DOWN);
        for (int i = 0; i < 8; i++) {
            alerting.round();
            clock.pass(Duration.ofSeconds(14));
        }
        int before = bodies.getOrDefault("/bad", List.of()).size();
        assertThat(before).as("each wait is longer").isLessThan(6);

        clock.pass(Duration.ofSeconds(8));
        alerting.round();

        assertThat(bodies.get("/bad")).hasSize(before + 1);
        assertThat(last("/bad")).contains("CortexPrometheusDown");
    }

    @Test
    void those_that_prometheus_names_are_told_and_remembered_when_it_is_dead() throws Exception {
        Alerting alerting = alerting();
        alerting.round();
        assertThat(alerting.status().origin()).isEqualTo(Origin.NONE);
        assertThat(alerting.source()).isEmpty();

        sight = new PrometheusSight(Status.UP, null, List.of(URI.create(url + "/a/api/v1/alerts")), "prod");
        alerting.round();
        assertThat(alerting.status().origin()).isEqualTo(Origin.DISCOVERED);
        see(Status.DOWN);
        clock.pass(Duration.ofSeconds(121));
        alerting.round();

        assertThat(alerting.status().origin()).isEqualTo(Origin.REMEMBERED);
        assertThat(last("/a")).contains("CortexPrometheusDown");
        assertThat(alerting.remembered()).containsExactly(url + "/a");

        Alerting later = alerting();
        later.restore(alerting.remembered());
        later.round();
        assertThat(later.status().alertmanagers()).extracting(Alertmanager::url).containsExactly(url + "/a");
    }

    @Test
    void at_most_ten_are_remembered_and_none_that_is_no_address() {
        KnownAlertmanagers known = new KnownAlertmanagers(List.of());
        List<URI> named = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            named.add(URI.create("http://10.0.0." + i + ":9093/api/v2/alerts"));
        }
        named.addFirst(URI.create("ftp://10.0.0.99/"));
        named.addFirst(URI.create("http://user:secret@10.0.0.98/"));
        named.addFirst(URI.create("mailto:someone"));
        known.named(named);

        assertThat(known.urls()).hasSize(10).allMatch(url -> url.matches("http://10\\.0\\.0\\.[0-9]+:9093"));
    }

    @Test
    void a_password_and_a_token_are_sent_from_their_files_and_never_told() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
        alerting(secured("agent", secret.toString(), "")).round();
        alerting(secured("", "", secret.toString())).round();
        assertThat(authorizations).containsExactly("Basic YWdlbnQ6aHVudGVyMg==", "Bearer hunter2");

        Alerting missing = alerting(secured("", "", folder.resolve("none").toString()));
        missing.round();
        assertThat(problem(missing, "/a")).contains("alertmanager.bearer_token_file cannot be read");

        Files.writeString(secret, "two\nlines");
        Alerting odd = alerting(secured("", "", secret.toString()));
        odd.round();
        assertThat(problem(odd, "/a")).contains("does not hold one line").doesNotContain("two");
    }

    @Test
    void a_certificate_is_believed_only_from_an_authority_that_is_trusted_or_if_any_is() throws Exception {
        Certificate own = Certificate.create(folder);
        int port = listen(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(own.keyStore().toString()).setPassword(own.password())));
        String secure = "https://localhost:" + port + "/tls";

        Alerting untrusting = alerting(trusting(secure, "", false));
        untrusting.round();
        assertThat(problem(untrusting, "/tls")).containsIgnoringCase("certificat");
        assertThat(bodies).doesNotContainKey("/tls");

        Path ca = Files.writeString(folder.resolve("ca.pem"), "nothing of the kind");
        Alerting trusting = alerting(trusting(secure, ca.toString(), false));
        trusting.round();
        assertThat(problem(trusting, "/tls")).contains("holds no certificate");
        Files.writeString(ca, own.pem());
        clock.pass(Duration.ofSeconds(5));
        trusting.round();
        assertThat(problem(trusting, "/tls")).as("the file is read again").isEmpty();

        Alerting believing = alerting(trusting(secure, "", true));
        believing.round();
        assertThat(problem(believing, "/tls")).isEmpty();
        assertThat(bodies.get("/tls")).hasSize(2);
    }

    private void see(Status status) {
        sight = new PrometheusSight(status, status == Status.DOWN ? clock.instant() : null, List.of(), "prod");
    }

    private Alerting alerting(String... urls) {
        return alerting(new Alerting.Options(
                true, Duration.ofMinutes(2), false, "", "", List.of(urls), HttpAccess.open("alertmanager")));
    }

    private Alerting.Options secured(String user, String passwordFile, String tokenFile) {
        return new Alerting.Options(
                true,
                Duration.ofMinutes(2),
                false,
                "",
                "",
                List.of(url + "/a"),
                new HttpAccess("alertmanager", user, passwordFile, tokenFile, "", false));
    }

    private static Alerting.Options trusting(String url, String ca, boolean any) {
        return new Alerting.Options(
                true,
                Duration.ofMinutes(2),
                false,
                "",
                "",
                List.of(url),
                new HttpAccess("alertmanager", "", "", "", ca, any));
    }

    private Alerting alerting(Alerting.Options options) {
        Alerting alerting = new Alerting(
                options,
                Alerting.Pace.USUAL,
                () -> sight,
                trust -> new BoundedHttp(vertx, Duration.ofSeconds(2), Alerting.longestAnswer(), trust),
                clock);
        opened.add(alerting);
        return alerting;
    }

    private static SourceStatus source(Alerting alerting) {
        return alerting.source().orElseThrow();
    }

    private static String problem(Alerting alerting, String path) {
        return alerting.status().alertmanagers().stream()
                .filter(one -> one.url().endsWith(path))
                .findFirst()
                .orElseThrow()
                .problem();
    }

    private String last(String path) {
        return bodies.getOrDefault(path, List.of("nothing")).getLast();
    }

    private int listen(HttpServerOptions options) {
        HttpServer server = vertx.createHttpServer(options).requestHandler(this::answer);
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path().replace("/api/v2/alerts", "");
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        request.body().onSuccess(body -> {
            bodies.computeIfAbsent(path, none -> new CopyOnWriteArrayList<>()).add(body.toString());
            answer(path.equals("/bad") ? mode : "good", request.response());
        });
    }

    private void answer(String how, HttpServerResponse response) {
        switch (how) {
            case "good" -> response.end();
            case "html" -> response.end("<html>Please log in</html>");
            case "huge" -> response.end("{" + "x".repeat(1 << 20));
            case "drip" -> {
                response.setChunked(true);
                long timer = vertx.setPeriodic(50, tick -> {
                    if (!response.closed()) {
                        response.write("x");
                    }
                });
                response.closeHandler(closed -> vertx.cancelTimer(timer));
            }
            case "302" ->
                response.setStatusCode(302).putHeader("Location", "/bad").end();
            case "cut" -> response.reset();
            case "silent" -> {}
            default -> response.setStatusCode(Integer.parseInt(how)).end("because");
        }
    }
}
