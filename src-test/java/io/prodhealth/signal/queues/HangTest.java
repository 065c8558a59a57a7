package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queues with workers, played for hours: those that work are never called stuck, those that hang always. */
class HangTest {

    /**
     * The agent starts in the middle of the first request, and again and again.
     *
     * @param timed whether the pods tell how long their requests took
     */
    @ParameterizedTest
    @CsvSource({
        "2400,2,true",
        "2400,2,false",
        "2400,1,true",
        "2400,1,false",
        "2400,32,true",
        "2400,32,false",
        "600,2,false",
        "3000,2,false",
        "5400,2,true",
        "14400,4,true"
    })
    void a_worker_that_takes_long_is_never_stuck(int seconds, int workers, boolean timed) {
        for (double begin : new double[] {0.01, 0.3, 0.9, 1.5, 11.7}) {
            QueueCluster watched = new QueueCluster();
            watched.api(SampleConsumer.async("tagger", QUEUE).replicas(workers, workers))
                    .pods("tagger", workers, begin * seconds + workers * 40);
            SimulatedQueue queue =
                    new SimulatedQueue(new Random(7), workers, () -> workers * 2.0 / seconds, () -> seconds);
            for (int i = 0; i < workers * 40; i++) {
                queue.second();
            }
            for (int i = 0; i < begin * seconds; i++) {
                queue.second();
            }
            for (int i = 0; i < 4 * seconds / 15; i++) {
                queue.show(watched, 15, timed);
                watched.step();

                assertThat(watched.cause())
                        .as("begun at %s, after %s s: %s", begin, i * 15, watched.verdict())
                        .isEqualTo(Cause.OK);
            }
            assertThat(queue.visible()).isPositive();
        }
    }

    @Property(tries = 60)
    void whatever_arrives_a_queue_that_is_worked_on_is_never_stuck(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 16) int workers,
            @ForAll @DoubleRange(min = 2, max = 900) double mean,
            @ForAll @DoubleRange(min = 0.2, max = 1.5) double load,
            @ForAll boolean timed) {
        Random random = new Random(seed);
        QueueCluster watched = new QueueCluster();
        watched.api(SampleConsumer.async("tagger", QUEUE).replicas(workers, workers));
        SimulatedQueue queue = new SimulatedQueue(
                random, workers, () -> load * workers / mean, () -> mean * (0.5 + random.nextDouble()));

        for (int i = 0; i < 4 * 3600 / 15; i++) {
            if (random.nextInt(400) == 0) {
                queue.restart();
            }
            queue.show(watched, 15, timed);
            watched.step();

            assertThat(watched.cause())
                    .as("after %s s: %s", i * 15, watched.verdict())
                    .isEqualTo(Cause.OK);
        }
    }

    @Property(tries = 60)
    void every_hang_is_found_and_over_with_the_next_completion(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 16) int workers,
            @ForAll @DoubleRange(min = 2, max = 60) double mean,
            @ForAll @DoubleRange(min = 0.3, max = 1.3) double load,
            @ForAll boolean timed,
            @ForAll boolean withSqs) {
        Random random = new Random(seed);
        QueueCluster watched = new QueueCluster();
        watched.sqsUnknown = withSqs ? null : Observed.Reason.PERMISSION_DENIED;
        watched.api(SampleConsumer.async("tagger", QUEUE).replicas(workers, workers));
        SimulatedQueue queue = new SimulatedQueue(
                random, workers, () -> load * workers / mean, () -> mean * (0.5 + random.nextDouble()));
        for (int i = 0; i < 3600 / 15; i++) {
            if (random.nextInt(100) == 0) {
                queue.restart();
            }
            queue.show(watched, 15, timed);
            watched.step();
        }

        queue.hang();
        double found = 0;
        while (queue.visible() == 0) {
            queue.show(watched, 15, timed);
            watched.step();
        }
        while (watched.cause() != Cause.NO_COMPLETION) {
            queue.show(watched, 15, timed);
            watched.step();
            found += 15;
            assertThat(found).as("%s", watched.verdict()).isLessThanOrEqualTo(630);
        }

        queue.restart();
        double over = 0;
        while (watched.cause() == Cause.NO_COMPLETION) {
            queue.show(watched, 15, timed);
            watched.step();
            over += 15;
            assertThat(over).as("%s", watched.verdict()).isLessThanOrEqualTo(3 * mean + 60);
        }
    }
}
