package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.prodhealth.config.WebConfig;
import io.prodhealth.config.WebConfig.RateLimit;
import io.prodhealth.http.Users.Verdict;
import io.prodhealth.report.Samples;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, passwords and how many requests there may be. */
class UsersTest {

    private static final Map<String, String> ALICE = Map.of("alice", hash("secret: of Älice"));

    private static String hash(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void who_knows_the_password_is_admitted_again_and_again() {
        Users users = new Users(ALICE);

        assertThat(users.judge(basic("alice", "secret: of Älice"))).isEqualTo(Verdict.ADMITTED);
        assertThat(users.judge(basic("alice", "secret: of Älice"))).isEqualTo(Verdict.ADMITTED);
        assertThat(users.judge(basic("alice", "secret"))).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void the_password_of_one_is_not_that_of_another_or_of_nobody() {
        Users users = new Users(Map.of("alice", hash("a"), "bob", hash("b")));

        assertThat(users.judge(basic("alice", "a"))).isEqualTo(Verdict.ADMITTED);
        assertThat(users.judge(basic("bob", "a"))).isEqualTo(Verdict.REFUSED);
        assertThat(users.judge(basic("mallory", "a"))).isEqualTo(Verdict.REFUSED);
        assertThat(users.judge(basic("mallory", "b"))).isEqualTo(Verdict.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Bearer x",
                "Basic OnNlY3JldA==",
                "Basic YWxpY2U=",
                "Basic YWxpY2U6",
                "\u0000"
            })
    void a_header_that_names_no_user_and_password_is_refused(String header) {
        assertThat(new Users(ALICE).judge(header)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void what_is_longer_than_a_hash_looks_at_is_refused() {
        String first72 = "x".repeat(72);
        Users users = new Users(Map.of("alice", BCrypt.withDefaults().hashToString(4, first72.toCharArray())));

        assertThat(users.judge(basic("alice", first72 + "anything"))).isEqualTo(Verdict.REFUSED);
        assertThat(users.judge("Basic " + "A".repeat(5000))).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void without_users_everybody_is_admitted() {
        assertThat(new Users(Map.of()).judge("")).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void a_server_asks_for_the_password_but_not_of_the_kubelet() throws Exception {
        WebConfig web = new WebConfig(Optional.empty(), ALICE, Map.of("X-Frame-Options", "deny"), Optional.empty());
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(true, true), web)) {
            for (String path :
                    new String[] {"/", "/metrics", "/api/v1/report", "/api/v1/snapshot", "/api/v1/events", "/nothing"
                    }) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(server.send("POST", "/-/reload").statusCode()).isEqualTo(401);
            assertThat(server.get("/metrics").headers().firstValue("WWW-Authenticate"))
                    .contains("Basic realm=\"prodhealth\", charset=\"UTF-8\"");
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
            assertThat(server.get("/-/ready").statusCode()).isEqualTo(200);

            var admitted = server.get("/metrics", "Authorization", basic("alice", "secret: of Älice"));
            assertThat(admitted.body()).isEqualTo("up 1\n");
            assertThat(admitted.headers().firstValue("X-Frame-Options")).contains("deny");

            server.server.protect(
                    new WebConfig(Optional.empty(), Map.of("alice", hash("another")), Map.of(), Optional.empty()));
            assertThat(server.get("/metrics", "Authorization", basic("alice", "secret: of Älice"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void who_is_admitted_may_follow_the_evaluations() throws Exception {
        WebConfig web = new WebConfig(Optional.empty(), ALICE, Map.of(), Optional.empty());
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false), web);
                Socket socket = server.connect()) {
            String request = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + basic("alice", "secret: of Älice") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_bucket_is_emptied_and_fills_again() {
        AtomicLong now = new AtomicLong();
        RequestRate rate = new RequestRate(new RateLimit(Duration.ofMillis(100), 2), now::get);

        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
        now.addAndGet(Duration.ofMillis(150).toNanos());
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
        now.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(rate.take()).isTrue();
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
    }

    @Test
    void more_requests_than_are_allowed_are_refused_but_not_those_of_the_kubelet() throws Exception {
        WebConfig web =
                new WebConfig(Optional.empty(), Map.of(), Map.of(), Optional.of(new RateLimit(Duration.ofHours(1), 1)));
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(false, false), web)) {
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(server.get("/metrics").statusCode()).isEqualTo(429);
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }
}
