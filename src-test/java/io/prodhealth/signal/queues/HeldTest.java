package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica takes over, or the agent is started again, while a queue is stuck. Every evaluation is 15 s after another. */
class HeldTest {

    private final QueueCluster cluster = new QueueCluster();
    private double completed = 1000;
    private Instant since = Instant.EPOCH;

    @BeforeEach
    void the_workers_of_a_queue_hang_and_another_replica_takes_over() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, 3);
        run(25, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        since = cluster.verdict().since();
        QueueMemory memory = cluster.state.memory();

        cluster.state = cluster.signal.resume(memory, cluster.now);
    }

    @Test
    void it_is_stuck_from_the_first_word_of_the_one_that_takes_over_and_since_then() {
        look(50, 2, 0);

        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        assertThat(cluster.verdict().since()).isEqualTo(since);
    }

    @Test
    void it_stays_stuck_until_something_is_completed() {
        run(60, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        assertThat(cluster.verdict().since()).isEqualTo(since);

        look(50, 2, 5);
        look(50, 2, 5);

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void it_is_stuck_no_more_when_nothing_is_in_it() {
        look(0, 0, 0);
        look(0, 0, 0);

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void what_was_stuck_is_handed_on_once_more_before_it_could_be_looked_at() {
        assertThat(cluster.state.memory().queues())
                .singleElement()
                .satisfies(entry -> assertThat(entry.stuck()).hasSize(1));
    }

    @Test
    void one_that_has_watched_all_the_time_goes_on_from_what_it_has_seen() {
        QueueMemory memory = cluster.state.memory();
        QueueCluster follower = new QueueCluster();
        follower.api(SampleConsumer.async("tagger", QUEUE));
        follower.sqs(QUEUE, 50, 2).completed("tagger", completed).step();
        follower.later(15).sqs(QUEUE, 50, 2).completed("tagger", completed).step();
        assertThat(follower.cause()).isEqualTo(Cause.OK);

        follower.state = follower.signal.resume(follower.state, memory, follower.now);
        follower.later(15).sqs(QUEUE, 50, 2).completed("tagger", completed).step();

        assertThat(follower.cause()).isEqualTo(Cause.NO_COMPLETION);
    }

    private void run(int times, int more) {
        for (int i = 0; i < times; i++) {
            look(50, 2, more);
        }
    }

    private void look(long visible, long inFlight, int more) {
        completed += more;
        cluster.later(15).sqs(QUEUE, visible, inFlight).completed("tagger", completed);
        cluster.step();
    }
}
