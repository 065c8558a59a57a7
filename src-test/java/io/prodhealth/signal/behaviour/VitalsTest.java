package io.prodhealth.signal.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.source.recording.DumpedCluster;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is remembered of a minute of the recorded cluster: iris, and video-tagger with its queue. */
class VitalsTest {

    private static final Offset<Float> CLOSE = within(0.001f);
    private static final ClusterSnapshot RECORDED = recorded();

    private static ClusterSnapshot recorded() {
        return DumpedCluster.read(
                RecordedFolder.production(),
                DumpedCluster.takenAt(RecordedFolder.production()).orElseThrow(),
                "default",
                complaint -> {});
    }

    @Test
    void the_cpu_of_a_pod_is_what_it_uses_over_what_it_asks_for_with_its_proxy() {
        Vitals.Cpu cpu = vitals("RealtimeAPI", "iris", iris(0, 0, 0.3)).cpu();

        // 35 and 15 millicores (each cut to whole ones) of 200 and 100.
        assertThat(cpu.mean()).isCloseTo(0.17f, within(0.01f));
        assertThat(cpu.most()).isEqualTo(cpu.mean());
        assertThat(cpu.there()).isEqualTo(cpu.mean());
        // All pods of its node, of 3.7 cores.
        assertThat(cpu.fullest()).isCloseTo(0.278f, within(0.02f));
    }

    @Test
    void where_pods_or_their_use_are_not_known_neither_is_their_cpu() {
        ClusterSnapshot unread = with(iris(0, 0, 0.3), Observed.notSynced(RECORDED.at()));

        assertThat(vitals("RealtimeAPI", "iris", unread).cpu()).isEqualTo(Vitals.Cpu.UNKNOWN);
        assertThat(vitals("RealtimeAPI", "iris", with(iris(0, 0, 0.3), new Observed.Known<>(List.of(), RECORDED.at())))
                        .cpu())
                .isEqualTo(Vitals.Cpu.UNKNOWN);
    }

    @Test
    void errors_are_the_apis_own_and_503s_of_a_full_queue_are_not() {
        Vitals roomy = vitals("RealtimeAPI", "iris", iris(2, 1.5, 0.3));
        Vitals full = vitals("RealtimeAPI", "iris", iris(2, 1.5, 100));

        assertThat(roomy.errors()).isCloseTo(2, CLOSE);
        assertThat(full.errors()).isCloseTo(0.5f, CLOSE);
        assertThat(full.refused()).isCloseTo(1.5f, CLOSE);
        assertThat(full.count()).isCloseTo(60 * 12, within(0.01));
    }

    @Test
    void pods_are_saturated_that_work_on_as_much_as_they_can() {
        assertThat(vitals("RealtimeAPI", "iris", iris(0, 0, 0.9)).saturated()).isZero();
        assertThat(vitals("RealtimeAPI", "iris", iris(0, 0, 1)).saturated()).isOne();
        // Three of four.
        assertThat(vitals("AsyncAPI", "video-tagger", RECORDED).saturated()).isZero();
    }

    @Test
    void an_api_that_is_not_in_the_answers_of_the_gateway_has_no_numbers() {
        Vitals unknown = vitals("RealtimeAPI", "iris", with(load(Answers.UNKNOWN, 0.3), RECORDED.podUsage()));

        assertThat(unknown.requests()).isNaN();
        assertThat(unknown.errors()).isNaN();
        assertThat(unknown.p99()).isNaN();
    }

    private static ClusterSnapshot iris(double errors, double refused, double inFlight) {
        Answers.Rates rates =
                new Answers.Rates(OptionalDouble.of(10), OptionalDouble.of(errors), OptionalDouble.of(refused));
        return with(
                load(
                        new Answers(rates, rates, OptionalDouble.of(0.2), OptionalDouble.of(0.1), OptionalDouble.of(1)),
                        inFlight),
                RECORDED.podUsage());
    }

    private static RequestLoad load(Answers answers, double inFlight) {
        return new RequestLoad(
                List.of(new RequestLoad.Realtime(
                        "iris", inFlight, List.of(new RequestLoad.Share(inFlight, 1)), answers)),
                List.of());
    }

    private static ClusterSnapshot with(ClusterSnapshot from, Observed<List<PodUsage>> usage) {
        return with(from.requests().orElse(RequestLoad.NONE), usage);
    }

    private static ClusterSnapshot with(RequestLoad load, Observed<List<PodUsage>> usage) {
        return new ClusterSnapshot(
                RECORDED.at(),
                RECORDED.kubernetes(),
                usage,
                new Observed.Known<>(load, RECORDED.at()),
                RECORDED.queues(),
                RECORDED.queueActivity(),
                RECORDED.autoScaling(),
                RECORDED.changes());
    }

    private static Vitals vitals(String kind, String name, ClusterSnapshot snapshot) {
        ReadinessSignal readiness = new ReadinessSignal(0.99, Optional.empty());
        Observed<List<ApiReadiness>> apis = readiness
                .step(readiness.start(snapshot.at()), snapshot)
                .result()
                .apis();
        Map<Workload, ApiBehaviour> seen =
                new BehaviourSignal().step(Behaviour.NONE, snapshot, apis).apis();
        return Objects.requireNonNull(seen.get(new Workload("default", kind, name)))
                .last()
                .vitals();
    }
}
