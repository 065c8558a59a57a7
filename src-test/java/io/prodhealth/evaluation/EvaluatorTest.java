package io.prodhealth.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.Awaited;
import io.prodhealth.config.Config;
import io.prodhealth.signal.provisioning.ProvisioningMemory;
import io.prodhealth.signal.queues.QueueMemory;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Awaited awaited = new Awaited();
    private final AtomicInteger snapshots = new AtomicInteger();
    private @Nullable Evaluator running;

    @AfterEach
    void close() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void before_the_first_evaluation_nothing_is_known() {
        Evaluator evaluator = evaluator(this::snapshot, NEVER, NEVER);

        assertThat(evaluator.latest().snapshot()).isEqualTo(ClusterSnapshot.empty(START));
        assertThat(evaluator.latest().readiness().apis().known()).isEmpty();
        assertThat(evaluator.durations().count()).isZero();
        assertThat(evaluator.age()).isZero();
    }

    @Test
    void an_evaluation_is_timed_and_shown() {
        Evaluator evaluator = evaluator(this::snapshot, NEVER, NEVER);

        evaluator.evaluate();

        assertThat(evaluator.latest().snapshot().at()).isEqualTo(START.plusSeconds(1));
        assertThat(evaluator.durations().count()).isEqualTo(1);
    }

    @Test
    void without_news_it_evaluates_after_the_interval() {
        start(evaluator(this::snapshot, Duration.ofMillis(5), AT_ONCE));

        awaited.until("three evaluations by time alone", () -> snapshots.get() >= 3);
    }

    @Test
    void with_news_it_evaluates_at_once() {
        Evaluator evaluator = start(evaluator(this::snapshot, NEVER, AT_ONCE));

        evaluator.onChange();

        awaited.until("the evaluation", () -> evaluator.durations().count() == 1);
    }

    @Test
    void many_changes_are_one_evaluation() {
        Evaluator evaluator = evaluator(this::snapshot, NEVER, NEVER);
        for (int i = 0; i < 1000; i++) {
            evaluator.onChange();
        }

        start(evaluator);

        awaited.until("the evaluation", () -> evaluator.durations().count() == 1);
        for (int i = 0; i < 1000; i++) {
            evaluator.onChange();
        }
        assertThat(snapshots).hasValue(1);
    }

    @Test
    void a_change_during_an_evaluation_is_not_lost() {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Evaluator evaluator = evaluator(
                () -> {
                    if (snapshots.get() == 0) {
                        seen.countDown();
                        await(go);
                    }
                    return snapshot();
                },
                NEVER,
                AT_ONCE);
        evaluator.onChange();
        start(evaluator);
        await(seen);

        evaluator.onChange();
        go.countDown();

        awaited.until("another evaluation", () -> evaluator.durations().count() == 2);
    }

    @Test
    void a_bug_costs_one_evaluation_and_leaves_the_last_result() {
        AtomicInteger calls = new AtomicInteger();
        Evaluator evaluator = start(evaluator(
                () -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("bug");
                    }
                    return snapshot();
                },
                NEVER,
                AT_ONCE));
        evaluator.onChange();
        awaited.until("the first", () -> evaluator.durations().count() == 1);
        Evaluation first = evaluator.latest();

        evaluator.onChange();
        awaited.until("the bug", () -> calls.get() == 2);
        assertThat(evaluator.latest()).isSameAs(first);

        evaluator.onChange();
        awaited.until("the third", () -> evaluator.durations().count() == 2);
        assertThat(evaluator.latest()).isNotSameAs(first);
    }

    @Test
    void an_evaluation_asked_for_directly_does_not_hide_a_bug() {
        Evaluator evaluator = evaluator(
                () -> {
                    throw new IllegalStateException("bug");
                },
                NEVER,
                NEVER);

        assertThatThrownBy(evaluator::evaluate).hasMessage("bug");
    }

    @Test
    void a_new_configuration_takes_effect_at_once_and_what_was_counted_stays() {
        Evaluator evaluator = start(evaluator(this::snapshot, NEVER, AT_ONCE));
        evaluator.onChange();
        awaited.until("the first", () -> evaluator.durations().count() == 1);

        Signals before = Signals.of(Config.defaults());
        evaluator.reconfigure(
                new Signals(
                        new ReadinessSignal(0.5, Optional.empty()),
                        before.queues(),
                        before.provisioning(),
                        before.prometheus(),
                        before.practices()),
                NEVER,
                AT_ONCE);

        awaited.until("the second", () -> evaluator.durations().count() == 2);
        assertThat(evaluator.latest().readiness().availabilityObjective()).isEqualTo(0.5);
    }

    @Test
    void what_an_earlier_run_has_counted_goes_on_and_is_never_out_of_sight() {
        Evaluator evaluator = evaluator(this::snapshot, NEVER, NEVER);
        SignalMemory earlier = new SignalMemory(
                QueueMemory.NONE,
                new ProvisioningMemory(
                        START.minusSeconds(60).toEpochMilli(), 1, List.of(), Map.of("gpu-spot", 3L), List.of()),
                io.prodhealth.signal.prometheus.PrometheusMemory.NONE);

        evaluator.resume(earlier);
        assertThat(evaluator.memory()).isEqualTo(earlier);
        evaluator.evaluate();

        assertThat(evaluator.memory().provisioning().interruptions()).containsEntry("gpu-spot", 3L);
    }

    @Test
    void the_age_is_that_of_the_snapshot_behind_the_result() {
        Evaluator evaluator = evaluator(() -> ClusterSnapshot.empty(START.minusSeconds(40)), NEVER, NEVER);
        evaluator.evaluate();

        assertThat(evaluator.age()).isEqualTo(Duration.ofSeconds(40));
    }

    private ClusterSnapshot snapshot() {
        return ClusterSnapshot.empty(START.plusSeconds(snapshots.incrementAndGet()));
    }

    private Evaluator evaluator(Supplier<ClusterSnapshot> source, Duration interval, Duration minGap) {
        return new Evaluator(
                source, Signals.of(Config.defaults()), interval, minGap, Clock.fixed(START, ZoneOffset.UTC));
    }

    private Evaluator start(Evaluator evaluator) {
        running = evaluator;
        evaluator.start();
        return evaluator;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
