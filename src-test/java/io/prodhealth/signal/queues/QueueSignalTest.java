package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static io.prodhealth.signal.queues.QueueCluster.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QueueSignalTest {

    private final QueueCluster cluster = new QueueCluster();

    @Test
    void an_empty_queue_has_no_age_and_is_drained_at_once() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).sqs(QUEUE, 0, 0).step();

        assertThat(cluster.queue(QUEUE).oldestAge()).hasValue(0);
        assertThat(cluster.queue(QUEUE).drain()).hasValue(0);
        assertThat(cluster.queue(QUEUE).stuck()).isNotNull();
    }

    @Test
    void the_age_is_that_of_the_newest_minute_and_is_withdrawn_when_that_is_old() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).sqs(QUEUE, 4, 0);
        cluster.cloudWatch(new QueueActivity(
                QUEUE,
                List.of(minute(-240, 30), minute(-180, 90), minute(-300, 10)),
                List.of(),
                List.of(),
                cluster.now));
        cluster.step();
        assertThat(cluster.queue(QUEUE).oldestAge()).hasValue(90);

        cluster.later(30 * 60).step();

        assertThat(cluster.queue(QUEUE).oldestAge()).isEmpty();
    }

    @Test
    void without_cloudwatch_the_age_of_what_waits_is_not_known_and_nothing_is_counted() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).sqs(QUEUE, 4, 0).step();

        assertThat(cluster.queue(QUEUE).oldestAge()).isEmpty();
        assertThat(cluster.queue(QUEUE).sent()).isEmpty();
        assertThat(cluster.queue(QUEUE).deleted()).isEmpty();
    }

    @Test
    void the_drain_time_is_the_depth_over_the_measured_completions() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        for (int i = 0; i <= 40; i++) {
            cluster.later(15)
                    .sqs(QUEUE, 56, 4)
                    .completed("tagger", 1000 + 3 * i)
                    .step();
        }

        assertThat(cluster.queue(QUEUE).throughput()).hasValueCloseTo(0.2, within(1e-9));
        assertThat(cluster.queue(QUEUE).drain()).hasValueCloseTo(300.0, within(1e-6));
    }

    @Test
    void before_anything_was_measured_the_drain_time_is_not_known() {
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .completed("tagger", 1000)
                .sqs(QUEUE, 56, 4)
                .step();

        assertThat(cluster.queue(QUEUE).drain()).isEmpty();
    }

    @Test
    void until_prometheus_has_shown_a_rate_that_of_cloudwatch_is_taken() {
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .completed("tagger", 1000)
                .sqs(QUEUE, 56, 4);
        cluster.cloudWatch(new QueueActivity(
                QUEUE,
                List.of(),
                List.of(),
                List.of(minute(-300, 12), minute(-240, 12), minute(-180, 12)),
                cluster.now));
        cluster.step();

        assertThat(cluster.queue(QUEUE).throughput()).hasValueCloseTo(0.2, within(1e-9));
    }

    @Test
    void arrivals_in_a_dead_letter_queue_are_counted_once_two_readings_agree() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        dead(3);
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(0);
        dead(5);
        dead(5);
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(2);
        dead(0);
        dead(0);
        dead(400);
        dead(0);
        dead(1);
        dead(1);

        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(3);
        assertThat(cluster.queue(QUEUE).deadLetters()).hasValue(1);
    }

    @Test
    void what_went_to_the_dead_letter_queue_was_not_completed() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        cluster.prometheusUnknown = Observed.Reason.DISABLED;
        for (int i = 0; i < 40; i++) {
            cluster.later(15)
                    .sqs(QUEUE, 100 - i, 0, "failures.fifo")
                    .sqs("failures.fifo", i, 0)
                    .step();
        }

        assertThat(cluster.queue(QUEUE).throughput()).isEmpty();
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(38);
    }

    @Test
    void while_sqs_is_stale_the_state_is_withdrawn_and_the_counters_stay() {
        cluster.sqs("orders", 4, 0);
        cluster.cloudWatch(new QueueActivity("orders", List.of(), List.of(), List.of(), cluster.now));
        cluster.step();
        cluster.cloudWatch(
                new QueueActivity("orders", List.of(), List.of(minute(60, 7)), List.of(), cluster.later(200).now));
        cluster.step();

        cluster.sqsUnknown = Observed.Reason.STALE;
        cluster.later(60).step();

        assertThat(cluster.state.result().queues()).isEmpty();
        assertThat(cluster.state.result().withdrawn()).singleElement().satisfies(queue -> {
            assertThat(queue.name()).isEqualTo("orders");
            assertThat(queue.read()).isNull();
            assertThat(queue.sent()).hasValue(7);
        });
    }

    @Test
    void a_queue_that_is_gone_is_gone_and_forgotten_after_an_hour() {
        cluster.sqs("orders", 4, 0).step();
        cluster.queues.clear();

        cluster.later(15).step();
        assertThat(cluster.state.result().queues()).isEmpty();
        assertThat(cluster.state.result().withdrawn()).isEmpty();
        assertThat(cluster.state.tracks()).containsOnlyKeys("orders");

        cluster.later(3600).step();
        assertThat(cluster.state.tracks()).isEmpty();
    }

    @Test
    void after_a_restart_the_counters_go_on_without_loss_and_without_counting_twice() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        dead(3);
        dead(5);
        dead(5);
        minutes(minute(60, 7), minute(120, 2));
        QueueMemory memory = cluster.state.memory();
        assertThat(cluster.queue(QUEUE).sent()).hasValue(9);

        cluster.state = cluster.signal.resume(memory, cluster.now);
        assertThat(cluster.state.memory()).isEqualTo(memory);
        dead(6);
        dead(6);
        minutes(minute(60, 7), minute(120, 2), minute(180, 4));

        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(3);
        assertThat(cluster.queue(QUEUE).sent()).hasValue(13);
        assertThat(cluster.queue(QUEUE).since()).isEqualTo(QueueCluster.START.plusSeconds(15));
    }

    @Test
    void a_memory_of_queues_that_are_not_seen_again_is_dropped_after_an_hour() {
        QueueMemory memory = new QueueMemory(List.of(new QueueMemory.Entry("gone", 0, 1, 1, 1, 1, 1, 1, List.of())));
        cluster.state = cluster.signal.resume(memory, cluster.now);
        cluster.later(15).step();
        assertThat(cluster.state.memory()).isEqualTo(memory);

        cluster.later(3700).step();

        assertThat(cluster.state.memory()).isEqualTo(QueueMemory.NONE);
    }

    @Test
    void after_a_restart_no_counter_is_told_before_what_it_counts_has_been_read() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        dead(3);
        dead(5);
        dead(5);
        minutes(minute(60, 7));
        QueueMemory memory = cluster.state.memory();
        cluster.state = cluster.signal.resume(memory, cluster.now);

        cluster.sqsUnknown = Observed.Reason.NOT_SYNCED;
        cluster.cloudWatchUnknown = Observed.Reason.NOT_SYNCED;
        cluster.gauges("tagger", 5, 1).step();

        assertThat(cluster.queue(QUEUE).sent()).isEmpty();
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).isEmpty();
        assertThat(cluster.state.memory()).isEqualTo(memory);
        cluster.sqsUnknown = null;
        cluster.cloudWatchUnknown = null;
        dead(5);
        minutes(minute(60, 7), minute(120, 2));
        assertThat(cluster.queue(QUEUE).sent()).hasValue(9);
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).hasValue(2);
    }

    @Test
    void a_memory_that_cannot_be_true_does_no_harm() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        cluster.state = cluster.signal.resume(
                new QueueMemory(List.of(new QueueMemory.Entry(
                        QUEUE,
                        Long.MAX_VALUE,
                        Double.NaN,
                        Long.MIN_VALUE,
                        Double.POSITIVE_INFINITY,
                        Long.MAX_VALUE,
                        -1,
                        Long.MIN_VALUE,
                        List.of(
                                new QueueMemory.Stuck("a cause of tomorrow", 1, 1),
                                new QueueMemory.Stuck("no_completion", Long.MAX_VALUE, Long.MAX_VALUE))))),
                cluster.now);
        cluster.later(300);
        cluster.cloudWatch(
                new QueueActivity(QUEUE, List.of(), List.of(minute(0, 7)), List.of(minute(0, 5)), cluster.now));
        cluster.sqs(QUEUE, 1, 1).step();
        minutes(minute(360, 2));

        assertThat(cluster.queue(QUEUE).since()).isEqualTo(QueueCluster.START.plusSeconds(300));
        assertThat(cluster.queue(QUEUE).sent()).hasValue(2);
        assertThat(cluster.queue(QUEUE).deleted()).hasValue(5);
        assertThat(cluster.queue(QUEUE).deadLetterArrivals()).isEmpty();
    }

    @Test
    void a_queue_that_has_counted_nothing_is_not_remembered() {
        cluster.sqs("orders", 1, 0).step();

        assertThat(cluster.state.memory()).isEqualTo(QueueMemory.NONE);
    }

    @Property(tries = 30)
    void readings_told_again_or_out_of_order_change_nothing(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int workers) {
        Random random = new Random(seed);
        QueueCluster plain = new QueueCluster();
        QueueCluster disturbed = new QueueCluster();
        List<QueueCluster> both = List.of(plain, disturbed);
        both.forEach(each -> each.api(SampleConsumer.async("tagger", QUEUE).replicas(workers, workers)));
        SimulatedQueue queue = new SimulatedQueue(random, workers, () -> workers / 20.0, () -> 20);
        Queues old = Queues.NONE;
        for (int i = 0; i < 400; i++) {
            if (i == 300) {
                queue.hang();
            }
            queue.show(plain, 15, true);
            disturbed.now = plain.now;
            disturbed.queues.putAll(plain.queues);
            disturbed.async.clear();
            disturbed.async.putAll(plain.async);
            both.forEach(QueueCluster::step);
            if (random.nextBoolean()) {
                disturbed.evaluate();
            }
            if (random.nextInt(5) == 0 && !old.read().isEmpty()) {
                Queue young = disturbed.queues.put(QUEUE, old.read().getFirst());
                disturbed.evaluate();
                disturbed.queues.put(QUEUE, java.util.Objects.requireNonNull(young));
                disturbed.evaluate();
            }
            if (random.nextInt(4) == 0) {
                old = new Queues(List.copyOf(plain.queues.values()), List.of());
            }

            assertThat(disturbed.verdict()).isEqualTo(plain.verdict());
            assertThat(disturbed.queue(QUEUE)).isEqualTo(plain.queue(QUEUE));
        }
        assertThat(plain.cause()).isEqualTo(Cause.NO_COMPLETION);
    }

    private void dead(long messages) {
        cluster.later(15)
                .sqs(QUEUE, 1, 1, "failures.fifo")
                .sqs("failures.fifo", messages, 0)
                .step();
    }

    private void minutes(QueueActivity.Minute... sent) {
        cluster.later(300);
        cluster.cloudWatch(new QueueActivity(QUEUE, List.of(), List.of(sent), List.of(), cluster.now))
                .step();
    }
}
