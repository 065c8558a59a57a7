package io.prodhealth.signal.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Every API lets 20 requests wait in each pod. */
class RequestsTest {

    private static final Workload IRIS = new Workload("default", "RealtimeAPI", "iris");

    private final QueueCluster cluster = new QueueCluster();

    @Test
    void what_a_pod_has_beyond_its_concurrency_waits() {
        cluster.api(SampleConsumer.realtime("iris", 3, 4));

        RequestFigures iris = measured(OptionalDouble.of(2), share(10.5, 1), share(3, 2));

        assertThat(iris.inFlight()).isEqualTo(16.5);
        assertThat(iris.queued()).hasValue(6.5);
        assertThat(iris.waitSeconds()).hasValue(3.25);
        assertThat(iris.freeSlots()).hasValue(13.5 + 21 + 21);
        assertThat(iris.ofProxies()).isFalse();
    }

    @Test
    void when_nothing_waits_nobody_waits_whatever_is_served() {
        cluster.api(SampleConsumer.realtime("iris", 1, 4));

        assertThat(measured(OptionalDouble.empty(), share(3, 1)).waitSeconds()).hasValue(0);
    }

    @Test
    void without_a_rate_a_wait_is_not_known_and_without_an_end_it_lasts_for_ever() {
        cluster.api(SampleConsumer.realtime("iris", 1, 4));

        assertThat(measured(OptionalDouble.empty(), share(9, 1)).waitSeconds()).isEmpty();
        assertThat(measured(OptionalDouble.of(0), share(9, 1)).waitSeconds()).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void the_slots_of_pods_that_are_not_ready_are_not_free() {
        cluster.api(SampleConsumer.realtime("iris", 1, 16));

        RequestFigures iris = measured(OptionalDouble.empty(), share(30, 1), share(0, 1));

        assertThat(iris.freeSlots()).hasValue(6);
    }

    @Test
    void a_pod_that_is_overfull_has_no_negative_slots() {
        cluster.api(SampleConsumer.realtime("iris", 2, 1));

        assertThat(measured(OptionalDouble.empty(), share(30, 1), share(1, 1)).freeSlots())
                .hasValue(20);
    }

    @Test
    void an_api_of_which_prometheus_says_nothing_has_no_figures() {
        cluster.api(SampleConsumer.realtime("iris", 2, 1))
                .api(SampleConsumer.async("tagger", ""))
                .step();

        assertThat(cluster.state.result().requests()).isEmpty();
    }

    @Test
    void while_prometheus_is_down_a_sample_is_scaled_up_and_says_that_it_is_one() {
        cluster.api(SampleConsumer.realtime("iris", 12, 4));
        cluster.prometheusUnknown = Observed.Reason.STALE;
        cluster.samples.add(new ProxySample(IRIS, 12, List.of(share(6, 1), share(3, 2))));

        RequestFigures iris = cluster.step().requests().getFirst();

        assertThat(iris.inFlight()).isEqualTo(48);
        assertThat(iris.queued()).hasValue(8);
        assertThat(iris.waitSeconds()).isEmpty();
        assertThat(iris.freeSlots()).hasValueCloseTo(12 * 24 - 48.0, within(1e-9));
        assertThat(iris.ofProxies()).isTrue();
        assertThat(iris.measured()).isEqualTo(3);
        assertThat(iris.pods()).isEqualTo(12);
    }

    @Test
    void while_prometheus_answers_a_left_over_sample_is_not_used() {
        cluster.api(SampleConsumer.realtime("iris", 12, 4));
        cluster.samples.add(new ProxySample(IRIS, 12, List.of(share(6, 1))));

        assertThat(cluster.step().requests()).isEmpty();
    }

    private RequestFigures measured(OptionalDouble served, RequestLoad.Share... shares) {
        double sum = 0;
        for (RequestLoad.Share share : shares) {
            sum += share.inFlight() * share.pods();
        }
        cluster.realtime.clear();
        cluster.realtime.add(new RequestLoad.Realtime("iris", sum, List.of(shares), served));
        return cluster.step().requests().getFirst();
    }

    private static RequestLoad.Share share(double inFlight, int pods) {
        return new RequestLoad.Share(inFlight, pods);
    }
}
