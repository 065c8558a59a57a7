package io.prodhealth.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.snapshot.posture.AwsPosture;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusSignalTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final double GIB = 1L << 30;

    private final PrometheusSignal signal =
            new PrometheusSignal(Signals.limits(Config.defaults().prometheusLoad()), "default");

    @Test
    void what_kubernetes_shows_ready_and_the_agent_cannot_reach_is_not_called_down() {
        PrometheusLoad load = step(signal.start(NOW), NOW, server(Answering.UNREACHABLE), true, 0)
                .result();

        assertThat(load.standing().state()).isEqualTo(Standing.State.UNKNOWN);
        assertThat(load.standing().why()).contains("Kubernetes shows its pod ready");
        assertThat(load.frozen().get(FrozenReason.PROMETHEUS_DOWN)).isInstanceOf(Observed.Unknown.class);
    }

    @Test
    void what_takes_connections_and_says_nothing_is_down_whatever_kubernetes_shows() {
        PrometheusLoad load =
                step(signal.start(NOW), NOW, server(Answering.HANGING), true, 0).result();

        assertThat(load.standing().state()).isEqualTo(Standing.State.DOWN);
        assertThat(load.standing().why()).contains("does not answer");
    }

    @Test
    void what_neither_answers_nor_is_ready_is_down_since_then_and_freezes_replicas_after_two_minutes() {
        PrometheusState state = signal.start(NOW);
        for (int seconds = 0; seconds <= 105; seconds += 15) {
            state = step(state, NOW.plusSeconds(seconds), server(Answering.UNREACHABLE), false, 0);
        }
        assertThat(state.result().standing().state()).isEqualTo(Standing.State.DOWN);
        assertThat(state.result().standing().since()).isEqualTo(NOW);
        assertThat(state.result().anyFrozen()).isFalse();

        state = step(state, NOW.plusSeconds(120), server(Answering.UNREACHABLE), false, 0);
        assertThat(state.result().anyFrozen()).isTrue();

        state = step(state, NOW.plusSeconds(135), figures(1000, 1e9, 10), true, 0);
        assertThat(state.result().standing().state()).isEqualTo(Standing.State.UP);
        assertThat(state.result().anyFrozen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "HANGING"})
    void without_the_kubernetes_api_it_is_not_known_whether_it_is_down(Answering silent) {
        ClusterSnapshot blind = new ClusterSnapshot(
                NOW,
                KubernetesObjects.notSynced(NOW),
                Observed.notSynced(NOW),
                Observed.notSynced(NOW),
                Observed.notSynced(NOW),
                Observed.notSynced(NOW),
                Observed.notSynced(NOW),
                Observed.notSynced(NOW),
                AwsPosture.unknown(Observed.Reason.DISABLED, NOW),
                new Observed.Known<>(server(silent), NOW),
                Changes.NONE);

        assertThat(signal.step(signal.start(NOW), blind, Observed.notSynced(NOW))
                        .result()
                        .standing()
                        .state())
                .isEqualTo(Standing.State.UNKNOWN);
    }

    @Test
    void what_was_measured_is_set_against_its_node() {
        PrometheusState first = step(signal.start(NOW), NOW, figures(1_000_000, 2 * GIB, 1000), true, 0);
        PrometheusLoad load = step(first, NOW.plusSeconds(10), figures(1_000_000, 2 * GIB, 51_000), true, 0)
                .result();

        assertThat(load.ratio(Dimension.MEMORY)).hasValue(2.0 / 3);
        assertThat(load.ratio(Dimension.NODES)).hasValue(1.0 / 400);
        assertThat(load.ratio(Dimension.PODS)).hasValue(1.0 / 800);
        assertThat(load.figures().bytesPerSeries().known()).contains(2 * GIB / 1e6);
        assertThat(load.figures().samplesPerSecond().known()).contains(5000.0);
        assertThat(load.ratio(Dimension.CONFIGURED)).isEmpty();
    }

    @Test
    void more_memory_than_the_margin_leaves_asks_for_the_next_type_and_says_that_it_takes_a_new_cluster() {
        Advice advice = step(signal.start(NOW), NOW, figures(1_000_000, 2 * GIB, 0), true, 0)
                .result()
                .advice()
                .known()
                .orElseThrow();

        assertThat(advice.present()).isEqualTo("t3.medium");
        assertThat(advice.recommended()).isEqualTo("t3.large");
        assertThat(advice.change()).isTrue();
        assertThat(advice.reason()).contains("2.0 GiB used");
        assertThat(Advice.HOW).contains("cannot be changed on a live cluster");
    }

    @Test
    void restarts_and_missed_evaluations_never_go_back() {
        PrometheusState state = step(signal.start(NOW), NOW, missed(7), true, 2);
        assertThat(state.result().counters().missed()).isEqualTo(7);
        assertThat(state.result().counters().restarts()).isEqualTo(2);

        state = step(state, NOW.plusSeconds(15), missed(1), true, 3);
        assertThat(state.result().counters().missed()).isEqualTo(8);
        assertThat(state.result().counters().restarts()).isEqualTo(3);

        PrometheusState resumed = signal.resume(state.memory(), NOW.plusSeconds(30));
        resumed = step(resumed, NOW.plusSeconds(30), missed(1), true, 3);
        assertThat(resumed.result().counters().missed()).isEqualTo(8);
        assertThat(resumed.result().counters().restarts()).isEqualTo(3);
    }

    @Test
    void the_alertmanagers_of_a_dead_one_are_remembered_beyond_a_restart_of_the_agent() {
        PrometheusState state = step(signal.start(NOW), NOW, figures(1, 1, 1), true, 0);
        state = step(state, NOW.plusSeconds(15), server(Answering.UNREACHABLE), false, 0);
        assertThat(state.result().lastAlertmanagers()).containsExactly("http://alerts:9093");
        assertThat(state.result().alertmanagers()).isInstanceOf(Observed.Unknown.class);

        PrometheusState resumed = signal.resume(state.memory(), NOW.plusSeconds(30));
        assertThat(step(resumed, NOW.plusSeconds(30), server(Answering.UNREACHABLE), false, 0)
                        .result()
                        .lastAlertmanagers())
                .containsExactly("http://alerts:9093");
    }

    @Test
    void the_lower_rating_is_one_switch() {
        Ladder guide = Ladder.of(List.of(), false);
        Ladder repository = Ladder.of(List.of(), true);

        assertThat(guide.nodes("t3.medium")).hasValue(400);
        assertThat(guide.pods("r5.large")).hasValue(3200);
        assertThat(repository.nodes("t3.medium")).hasValue(300);
        assertThat(repository.pods("t3.large")).hasValue(600);
    }

    private static PrometheusServer server(Answering answering) {
        return new PrometheusServer(
                "http://prometheus.prometheus:9090",
                answering,
                "connection refused",
                new Observed.Unknown<>(Observed.Reason.STALE, NOW),
                new Observed.Unknown<>(Observed.Reason.STALE, NOW),
                new Observed.Unknown<>(Observed.Reason.STALE, NOW),
                new Observed.Unknown<>(Observed.Reason.STALE, NOW));
    }

    private static PrometheusServer missed(double count) {
        return ready(Map.of(Figure.HEAD_SERIES, 10.0, Figure.MISSED, count));
    }

    private static PrometheusServer figures(double series, double bytes, double samples) {
        return ready(Map.of(Figure.HEAD_SERIES, series, Figure.RESIDENT_BYTES, bytes, Figure.SAMPLES, samples));
    }

    private static PrometheusServer ready(Map<Figure, Double> values) {
        return new PrometheusServer(
                "http://prometheus.prometheus:9090",
                Answering.READY,
                "",
                new Observed.Known<>(new PrometheusServer.Figures(new EnumMap<>(values), "2.28.0"), NOW),
                new Observed.Unknown<>(Observed.Reason.STALE, NOW),
                new Observed.Known<>(List.of("http://alerts:9093"), NOW),
                new Observed.Known<>(Duration.ofMillis(5), NOW));
    }

    private PrometheusState step(
            PrometheusState last, Instant at, PrometheusServer server, boolean podReady, int restarts) {
        // The figures are as old as the reading that brought them.
        PrometheusServer read = new PrometheusServer(
                server.url(),
                server.answering(),
                server.problem(),
                server.figures()
                        .known()
                        .<Observed<PrometheusServer.Figures>>map(known -> new Observed.Known<>(known, at))
                        .orElse(server.figures()),
                server.status(),
                server.alertmanagers(),
                server.query());
        Observed<List<PodUsage>> noUsage = new Observed.Unknown<>(Observed.Reason.ABSENT, at);
        Observed<AutoScaling> noAws = Observed.notSynced(at);
        ClusterSnapshot snapshot = new ClusterSnapshot(
                at,
                objects(at, podReady, restarts),
                noUsage,
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                noAws,
                AwsPosture.unknown(Observed.Reason.DISABLED, at),
                new Observed.Known<>(read, at),
                Changes.NONE);
        return signal.step(last, snapshot, new Observed.Known<>(List.of(), at));
    }

    private static KubernetesObjects objects(Instant at, boolean podReady, int restarts) {
        KubernetesObjects none = KubernetesObjects.notSynced(at);
        Workload workload = new Workload("prometheus", "StatefulSet", "prometheus-prometheus");
        Pod pod = new Pod(
                "prometheus",
                "prometheus-prometheus-0",
                "uid-1",
                workload,
                "",
                "node-1",
                Pod.Phase.RUNNING,
                "",
                Pod.Condition.TRUE,
                "",
                podReady ? Pod.Condition.TRUE : Pod.Condition.FALSE,
                1,
                1,
                1,
                0,
                List.of(new ContainerState(
                        "prometheus",
                        "image",
                        ContainerState.Type.MAIN,
                        podReady,
                        restarts,
                        ContainerState.Phase.RUNNING,
                        "",
                        0,
                        1,
                        "",
                        0,
                        0)));
        Node node = new Node(
                "node-1",
                "node-uid",
                NOW,
                Map.of("node.kubernetes.io/instance-type", "t3.medium"),
                Map.of("memory", "3Gi", "pods", "17"),
                Map.of("memory", "4Gi"),
                List.of(),
                true,
                NOW,
                List.of(),
                "",
                "",
                false);
        return new KubernetesObjects(
                new Observed.Known<>(new Pods(Map.of(workload, List.of(pod)), 1), at),
                none.namespaces(),
                new Observed.Known<>(List.of(node), at),
                new Observed.Known<>(List.of(), at),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());
    }
}
