package io.prodhealth.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PollerTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final TestClock clock = new TestClock();
    private final AtomicInteger changes = new AtomicInteger();
    private final Deque<Source<String>> answers = new ArrayDeque<>();
    private final SourceLedger ledger = new SourceLedger("test", INTERVAL, clock);
    private final Poller<String> poller = poller(Duration.ofSeconds(20));

    @AfterEach
    void close() {
        poller.close();
    }

    @Test
    void before_the_first_reading_nothing_is_known() {
        assertThat(poller.observed()).isEqualTo(new Observed.Unknown<String>(Observed.Reason.NOT_SYNCED, START));
        assertThat(poller.status().up()).isFalse();
        assertThat(poller.status().lastSuccess()).isNull();
    }

    @Test
    void a_reading_is_published_with_its_date() throws InterruptedException {
        answers.add(() -> "one");
        clock.now = START.plusSeconds(3);

        assertThat(poller.poll()).isNull();

        assertThat(poller.observed()).isEqualTo(new Observed.Known<>("one", START.plusSeconds(3)));
        assertThat(poller.status().up()).isTrue();
        assertThat(poller.status().collections()).isEqualTo(1);
        assertThat(poller.status().durations().count()).isEqualTo(1);
        assertThat(changes).hasValue(1);
    }

    @Test
    void what_was_read_is_withdrawn_after_three_missed_intervals() throws InterruptedException {
        answers.add(() -> "one");
        poller.poll();
        fail(FailureReason.UNAVAILABLE);

        clock.now = START.plusSeconds(45);
        assertThat(poller.observed()).isInstanceOf(Observed.Known.class);

        clock.now = START.plusMillis(45_001);
        assertThat(poller.observed()).isEqualTo(new Observed.Unknown<String>(Observed.Reason.STALE, START));
        assertThat(poller.status().up()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void a_failure_is_counted_by_its_reason(FailureReason reason) throws InterruptedException {
        fail(reason);

        SourceStatus status = poller.status();
        assertThat(status.failures()).containsOnlyKeys(FailureReason.values()).containsEntry(reason, 1L);
        assertThat(status.failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
        assertThat(status.collections()).isEqualTo(1);
        assertThat(status.problem()).isEqualTo("no luck");
        assertThat(changes).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"PERMISSION_DENIED, PERMISSION_DENIED", "NOT_FOUND, ABSENT", "TIMEOUT, NOT_SYNCED"})
    void why_nothing_is_known_is_said(FailureReason failure, Observed.Reason reason) throws InterruptedException {
        fail(failure);

        assertThat(poller.observed()).isEqualTo(new Observed.Unknown<String>(reason, START));
    }

    @Test
    void a_success_forgets_the_failure() throws InterruptedException {
        fail(FailureReason.PERMISSION_DENIED);
        answers.add(() -> "one");
        poller.poll();

        assertThat(poller.status().problem()).isEmpty();
        clock.now = START.plus(INTERVAL.multipliedBy(4));
        assertThat(poller.observed())
                .isInstanceOfSatisfying(
                        Observed.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(Observed.Reason.STALE));
    }

    @Test
    void a_bug_in_a_source_is_a_failure_like_any_other() throws InterruptedException {
        answers.add(() -> {
            throw new IllegalStateException("bug");
        });

        SourceException failed = poller.poll();

        assertThat(failed).isNotNull().extracting(SourceException::reason).isEqualTo(FailureReason.INVALID_RESPONSE);
        assertThat(poller.status().problem()).contains("bug");
    }

    @Test
    void a_source_that_does_not_come_back_is_given_up_and_interrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Poller<String> impatient = poller(Duration.ofMillis(50))) {
            answers.add(() -> {
                try {
                    return String.valueOf(new CountDownLatch(1).await(1, TimeUnit.HOURS));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });

            SourceException failed = impatient.poll();

            assertThat(failed).isNotNull().extracting(SourceException::reason).isEqualTo(FailureReason.TIMEOUT);
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 15", "1, 15", "2, 30", "3, 60", "4, 120", "5, 240", "6, 300", "1000, 300"})
    void the_pause_doubles_after_the_second_failure_in_a_row_up_to_five_minutes(int failures, long seconds) {
        for (int i = 0; i < 100; i++) {
            assertThat(poller.pause(failures, null))
                    .isBetween(Duration.ofMillis(900 * seconds), Duration.ofMillis(1100 * seconds));
        }
    }

    @Test
    void the_other_side_may_ask_for_a_longer_pause_but_not_for_a_shorter_one() {
        assertThat(poller.pause(1, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThat(poller.pause(1, Duration.ofMillis(1))).isGreaterThanOrEqualTo(Duration.ofMillis(13_500));
    }

    @Test
    void an_interval_longer_than_the_longest_pause_is_kept() {
        SourceLedger slow = new SourceLedger("slow", Duration.ofHours(1), clock);
        try (Poller<String> hourly =
                new Poller<>(() -> "", slow, Duration.ofHours(1), Duration.ofSeconds(1), clock, () -> {})) {
            assertThat(hourly.pause(0, null)).isGreaterThanOrEqualTo(Duration.ofMinutes(54));
            assertThat(hourly.pause(50, null)).isLessThanOrEqualTo(Duration.ofMinutes(66));
        }
    }

    @Test
    void a_source_that_ticks_often_is_withdrawn_by_the_interval_of_its_parts() throws InterruptedException {
        Source<String> source = () -> answers.removeFirst().read();
        try (Poller<String> ticking = new Poller<>(
                source, ledger, Duration.ofSeconds(1), INTERVAL, Duration.ofSeconds(20), clock, () -> {})) {
            answers.add(() -> "one");
            ticking.poll();

            clock.now = START.plusSeconds(45);
            assertThat(ticking.observed()).isInstanceOf(Observed.Known.class);
            clock.now = START.plusMillis(45_001);
            assertThat(ticking.observed()).isInstanceOf(Observed.Unknown.class);
            assertThat(ticking.pause(0, null)).isLessThanOrEqualTo(Duration.ofMillis(1100));
        }
    }

    @Test
    void the_same_again_is_dated_anew_and_is_no_news() throws InterruptedException {
        answers.add(() -> "one");
        answers.add(() -> "one");
        poller.poll();
        clock.now = START.plusSeconds(15);

        poller.poll();

        assertThat(poller.observed()).isEqualTo(new Observed.Known<>("one", START.plusSeconds(15)));
        assertThat(changes).hasValue(1);
    }

    @Test
    void a_part_that_fails_is_counted_and_does_not_take_the_source_down() {
        ledger.succeeded(Duration.ofSeconds(1));
        ledger.partFailed(FailureReason.THROTTLED);

        assertThat(ledger.status().failures()).containsEntry(FailureReason.THROTTLED, 1L);
        assertThat(ledger.status().collections()).isEqualTo(1);
        assertThat(ledger.status().up()).isTrue();
        assertThat(ledger.status().problem()).isEmpty();
    }

    @Test
    void a_started_poller_reads_at_once() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        answers.add(() -> {
            read.countDown();
            return "one";
        });

        poller.start();

        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void proof_of_contact_without_a_reading_counts_as_success_and_not_as_reading() {
        ledger.failed(FailureReason.UNAVAILABLE, "gone");
        clock.now = START.plusSeconds(5);
        ledger.contact();

        assertThat(ledger.status().up()).isTrue();
        assertThat(ledger.status().lastSuccess()).isEqualTo(START.plusSeconds(5));
        assertThat(ledger.status().collections()).isEqualTo(1);
        assertThat(ledger.status().problem()).isEmpty();
    }

    @Test
    void a_permission_is_shown_from_the_start_and_a_denial_is_not_forgotten() {
        ledger.needs("list pods");
        ledger.denied("watch pods", true);
        ledger.needs("watch pods");

        assertThat(ledger.status().denied())
                .containsOnly(java.util.Map.entry("list pods", false), java.util.Map.entry("watch pods", true));
    }

    private void fail(FailureReason reason) throws InterruptedException {
        answers.add(() -> {
            throw new SourceException(reason, "no luck");
        });
        assertThat(List.of(poller.poll())).hasSize(1);
    }

    private Poller<String> poller(Duration timeout) {
        return new Poller<>(
                () -> answers.removeFirst().read(), ledger, INTERVAL, timeout, clock, changes::incrementAndGet);
    }

    private static final class TestClock extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
