package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static io.prodhealth.signal.queues.QueueCluster.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every evaluation is 15 s after the one before, with a reading of everything. */
class StuckRuleTest {

    private static final String BATCH_QUEUE = "cx_1ee11af4_b_resizer_6775251e35447fbf.fifo";

    private final QueueCluster cluster = new QueueCluster();
    private double completed = 1000;

    @Test
    void a_queue_that_is_worked_on_is_not_stuck() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        for (int i = 0; i < 200; i++) {
            busy(50, 2, 3);

            assertThat(cluster.cause()).isEqualTo(Cause.OK);
        }
        assertThat(cluster.verdict().judged()).isEqualTo(Judged.YES);
    }

    @Test
    void a_queue_whose_workers_hang_is_stuck_after_five_minutes_and_until_something_is_completed() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(50, 2, 3));
        var hangs = cluster.now;

        double found = secondsUntil(Cause.NO_COMPLETION, () -> busy(50, 2, 0));

        assertThat(found).isEqualTo(300);
        assertThat(cluster.verdict().lastCompletion()).isEqualTo(hangs);
        run(40, () -> busy(50, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        assertThat(cluster.verdict().since()).isEqualTo(hangs.plusSeconds(300));
        assertThat(cluster.queue(QUEUE).drain()).hasValue(Double.POSITIVE_INFINITY);

        busy(50, 2, 1);

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void a_queue_that_hung_before_the_agent_started_is_stuck_when_its_pods_have_timed_enough() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        double found = secondsUntil(Cause.NO_COMPLETION, () -> {
            cluster.sqs(QUEUE, 50, 2).completed("tagger", 1000, 4);
            cluster.later(15).step();
        });

        assertThat(found).isBetween(300.0, 330.0);
    }

    @Test
    void without_history_and_with_messages_in_flight_nothing_is_said_for_an_hour() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        run(239, () -> {
            cluster.sqs(QUEUE, 50, 2).completed("tagger", 3);
            cluster.later(15).step();
        });
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
        assertThat(cluster.verdict().judged()).isEqualTo(Judged.NO_HISTORY);

        double found = secondsUntil(Cause.NO_COMPLETION, () -> cluster.later(15).step());

        assertThat(found).isLessThan(60);
    }

    @Test
    void messages_that_nobody_has_in_work_need_no_history() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        double found = secondsUntil(Cause.NO_COMPLETION, () -> {
            cluster.sqs(QUEUE, 7, 0).completed("tagger", 3);
            cluster.later(15).step();
        });

        assertThat(found).isBetween(300.0, 330.0);
    }

    @Test
    void where_nobody_tells_of_completions_a_queue_is_not_called_stuck_and_that_is_said() {
        cluster.prometheusUnknown = Observed.Reason.STALE;
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        run(400, () -> {
            cluster.sqs(QUEUE, 50, 2);
            cluster.later(15).step();
        });

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
        assertThat(cluster.verdict().judged()).isEqualTo(Judged.COMPLETIONS_UNKNOWN);
    }

    @Test
    void when_nobody_tells_of_completions_any_more_the_verdict_is_withdrawn_and_is_back_with_them() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(50, 2, 3));
        run(30, () -> busy(50, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);

        cluster.prometheusUnknown = Observed.Reason.STALE;
        run(4, () -> busy(50, 2, 0));
        assertThat(cluster.verdict().judged()).isEqualTo(Judged.COMPLETIONS_UNKNOWN);

        cluster.prometheusUnknown = null;
        busy(50, 2, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
    }

    @Test
    void one_odd_reading_neither_makes_nor_clears_a_verdict() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(0, 2, 3));
        run(30, () -> busy(0, 2, 0));
        busy(500, 2, 0);
        run(3, () -> busy(0, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.OK);

        run(25, () -> busy(50, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        busy(0, 0, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        busy(50, 2, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        run(2, () -> busy(0, 0, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void after_an_idle_night_the_first_message_has_its_time() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(5, 2, 3));
        run(4 * 60 * 4, () -> busy(0, 0, 0));

        run(19, () -> busy(5, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
        run(3, () -> busy(5, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
    }

    @Test
    void a_hang_does_not_teach_that_completions_take_long() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(50, 2, 3));
        run(240, () -> busy(50, 2, 0));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        run(20, () -> busy(50, 2, 3));
        assertThat(cluster.cause()).isEqualTo(Cause.OK);

        assertThat(secondsUntil(Cause.NO_COMPLETION, () -> busy(50, 2, 0))).isLessThanOrEqualTo(315);
    }

    @Test
    void a_long_request_that_says_so_itself_does_teach_it() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(1, 1));
        double[] seconds = {4000};
        run(40, () -> timed(3, 1, seconds));
        run(60, () -> timed(0, 0, seconds));
        assertThat(cluster.cause()).isEqualTo(Cause.NO_COMPLETION);
        timed(1, 900, seconds);
        run(40, () -> timed(3, 1, seconds));

        run(60, () -> timed(0, 0, seconds));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
        assertThat(cluster.verdict().allowed()).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(46));
    }

    @Test
    void messages_without_any_ready_consumer_are_named_after_two_minutes() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(2, 0));

        assertThat(secondsUntil(Cause.NO_READY_CONSUMER, () -> busy(5, 0, 0))).isBetween(120.0, 150.0);

        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(2, 1));
        busy(5, 1, 0);
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void readiness_that_flaps_hides_no_hang() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> busy(50, 2, 3));
        int[] look = {0};

        double found = secondsUntil(Cause.NO_COMPLETION, () -> {
            cluster.api(SampleConsumer.async("tagger", QUEUE)
                    .replicas(2, look[0]++ % 3 == 0 ? 0 : 2)
                    .otherPods(2, 0));
            busy(50, 2, 0);
        });

        assertThat(found).isLessThanOrEqualTo(330);
    }

    @Test
    void an_api_that_stays_at_zero_replicas_with_messages_has_an_autoscaler_that_does_not_follow() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(0, 0));

        double found = secondsUntil(Cause.AUTOSCALER_NOT_FOLLOWING, () -> busy(5, 0, 0));

        // A window of 1m, a stabilization of 1m, and 2m.
        assertThat(found).isBetween(240.0, 270.0);
    }

    @Test
    void an_api_at_zero_replicas_without_messages_is_well() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(0, 0));

        run(100, () -> busy(0, 0, 0));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void more_messages_in_flight_than_the_living_can_hold_are_orphaned() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).workers(4));
        run(10, () -> busy(0, 8, 3));
        cluster.api(SampleConsumer.async("tagger", QUEUE).workers(4).replicas(1, 1));

        double found = secondsUntil(Cause.ORPHANED_IN_FLIGHT, () -> busy(0, 8, 1));

        assertThat(found).isBetween(120.0, 150.0);
        run(2, () -> busy(0, 4, 1));
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void pods_on_their_way_out_still_hold_theirs() {
        cluster.api(
                SampleConsumer.async("tagger", QUEUE).workers(4).replicas(1, 1).otherPods(0, 1));

        run(40, () -> busy(0, 8, 1));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void a_gauge_that_stands_still_while_the_queue_moves_away_keeps_cortex_from_scaling() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        cluster.gauges("tagger", 10, 2);
        run(10, () -> busy(10, 2, 3));
        int[] depth = {20};

        double found = secondsUntil(Cause.STALE_GAUGE, () -> busy(depth[0]++, 2, 3));

        assertThat(found).isBetween(180.0, 210.0);
        cluster.gauges("tagger", depth[0], 2);
        busy(depth[0], 2, 3);
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void a_gauge_is_not_stale_when_it_would_change_nothing() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(10, 10));
        cluster.gauges("tagger", 10, 2);

        run(40, () -> busy(90, 2, 3));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void a_backlog_that_falls_needs_no_more_replicas() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        cluster.gauges("tagger", 10, 2);
        int[] depth = {900};

        run(40, () -> busy(depth[0] -= 10, 2, 3));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void without_sqs_cortexs_gauges_tell_the_depth_for_the_verdict_and_for_it_alone() {
        cluster.sqsUnknown = Observed.Reason.PERMISSION_DENIED;
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        run(40, () -> gauged(0, 2, 3));
        int[] depth = {0};

        double found = secondsUntil(Cause.NO_COMPLETION, () -> gauged(depth[0] += 30, 2, 0));

        assertThat(found).isBetween(300.0, 330.0);
        assertThat(cluster.queue(QUEUE).read()).isNull();
        gauged(depth[0], 2, 1);
        assertThat(cluster.cause()).isEqualTo(Cause.OK);
    }

    @Test
    void gauges_that_have_never_moved_prove_nothing() {
        cluster.sqsUnknown = Observed.Reason.PERMISSION_DENIED;
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        run(300, () -> gauged(7, 0, 0));

        assertThat(cluster.cause()).isEqualTo(Cause.OK);
        assertThat(cluster.verdict().judged()).isEqualTo(Judged.DEPTH_UNCERTAIN);
    }

    @Test
    void gauges_that_stood_still_while_the_queue_was_emptied_prove_nothing() {
        cluster.sqsUnknown = Observed.Reason.PERMISSION_DENIED;
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        int[] depth = {100};
        run(20, () -> gauged(depth[0] += 1, 2, 1));
        run(20, () -> gauged(depth[0], 2, 6));

        run(100, () -> gauged(depth[0], 2, 0));

        assertThat(cluster.verdict().judged()).isEqualTo(Judged.DEPTH_UNCERTAIN);
    }

    @Test
    void without_any_depth_there_is_no_verdict() {
        cluster.sqsUnknown = Observed.Reason.STALE;
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .completed("tagger", 7)
                .step();

        assertThat(cluster.queue(QUEUE).stuck()).isNull();
    }

    @Test
    void without_knowing_the_consumers_there_is_no_verdict() {
        cluster.api(SampleConsumer.async("tagger", QUEUE).replicas(2, null))
                .sqs(QUEUE, 5, 0)
                .step();

        assertThat(cluster.queue(QUEUE).stuck()).isNull();
    }

    @Test
    void without_prometheus_the_minutes_of_cloudwatch_tell() {
        cluster.prometheusUnknown = Observed.Reason.DISABLED;
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        List<QueueActivity.Minute> deleted = new ArrayList<>();
        List<QueueActivity.Minute> age = new ArrayList<>();
        int[] told = {0};
        Runnable look = () -> {
            long seconds = cluster.now.getEpochSecond() - QueueCluster.START.getEpochSecond();
            if (seconds >= 180 && seconds % 60 == 0) {
                long begin = seconds - 180;
                deleted.add(minute(begin, begin < 600 ? 12 : 0));
                age.add(minute(begin, 30));
                told[0]++;
            }
            cluster.cloudWatch(
                    new QueueActivity(QUEUE, List.copyOf(age), List.of(), List.copyOf(deleted), cluster.now));
            cluster.sqs(QUEUE, 50 + seconds, 2);
            cluster.later(15).step();
        };
        run(40, look);
        assertThat(cluster.cause()).isEqualTo(Cause.OK);

        double found = secondsUntil(Cause.NO_COMPLETION, look);

        // The minutes are three minutes late.
        assertThat(found).isBetween(300.0, 570.0);
        assertThat(told[0]).isPositive();
    }

    @Test
    void a_batch_queue_tells_by_its_falls() {
        running(2);
        int[] left = {600};
        cluster.prometheusUnknown = Observed.Reason.DISABLED;
        run(100, () -> batch(left[0] -= 3, 2));
        assertThat(cluster.queue(BATCH_QUEUE).stuck()).isNotNull();
        assertThat(batchCause()).isEqualTo(Cause.OK);
        assertThat(cluster.queue(BATCH_QUEUE).throughput())
                .hasValueCloseTo(0.2, org.assertj.core.api.Assertions.within(0.01));

        int looks = 0;
        while (batchCause() != Cause.NO_COMPLETION && looks < 100) {
            batch(left[0], 2);
            looks++;
        }

        assertThat(looks * 15).isBetween(300, 345);
        run(3, () -> batch(left[0] -= 3, 2));
        assertThat(batchCause()).isEqualTo(Cause.OK);
    }

    @Test
    void a_batch_queue_without_workers_is_stuck_only_while_its_job_runs() {
        running(0);
        run(12, () -> batch(600, 0));
        assertThat(batchCause()).isEqualTo(Cause.NO_READY_CONSUMER);

        cluster.jobs.set(0, job("enqueuing"));
        batch(600, 0);

        assertThat(batchCause()).isEqualTo(Cause.OK);
    }

    private Cause batchCause() {
        Verdict verdict = cluster.queue(BATCH_QUEUE).stuck();
        return verdict == null ? Cause.OK : verdict.cause();
    }

    private void batch(long visible, long inFlight) {
        cluster.sqs(BATCH_QUEUE, visible, inFlight);
        cluster.later(15).step();
    }

    private void running(int ready) {
        cluster.jobs.add(job("running"));
        Workload resizer = new Workload("default", "BatchAPI", "resizer");
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < ready; i++) {
            pods.add(new Pod(
                    "default",
                    "resizer-6775251e35447fbf-" + i,
                    "uid-" + i,
                    resizer,
                    "worker",
                    "node",
                    Pod.Phase.RUNNING,
                    "",
                    Pod.Condition.TRUE,
                    "",
                    Pod.Condition.TRUE,
                    1,
                    1,
                    1,
                    0,
                    List.<ContainerState>of()));
        }
        cluster.pods = new Pods(Map.of(resizer, pods), pods.size());
    }

    private static BatchJob job(String status) {
        return new BatchJob(
                "default",
                "6775251e35447fbf",
                "uid",
                QueueCluster.START,
                Map.of(),
                "resizer",
                2,
                status,
                "https://sqs.us-east-1.amazonaws.com/123456789012/" + BATCH_QUEUE,
                Map.of());
    }

    private void busy(long visible, long inFlight, int more) {
        completed += more;
        cluster.later(15).sqs(QUEUE, visible, inFlight).completed("tagger", completed);
        cluster.step();
    }

    private void timed(int more, double meanSeconds, double[] seconds) {
        completed += more;
        seconds[0] += more * meanSeconds;
        cluster.later(15).sqs(QUEUE, 50, 1).completed("tagger", completed, seconds[0] / completed);
        cluster.step();
    }

    private void gauged(double queued, double active, int more) {
        completed += more;
        cluster.later(15).gauges("tagger", queued, active).completed("tagger", completed);
        cluster.step();
    }

    private static void run(int times, Runnable look) {
        for (int i = 0; i < times; i++) {
            look.run();
        }
    }

    private double secondsUntil(Cause cause, Runnable look) {
        var begin = cluster.now;
        for (int i = 0; i < 1000; i++) {
            look.run();
            if (cluster.cause() == cause) {
                return Duration.between(begin, cluster.now).toSeconds();
            }
        }
        throw new AssertionError("not " + cause + " but " + cluster.verdict());
    }
}
