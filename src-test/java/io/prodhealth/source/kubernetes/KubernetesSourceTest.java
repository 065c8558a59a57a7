package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesSourceTest {

    private static final Duration QUICKLY = Duration.ofMillis(300);

    private final Awaited awaited = new Awaited();
    private @Nullable Simulator simulator;
    private @Nullable KubernetesSource source;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void the_recorded_cluster_is_read_kind_by_kind() {
        start(SimulatorOptions.production());

        assertThat(known(source().objects().pods()).count()).isEqualTo(67);
        assertThat(known(source().objects().nodes())).hasSize(8);
        assertThat(known(source().objects().deployments())).hasSize(20);
        assertThat(known(source().objects().statefulSets())).hasSize(2);
        assertThat(known(source().objects().daemonSets())).hasSize(6);
        assertThat(known(source().objects().virtualServices())).hasSize(9);
        assertThat(known(source().objects().batchJobs())).hasSize(1);
        assertThat(known(source().objects().prometheuses())).hasSize(1);
        assertThat(known(source().objects().configMaps()))
                .extracting(map -> map.name())
                .contains("cluster-config", "env-vars", "cluster-autoscaler-status", "api-video-tagger");
        assertThat(known(source().usage())).isNotEmpty();
        assertThat(source().status().up()).isTrue();
        assertThat(source().status().problem()).isEmpty();
    }

    @Test
    void a_change_is_seen_once() {
        start(SimulatorOptions.production());
        source().takeChanges();

        setReady("api-iris-695695d9b5-v526d", false);
        awaited.until("the change", () -> isNotReady("iris"));

        assertThat(source().takeChanges().pods()).hasSize(1);
        assertThat(source().takeChanges().pods()).isEmpty();
    }

    @Test
    void an_api_server_that_comes_back_is_resumed_without_loss_or_doubt() {
        start(SimulatorOptions.production());
        source().takeChanges();

        simulator().stop();
        awaited.until("the loss is noticed", () -> status("pods").problem().length() > 0);
        setReady("api-iris-695695d9b5-v526d", false);
        simulator().restart(Simulator.Revisions.KEPT);

        awaited.until("the change made meanwhile", () -> isNotReady("iris"));
        assertThat(source().takeChanges().pods()).hasSize(1);
        assertThat(source().status().failures().get(FailureReason.UNAVAILABLE)).isPositive();
        awaited.until("all is well again", () -> source().status().problem().isEmpty());
    }

    @Test
    void an_api_server_restored_from_a_backup_is_listed_again() {
        start(SimulatorOptions.production());
        source().takeChanges();

        simulator().stop();
        simulator().delete(Resource.PODS, "default", "api-iris-695695d9b5-v526d");
        simulator().restart(Simulator.Revisions.RESET);

        awaited.until(
                "the pod that vanished", () -> known(source().objects().pods()).count() == 66);
        assertThat(source().takeChanges().pods()).hasSize(1);
    }

    @Test
    void a_connection_cut_in_the_middle_of_an_event_loses_and_doubles_nothing() {
        start(SimulatorOptions.production());
        source().takeChanges();

        simulator().faults().cutMidEvent();
        setReady("api-iris-695695d9b5-v526d", false);

        awaited.until("the change", () -> isNotReady("iris"));
        assertThat(source().takeChanges().pods()).hasSize(1);
    }

    @Test
    void a_watch_that_is_told_its_version_is_gone_lists_again() {
        start(SimulatorOptions.production());
        long before = status("pods").lists();
        source().takeChanges();

        simulator().faults().expireWatches();

        awaited.until("the relist", () -> status("pods").lists() > before);
        assertThat(source().takeChanges().pods()).isEmpty();
    }

    @Test
    void a_watch_that_goes_quiet_is_noticed_and_listed_again() {
        start(SimulatorOptions.production(), Duration.ofSeconds(1));
        long before = status("pods").lists();

        simulator().faults().quietWatches("pods");
        setReady("api-iris-695695d9b5-v526d", false);

        awaited.until("the relist", () -> status("pods").lists() > before && isNotReady("iris"));
    }

    @Test
    void a_forbidden_kind_is_named_verb_by_verb_and_holds_nothing_up() {
        simulator = Simulator.start(SimulatorOptions.production());
        simulator().faults().deny("list", "", "nodes");
        simulator().faults().deny("watch", "", "services");
        startSource(Duration.ofSeconds(50));
        awaited.until("the rest is synced", () -> source().notReady().isEmpty());
        awaited.until("the denied watch is noticed", () -> denied("watch services"));

        assertThat(denied("list nodes")).isTrue();
        assertThat(denied("list services")).isFalse();
        assertThat(denied("list pods")).isFalse();
        assertThat(source().objects().nodes()).isInstanceOf(Observed.Unknown.class);
        assertThat(status("nodes").trouble()).isEqualTo(Optional.of(Observed.Reason.PERMISSION_DENIED));
        assertThat(known(source().objects().services())).hasSize(15);
        assertThat(known(source().objects().pods()).count()).isEqualTo(67);
    }

    @Test
    void a_throttled_list_waits_as_long_as_it_was_asked_to_and_is_counted() {
        simulator = Simulator.start(SimulatorOptions.production());
        simulator().faults().tooManyRequests(3, Duration.ofSeconds(1));
        startSource(Duration.ofSeconds(50));

        awaited.until(
                "everything is synced all the same", () -> source().notReady().isEmpty());
        assertThat(source().status().failures().get(FailureReason.THROTTLED)).isEqualTo(3);
    }

    @Test
    void without_a_server_it_says_why_and_goes_on_trying() {
        simulator = Simulator.start(SimulatorOptions.production());
        simulator().stop();
        startSource(Duration.ofSeconds(50));

        awaited.until("the reason", () -> source().notReady().contains("Connection refused"));
        assertThat(source().status().up()).isFalse();
        assertThat(source().objects().pods()).isInstanceOf(Observed.Unknown.class);

        simulator().restart(Simulator.Revisions.KEPT);
        awaited.until("it is there", () -> source().notReady().isEmpty());
    }

    @Test
    void without_a_kubeconfig_it_says_so() {
        source = new KubernetesSource(options("/nowhere/kubeconfig", QUICKLY), Clock.systemUTC(), awaited);
        source().start();

        awaited.until(
                "the reason", () -> source().notReady().contains("cannot read the kubeconfig /nowhere/kubeconfig"));
    }

    @Test
    void a_token_and_a_certificate_of_the_clusters_own_authority_are_honoured() {
        start(SimulatorOptions.production().withTls().withToken("s3cret"));

        assertThat(known(source().objects().pods()).count()).isEqualTo(67);
    }

    @Test
    void a_kind_that_the_cluster_does_not_have_is_absent_and_holds_nothing_up() {
        start(SimulatorOptions.empty().withAbsent(java.util.Set.of(Resource.BATCHJOBS)));

        assertThat(status("batchjobs").trouble()).isEqualTo(Optional.of(Observed.Reason.ABSENT));
    }

    @Test
    void at_most_two_lists_are_under_way_and_large_ones_come_in_pages() {
        simulator = Simulator.start(SimulatorOptions.empty().withGenerated(SimulatorOptions.Size.of(10, 1200)));
        startSource(Duration.ofSeconds(50));
        awaited.until("everything is synced", () -> source().notReady().isEmpty());

        assertThat(known(source().objects().pods()).count()).isGreaterThanOrEqualTo(1200);
        assertThat(status("pods").lists()).isEqualTo(1);
    }

    private void start(SimulatorOptions options) {
        start(options, Duration.ofSeconds(50));
    }

    private void start(SimulatorOptions options, Duration watchTimeout) {
        simulator = Simulator.start(options);
        startSource(watchTimeout);
        awaited.until("every kind is read", () -> source().notReady().isEmpty());
        awaited.until("every watch is open", () -> simulator().openWatches(Resource.PODS) == 1);
    }

    private void startSource(Duration watchTimeout) {
        source = new KubernetesSource(
                options(simulator().kubeconfig().toString(), watchTimeout), Clock.systemUTC(), awaited);
        source().start();
    }

    private static KubernetesSource.Options options(String kubeconfig, Duration watchTimeout) {
        return new KubernetesSource.Options(
                kubeconfig,
                "",
                "prodhealth/test",
                "default",
                500,
                2,
                watchTimeout,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60));
    }

    private void setReady(String pod, boolean ready) {
        boolean changed = simulator()
                .change(
                        Resource.PODS,
                        "default",
                        pod,
                        object -> object.path("status").path("conditions").forEach(condition -> {
                            if (condition.path("type").asString().equals("Ready")) {
                                ((tools.jackson.databind.node.ObjectNode) condition)
                                        .put("status", ready ? "True" : "False");
                            }
                        }));
        assertThat(changed).isTrue();
    }

    private boolean isNotReady(String api) {
        return known(source().objects().pods()).all().stream()
                .filter(pod -> pod.workload().name().equals(api))
                .allMatch(pod -> pod.ready() == Pod.Condition.FALSE);
    }

    private boolean denied(String action) {
        return source().status().denied().getOrDefault(action, false);
    }

    private KindStatus status(String kind) {
        return source().kinds().stream()
                .filter(status -> status.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T known(Observed<T> part) {
        assertThat(part).isInstanceOf(Observed.Known.class);
        return part.known().orElseThrow();
    }

    private Simulator simulator() {
        return java.util.Objects.requireNonNull(simulator);
    }

    private KubernetesSource source() {
        return java.util.Objects.requireNonNull(source);
    }
}
