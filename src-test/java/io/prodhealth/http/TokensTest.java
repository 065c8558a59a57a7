package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.prodhealth.config.WebConfig;
import io.prodhealth.http.Tokens.Verdict;
import io.prodhealth.report.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bearer tokens: who is asked about, how often, and what is remembered. */
class TokensTest {

    /** Says what it was told to say of a token, and remembers what it was asked. */
    private static final class Reviews implements Reviewer {
        final Map<String, Reviewer.Answer> verdicts = new ConcurrentHashMap<>();
        final List<String> asked = new CopyOnWriteArrayList<>();
        volatile boolean answers = true;

        @Override
        public Answer review(String token, String path, String verb) throws Unanswered {
            asked.add(token + " " + verb + " " + path);
            if (!answers) {
                throw new Unanswered("down");
            }
            return verdicts.getOrDefault(token, Answer.UNKNOWN);
        }
    }

    private final Reviews reviews = new Reviews();
    private final AtomicLong nanos = new AtomicLong();
    private final Tokens tokens = new Tokens(reviews, nanos::get);

    private Verdict judge(String token) {
        return tokens.judge("Bearer " + token, "GET", "/metrics");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "bearer \t ",
                "Basic YWxpY2U6c2VjcmV0",
                "Bearer two words",
                "Bearer a\nb",
                "Bearer \u0000",
                "Bearer =",
                "Bearer t\u00e4glich",
                "Bearer \"quoted\"",
                "Bearer {\"spec\":1}"
            })
    void what_is_no_token_is_refused_and_nobody_is_asked(String header) {
        assertThat(tokens.judge(header, "GET", "/metrics")).isEqualTo(Verdict.REFUSED);
        assertThat(reviews.asked).isEmpty();
    }

    @Test
    void what_is_too_long_for_a_token_or_a_path_is_refused_and_nobody_is_asked() {
        assertThat(judge("x".repeat(8193))).isEqualTo(Verdict.REFUSED);
        assertThat(tokens.judge("Bearer good", "GET", "/" + "x".repeat(256))).isEqualTo(Verdict.FORBIDDEN);
        assertThat(reviews.asked).isEmpty();
    }

    @Test
    void a_right_token_is_reviewed_once_a_minute() {
        reviews.verdicts.put("good", Reviewer.Answer.ALLOWED);

        assertThat(judge("good")).isEqualTo(Verdict.ADMITTED);
        pass(Duration.ofSeconds(59));
        assertThat(judge("good")).isEqualTo(Verdict.ADMITTED);
        assertThat(reviews.asked).containsExactly("good get /metrics");

        reviews.verdicts.remove("good");
        pass(Duration.ofSeconds(1));
        assertThat(judge("good")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void what_is_granted_later_works_after_ten_seconds() {
        reviews.verdicts.put("poor", Reviewer.Answer.FORBIDDEN);

        assertThat(judge("poor")).isEqualTo(Verdict.FORBIDDEN);
        reviews.verdicts.put("poor", Reviewer.Answer.ALLOWED);
        pass(Duration.ofMillis(9_999));
        assertThat(judge("poor")).isEqualTo(Verdict.FORBIDDEN);
        pass(Duration.ofMillis(1));
        assertThat(judge("poor")).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void each_path_and_verb_is_reviewed_for_itself_and_a_head_is_a_get() {
        reviews.verdicts.put("good", Reviewer.Answer.ALLOWED);

        judge("good");
        tokens.judge("bearer good", "HEAD", "/metrics");
        tokens.judge("Bearer good", "GET", "/");
        tokens.judge("Bearer good", "POST", "/-/reload");
        tokens.judge("Bearer good", "BREW", "/-/reload");

        assertThat(reviews.asked).containsExactly("good get /metrics", "good get /", "good post /-/reload");
    }

    @Test
    void no_answer_lets_nobody_in_and_is_not_remembered() {
        reviews.verdicts.put("good", Reviewer.Answer.ALLOWED);
        reviews.answers = false;
        assertThat(judge("good")).isEqualTo(Verdict.UNANSWERED);

        reviews.answers = true;
        assertThat(judge("good")).isEqualTo(Verdict.ADMITTED);

        reviews.answers = false;
        pass(Tokens.ADMITTED_FOR);
        assertThat(judge("good")).isEqualTo(Verdict.UNANSWERED);
    }

    @Test
    void a_review_that_fails_in_an_unforeseen_way_lets_nobody_in() {
        Tokens broken = new Tokens(
                (token, path, verb) -> {
                    throw new IllegalStateException("unforeseen");
                },
                nanos::get);

        assertThat(broken.judge("Bearer good", "GET", "/metrics")).isEqualTo(Verdict.UNANSWERED);
    }

    @Test
    void a_flood_of_strangers_is_reviewed_at_a_bounded_rate_and_keeps_out_nobody_who_was_in() {
        reviews.verdicts.put("good", Reviewer.Answer.ALLOWED);
        judge("good");
        pass(Tokens.ADMITTED_FOR);
        reviews.asked.clear();

        List<Verdict> flood = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 500; i++) {
                flood.add(judge("stranger" + second + "-" + i));
            }
            pass(Duration.ofSeconds(1));
        }

        // Ten at once, and then two a second.
        assertThat(reviews.asked).hasSize(10 + 9 * 2);
        assertThat(flood).containsOnly(Verdict.REFUSED, Verdict.BUSY);
        assertThat(judge("good")).isEqualTo(Verdict.ADMITTED);
    }

    /** Answers when it is let go. */
    private static final class Slow implements Reviewer {
        private final CountDownLatch asked;
        private final CountDownLatch go = new CountDownLatch(1);
        private final List<String> reviewed = new CopyOnWriteArrayList<>();
        private final Answer answer;

        Slow(int asked, Answer answer) {
            this.asked = new CountDownLatch(asked);
            this.answer = answer;
        }

        @Override
        public Answer review(String token, String path, String verb) throws InterruptedException {
            reviewed.add(token);
            asked.countDown();
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            return answer;
        }

        void awaitAsked() throws InterruptedException {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void those_who_ask_the_same_at_once_wait_for_one_review() throws Exception {
        Slow reviewer = new Slow(1, Reviewer.Answer.ALLOWED);
        Tokens slow = new Tokens(reviewer, System::nanoTime);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            verdicts.add(threads.submit(() -> slow.judge("Bearer good", "GET", "/metrics")));
            reviewer.awaitAsked();
            for (int i = 0; i < 8; i++) {
                verdicts.add(threads.submit(() -> slow.judge("Bearer good", "GET", "/metrics")));
            }
            reviewer.go.countDown();
            for (Future<Verdict> verdict : verdicts) {
                assertThat(verdict.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.ADMITTED);
            }
        }
        assertThat(reviewer.reviewed).containsExactly("good");
    }

    @Test
    void more_than_a_few_do_not_wait_for_the_same_review() throws Exception {
        Slow reviewer = new Slow(1, Reviewer.Answer.UNKNOWN);
        Tokens slow = new Tokens(reviewer, System::nanoTime);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Verdict> first = threads.submit(() -> slow.judge("Bearer same", "GET", "/metrics"));
            reviewer.awaitAsked();
            CompletionService<Verdict> others = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < 20; i++) {
                others.submit(() -> slow.judge("Bearer same", "GET", "/metrics"));
            }
            // Those beyond the eight who may wait are answered while the review is still going on.
            for (int i = 0; i < 12; i++) {
                assertThat(others.take().get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.BUSY);
            }
            reviewer.go.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.REFUSED);
        }
    }

    @Test
    void more_at_once_than_may_be_are_told_to_come_again() throws Exception {
        Slow reviewer = new Slow(2, Reviewer.Answer.UNKNOWN);
        Tokens slow = new Tokens(reviewer, System::nanoTime);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Verdict> one = threads.submit(() -> slow.judge("Bearer one", "GET", "/metrics"));
            Future<Verdict> two = threads.submit(() -> slow.judge("Bearer two", "GET", "/metrics"));
            reviewer.awaitAsked();

            assertThat(slow.judge("Bearer three", "GET", "/metrics")).isEqualTo(Verdict.BUSY);

            reviewer.go.countDown();
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.REFUSED);
            assertThat(two.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.REFUSED);
        }
    }

    @Test
    void beside_passwords_either_will_do() throws Exception {
        String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
        WebConfig web = new WebConfig(Optional.empty(), Map.of("alice", hash), Map.of(), Optional.empty());
        reviews.verdicts.put("good", Reviewer.Answer.ALLOWED);
        String alice = Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
        try (RunningServer server =
                new RunningServer(Samples.healthy(), RunningServer.options(false, false), web, Optional.of(reviews))) {
            assertThat(server.get("/metrics", "Authorization", "Basic " + alice).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics", "Authorization", "Bearer good").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics", "Authorization", "Bearer bad").statusCode())
                    .isEqualTo(401);
            assertThat(server.send("HEAD", "/api/v1/events", "Authorization", "Bearer good")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics").headers().firstValue("WWW-Authenticate"))
                    .hasValue("Basic realm=\"prodhealth\", charset=\"UTF-8\", Bearer realm=\"prodhealth\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/api/v1/report", "/api/v1/events", "/-/reload", "/nothing"})
    void no_path_but_those_of_probes_is_answered_without_a_token(String path) throws Exception {
        try (RunningServer server = new RunningServer(
                Samples.healthy(), RunningServer.options(true, true), WebConfig.NONE, Optional.of(reviews))) {
            assertThat(server.get(path).statusCode()).isEqualTo(401);
            assertThat(server.get(path).headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"prodhealth\"");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(reviews.asked).isEmpty();
        }
    }
}
