package io.prodhealth.signal.readiness;

import static io.prodhealth.signal.readiness.TestCluster.at;
import static io.prodhealth.signal.readiness.TestCluster.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.SampleDeployment;
import io.prodhealth.snapshot.SampleJob;
import io.prodhealth.snapshot.Workload;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadinessSeriesTest {

    private static final Workload IRIS = TestCluster.realtime("iris");

    private final TestCluster cluster = new TestCluster();
    private final ReadinessSeries series = new ReadinessSeries(TestCluster.START);

    @Test
    void an_api_has_every_series_from_the_first_scrape() {
        cluster.with(SampleDeployment.realtime("iris").replicas(2, 1).build())
                .found(SamplePod.serving(IRIS, "a", at(-60)));

        assertThat(scrape())
                .contains(
                        "prodhealth_api_info{api_kind=\"RealtimeAPI\",api_name=\"iris\",namespace=\"default\",node_groups=\"\"}"
                            + " 1",
                        line("replicas_desired", "", 2),
                        line("replicas_ready", "", 1),
                        line("rollout_in_progress", "", 0),
                        line("availability_objective_ratio", "", 0.99),
                        line("pods", ",state=\"ready\"", 1),
                        line("pods", ",state=\"terminating\"", 0),
                        line("readiness_transitions_total", ",to=\"not_ready\"", 0),
                        restarts("proxy", "oom_killed", 0),
                        restarts("api", "unknown", 0),
                        "prodhealth_image_pull_seconds_count{registry=\"ecr_local\"} 0");
    }

    @Test
    void a_sidecar_that_has_not_been_restarted_has_its_zero() {
        cluster.with(SampleDeployment.realtime("iris")
                .initContainer("logs", true)
                .initContainer("fetch", false)
                .build());

        assertThat(scrape()).contains(restarts("logs", "error", 0)).doesNotContain(restarts("fetch", "error", 0));
    }

    @Test
    void what_is_not_known_has_no_series() {
        cluster.with(SampleDeployment.realtime("iris").build());

        assertThat(scrape())
                .noneMatch(line -> line.startsWith("prodhealth_api_replicas_min"))
                .noneMatch(line -> line.startsWith("prodhealth_api_replicas_recommended"))
                .noneMatch(line -> line.startsWith("prodhealth_api_target_in_flight"))
                .noneMatch(line -> line.startsWith("prodhealth_component"));
    }

    @Test
    void a_traffic_splitter_only_has_its_info() {
        cluster.virtualServices = known(List.of(SampleJob.virtualService("split", "TrafficSplitter")));

        assertThat(scrape())
                .filteredOn(line -> line.contains("split"))
                .singleElement()
                .asString()
                .startsWith("prodhealth_api_info{");
    }

    @Test
    void a_stale_state_has_no_series_but_the_counters_stay() {
        cluster.with(SampleDeployment.realtime("iris").build()).found(SamplePod.serving(IRIS, "a", at(-60)));
        scrape();

        cluster.deployments = TestCluster.unknown(Observed.Reason.STALE);

        assertThat(scrape())
                .contains(line("readiness_transitions_total", ",to=\"ready\"", 0))
                .noneMatch(line -> line.startsWith("prodhealth_api_pods"))
                .noneMatch(line -> line.startsWith("prodhealth_api_replicas_ready"))
                .noneMatch(line -> line.startsWith("prodhealth_api_info"));
    }

    @Test
    void pods_that_cannot_be_read_are_not_shown_as_none() {
        cluster.with(SampleDeployment.realtime("iris").replicas(3, 2).build())
                .podsAre(Observed.Reason.PERMISSION_DENIED);

        assertThat(scrape())
                .contains(line("replicas_ready", "", 2))
                .noneMatch(line -> line.startsWith("prodhealth_api_pods"));
    }

    @Test
    void an_api_that_is_gone_is_gone_from_the_next_scrape() {
        cluster.with(SampleDeployment.realtime("iris").build());
        assertThat(scrape()).anyMatch(line -> line.contains("iris"));

        cluster.with(SampleDeployment.realtime("rose").build());

        assertThat(scrape()).noneMatch(line -> line.contains("iris")).anyMatch(line -> line.contains("rose"));
    }

    @Test
    void a_hostile_name_stays_inside_its_quotes() {
        cluster.with(
                SampleDeployment.realtime("a\"} 1\nprodhealth_leader 0\n#\\").build());

        assertThat(scrape())
                .allMatch(line -> line.startsWith("#") || line.startsWith("prodhealth_"))
                .noneMatch(line -> line.startsWith("prodhealth_leader"));
    }

    @Test
    void names_that_are_equal_after_the_cut_do_not_cost_the_scrape() {
        String name = "n".repeat(128);
        cluster.with(
                SampleDeployment.realtime(name + "1").build(),
                SampleDeployment.realtime(name + "2").build(),
                SampleDeployment.realtime("iris").build());

        List<String> lines = scrape();

        assertThat(lines).doesNotHaveDuplicates().contains(line("replicas_desired", "", 1));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("prodhealth_api_replicas_desired{"))
                .hasSize(2);
    }

    @Test
    void a_pod_with_a_thousand_containers_does_not_make_a_thousand_series() {
        SamplePod pod = SamplePod.serving(IRIS, "a", at(-60));
        cluster.with(SampleDeployment.realtime("iris").build()).found(pod).step();
        for (int i = 0; i < 1000; i++) {
            pod.restarted("c" + i, 1, "Error", 1, at(1));
        }
        cluster.change(pod);

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("prodhealth_api_container_restarts_total{"))
                .hasSize(16 * RestartReason.values().length);
    }

    private List<String> scrape() {
        Readiness readiness = cluster.step();
        Scrape scrape = new Scrape(
                new PrometheusRegistry(),
                new SeriesBudget(100_000, ReadinessFamilies.cuts()),
                all -> series.write(readiness, all));
        byte[] body = scrape.render("", false, Set.of()).body();
        return new String(body, StandardCharsets.UTF_8).lines().toList();
    }

    private static String line(String family, String more, double value) {
        return "prodhealth_api_" + family + "{api_kind=\"RealtimeAPI\",api_name=\"iris\",namespace=\"default\"" + more
                + "} " + value;
    }

    private static String restarts(String container, String reason, double value) {
        return "prodhealth_api_container_restarts_total{api_kind=\"RealtimeAPI\",api_name=\"iris\",container=\""
                + container + "\",namespace=\"default\",reason=\"" + reason + "\"} " + value;
    }
}
