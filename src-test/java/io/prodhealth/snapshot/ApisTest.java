package io.prodhealth.snapshot;

import static io.prodhealth.snapshot.SampleDeployment.plain;
import static io.prodhealth.snapshot.SampleDeployment.realtime;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApisTest {

    private static final Instant NOW = SampleDeployment.CREATED.plusSeconds(3600);

    @Test
    void nothing_is_said_of_apis_while_deployments_are_unknown() {
        KubernetesObjects nothing = KubernetesObjects.notSynced(NOW);

        assertThat(Apis.of(nothing, Optional.empty(), NOW))
                .isEqualTo(new Observed.Unknown<List<Api>>(Observed.Reason.NOT_SYNCED, NOW));
    }

    @Test
    void an_api_is_a_deployment_that_cortex_labelled() {
        Api iris = only(realtime("iris")
                .replicas(3, 2)
                .annotation("networking.cortex.dev/endpoint", "/iris")
                .build());

        assertThat(iris.workload()).isEqualTo(new Workload("default", "RealtimeAPI", "iris"));
        assertThat(iris.endpoint()).isEqualTo("/iris");
        assertThat(iris.desired()).isEqualTo(3);
        assertThat(iris.reportedReady()).isEqualTo(2);
        assertThat(iris.userContainers()).extracting(Container::name).containsExactly("api");
        assertThat(iris.sidecars()).extracting(Container::name).containsExactly("proxy");
        assertThat(iris.claims()).isEqualTo(1);
        assertThat(iris.autoscaling()).isNull();
        assertThat(iris.minReplicas()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "True", "", "yes"})
    void a_label_that_is_not_exactly_true_makes_no_api(String value) {
        assertThat(of(realtime("iris").label("cortex.dev/api", value).build())).isEmpty();
    }

    @Test
    void an_api_without_a_name_is_none() {
        assertThat(of(realtime("iris").label("apiName", "").build())).isEmpty();
    }

    @Test
    void other_deployments_are_watched_only_when_they_are_selected() {
        Deployment web = plain("web").label("team", "shop").build();

        assertThat(of(web)).isEmpty();
        assertThat(of("team=ops", web)).isEmpty();
        assertThat(of("team=shop", web))
                .extracting(Api::workload)
                .containsExactly(new Workload("default", "Deployment", "web"));
    }

    @Test
    void an_api_that_is_selected_too_is_still_an_api_of_cortex() {
        assertThat(of("cortex.dev/api=true", realtime("iris").build()))
                .extracting(api -> api.workload().kind())
                .containsExactly("RealtimeAPI");
    }

    @Test
    void two_deployments_that_claim_one_name_are_merged_and_the_older_ones_settings_count() {
        Deployment younger = realtime("iris")
                .uid("younger")
                .createdAt(NOW)
                .replicas(2, 1)
                .annotation("networking.cortex.dev/endpoint", "/mine-now")
                .build();
        Deployment older = plain("another-name")
                .label("cortex.dev/api", "true")
                .label("apiName", "iris")
                .label("apiKind", "RealtimeAPI")
                .uid("older")
                .replicas(3, 3)
                .annotation("networking.cortex.dev/endpoint", "/iris")
                .build();

        Api iris = only(younger, older);

        assertThat(iris.claims()).isEqualTo(2);
        assertThat(iris.endpoint()).isEqualTo("/iris");
        assertThat(iris.identity()).endsWith("/older");
        assertThat(iris.desired()).isEqualTo(5);
        assertThat(iris.reportedReady()).isEqualTo(4);
        assertThat(iris).isEqualTo(only(older, younger));
    }

    @Test
    void one_name_in_two_kinds_or_namespaces_is_two_apis() {
        assertThat(of(
                        realtime("iris").build(),
                        realtime("iris").label("apiKind", "AsyncAPI").build()))
                .hasSize(2);
    }

    @Test
    void apis_come_in_order() {
        assertThat(of(
                        realtime("b").build(),
                        realtime("a").build(),
                        realtime("a").label("apiKind", "AsyncAPI").build()))
                .extracting(api -> api.workload().name() + " " + api.workload().kind())
                .containsExactly("a AsyncAPI", "a RealtimeAPI", "b RealtimeAPI");
    }

    @Test
    void an_api_made_again_has_another_identity() {
        Api before = only(realtime("iris").build());
        Api sameUid = only(realtime("iris")
                .label("initialDeploymentTime", "1768464000000000001")
                .build());
        Api another = only(realtime("iris").uid("another").build());

        assertThat(before.identity()).isNotEqualTo(sameUid.identity()).isNotEqualTo(another.identity());
    }

    @Test
    void pinning_is_told_in_the_names_of_the_cluster_configuration() {
        Api iris = only(realtime("iris")
                .pinnedTo("cx-ws-gpu-spot", "cx-wd-gpu", "cx-ws-gpu-spot", "other", "cx-operator")
                .build());

        assertThat(iris.nodeGroups()).containsExactly("cx-operator", "gpu", "gpu-spot", "other");
    }

    @Test
    void a_sidecars_argument_says_more_than_the_annotation() {
        SampleDeployment iris = realtime("iris")
                .annotation("pod.cortex.dev/max-concurrency", "1")
                .annotation("pod.cortex.dev/max-queue-length", "7");
        assertThat(only(iris.build()).maxConcurrency()).isEqualTo(1);
        assertThat(only(iris.build()).maxQueueLength()).isEqualTo(7);

        Api started = only(plain("api-iris")
                .label("cortex.dev/api", "true")
                .label("apiName", "iris")
                .annotation("pod.cortex.dev/max-concurrency", "1")
                .container("api", "--max-concurrency", "99")
                .container("proxy", "--max-concurrency", "16", "--max-queue-length=100")
                .build());
        assertThat(started.maxConcurrency()).isEqualTo(16);
        assertThat(started.maxQueueLength()).isEqualTo(100);
    }

    @Test
    void the_workers_of_a_dequeuer_are_the_concurrency_of_an_async_api() {
        Api tagger = only(plain("api-tagger")
                .label("cortex.dev/api", "true")
                .label("apiName", "tagger")
                .label("apiKind", "AsyncAPI")
                .container("dequeuer", "--workers", "4")
                .build());

        assertThat(tagger.maxConcurrency()).isEqualTo(4);
        assertThat(tagger.maxQueueLength()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1.5", "99999999999", "١٢"})
    void a_concurrency_that_is_no_number_is_not_known(String hostile) {
        Api iris = only(realtime("iris")
                .annotation("pod.cortex.dev/max-concurrency", hostile)
                .build());

        assertThat(iris.maxConcurrency()).isNull();
    }

    @Test
    void cortex_scales_by_annotations() {
        Api iris = only(realtime("iris")
                .annotation("autoscaling.cortex.dev/min-replicas", "2")
                .annotation("autoscaling.cortex.dev/max-replicas", "9")
                .annotation("autoscaling.cortex.dev/target-in-flight", "1.6")
                .annotation("autoscaling.cortex.dev/window", "2m30s")
                .annotation("autoscaling.cortex.dev/max-downscale-factor", "0.5")
                .annotation("autoscaling.cortex.dev/max-upscale-factor", "3.0")
                .annotation("autoscaling.cortex.dev/downscale-tolerance", "0.1")
                .annotation("autoscaling.cortex.dev/upscale-tolerance", "0.2")
                .annotation("autoscaling.cortex.dev/upscale-stabilization-period", "3m0s")
                .build());

        assertThat(iris.autoscaling())
                .isEqualTo(
                        new Autoscaling(2, 9, 1.6, Duration.ofSeconds(150), 0.5, 3, 0.1, 0.2, Duration.ofMinutes(3)));
        assertThat(iris.minReplicas()).isEqualTo(2);
        assertThat(iris.maxReplicas()).isEqualTo(9);
    }

    @Test
    void an_annotation_that_is_missing_or_unreadable_has_cortexs_default() {
        Api iris = only(realtime("iris")
                .annotation("autoscaling.cortex.dev/min-replicas", "NaN")
                .annotation("autoscaling.cortex.dev/window", "soon")
                .annotation("autoscaling.cortex.dev/target-in-flight", "1e309")
                .build());

        assertThat(iris.autoscaling())
                .isEqualTo(new Autoscaling(1, 100, 1, Duration.ofMinutes(1), 0.75, 1.5, 0.05, 0.05));
    }

    @Test
    void a_number_with_all_its_digits_is_read() {
        Api iris = only(realtime("iris")
                .annotation("autoscaling.cortex.dev/min-replicas", "1")
                .annotation("autoscaling.cortex.dev/target-in-flight", "0.30000000000000004")
                .build());

        assertThat(iris.autoscaling()).extracting(Autoscaling::targetInFlight).isEqualTo(0.30000000000000004);
    }

    @ParameterizedTest
    @CsvSource({
        "default, Deployment, web, true",
        "other, Deployment, web, false",
        "default, StatefulSet, web, false",
        "default, Deployment, web2, false"
    })
    void a_plain_deployment_is_scaled_by_the_autoscaler_that_names_it(
            String namespace, String kind, String name, boolean itsOwn) {
        HorizontalPodAutoscaler scaler = new HorizontalPodAutoscaler(namespace, "hpa", kind, name, 2, 7, 3);
        KubernetesObjects objects = Objects.of(List.of(plain("web").build()), List.of(), List.of(), List.of(scaler));

        Api web = Apis.of(objects, Optional.of(LabelSelector.parse("!nothing")), NOW)
                .orElse(List.of())
                .getFirst();

        assertThat(web.minReplicas()).isEqualTo(itsOwn ? 2 : null);
        assertThat(web.maxReplicas()).isEqualTo(itsOwn ? 7 : null);
        assertThat(web.autoscaling()).isNull();
    }

    private static List<Api> of(Deployment... deployments) {
        return Apis.of(Objects.of(List.of(deployments)), Optional.empty(), NOW).orElse(List.of());
    }

    private static List<Api> of(String selector, Deployment... deployments) {
        return Apis.of(Objects.of(List.of(deployments)), Optional.of(LabelSelector.parse(selector)), NOW)
                .orElse(List.of());
    }

    private static Api only(Deployment... deployments) {
        assertThat(of(deployments)).hasSize(1);
        return of(deployments).getFirst();
    }
}
