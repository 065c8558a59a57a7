package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.snapshot.Observed;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvisioningSeriesTest {

    private static final String OF = "{node_family=\"g4dn.xlarge\"";

    private final FallbackCluster cluster = FallbackCluster.ofTheGuide().api("ranker");

    @Test
    void everything_that_is_counted_is_there_from_the_first_scrape() {
        cluster.at(0).step();

        assertThat(scrape())
                .contains(
                        fallbacks("capacity", 0),
                        fallbacks("price", 0),
                        fallbacks("quota", 0),
                        fallbacks("timeout", 0),
                        fallbacks("unknown", 0),
                        "prodhealth_spot_fallback_lag_seconds_count" + OF + "} 0",
                        "prodhealth_spot_interruptions_total{node_group=\"gpu-spot\"} 0");
    }

    @Test
    void a_state_is_one_of_all_its_values() {
        cluster.at(0).step();

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("prodhealth_spot_fallback_state{"))
                .containsExactlyInAnyOrder(
                        state("normal", 1),
                        state("scaling_spot", 0),
                        state("spot_exhausted", 0),
                        state("fallback_active", 0),
                        state("fallback_stuck", 0),
                        state("recovering", 0),
                        state("unknown", 0));
    }

    @Test
    void a_fallback_shows_in_every_family_of_metrics() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(561).givesUp("gpu-spot").step();
        cluster.at(581).asks("gpu-od").step();
        cluster.at(655).comes("gpu-od", "od-0").step();

        assertThat(scrape())
                .contains(
                        group("nodes", "gpu-spot", "spot", 1),
                        group("nodes", "gpu-spot", "on_demand", 0),
                        group("nodes", "gpu-od", "on_demand", 1),
                        group("min_nodes", "gpu-spot", "spot", 0),
                        group("max_nodes", "gpu-od", "on_demand", 5),
                        group("target_nodes", "gpu-od", "on_demand", 1),
                        group("priority", "gpu-spot", "spot", 100),
                        group("backoff", "gpu-spot", "spot", 1),
                        group("backoff", "gpu-od", "on_demand", 0),
                        state("fallback_active", 1),
                        fallbacks("timeout", 1),
                        "prodhealth_spot_fallback_lag_seconds_bucket" + OF + ",le=\"600.0\"} 1",
                        "prodhealth_spot_fallback_expected_seconds" + OF + "} 500",
                        "prodhealth_spot_fallback_objective_seconds" + OF + "} 900",
                        "prodhealth_pods_unschedulable" + OF + "} 1",
                        "prodhealth_pods_unschedulable_oldest_seconds" + OF + "} 595",
                        "prodhealth_node_provision_timeout_seconds 480",
                        "prodhealth_cluster_autoscaler_healthy 1")
                .anyMatch(line -> line.startsWith("prodhealth_spot_fallback_extra_cost_usd_per_hour" + OF + "} 0.3"));
    }

    @Test
    void a_fallback_that_is_never_reached_is_infinite_and_names_what_makes_it_so() {
        FallbackCluster many = FallbackCluster.ofTheGuide();
        for (int i = 0; i < 5; i++) {
            many.group("gpu-spot-" + i, true, 50 + i);
        }
        many.at(0).step();

        assertThat(scrape(many.result()))
                .contains("prodhealth_spot_fallback_expected_seconds" + OF + "} +Inf")
                .anyMatch(line ->
                        line.startsWith("prodhealth_spot_fallback_slow_node_group" + OF + ",node_group=\"gpu-spot-"));
    }

    @Test
    void while_nodes_are_unknown_states_are_withdrawn_and_counters_stay() {
        cluster.at(0).step();
        cluster.at(20).nodesAre(Observed.Reason.STALE).evaluate();

        assertThat(scrape())
                .noneMatch(line -> line.startsWith("prodhealth_spot_fallback_state"))
                .noneMatch(line -> line.startsWith("prodhealth_node_group_"))
                .noneMatch(line -> line.startsWith("prodhealth_pods_unschedulable"))
                .contains(fallbacks("capacity", 0), "prodhealth_spot_interruptions_total{node_group=\"gpu-spot\"} 0");
    }

    @Test
    void while_pods_are_unknown_it_is_not_said_that_none_waits() {
        cluster.at(0).podsAre(Observed.Reason.STALE).step();

        assertThat(scrape()).noneMatch(line -> line.startsWith("prodhealth_pods_unschedulable"));
    }

    @Test
    void of_an_autoscaler_whose_status_may_not_be_read_neither_health_nor_death_is_said() {
        cluster.at(0).statusIsDenied().step();

        assertThat(scrape())
                .noneMatch(line -> line.startsWith("prodhealth_cluster_autoscaler_"))
                .noneMatch(line -> line.startsWith("prodhealth_node_group_backoff"))
                .contains(state("unknown", 1));
    }

    @Test
    void a_dead_autoscaler_shows_by_when_it_last_wrote() {
        cluster.at(0).autoscalerDies().step();
        cluster.at(300).step();

        assertThat(scrape())
                .contains(
                        "prodhealth_cluster_autoscaler_healthy 0",
                        "prodhealth_cluster_autoscaler_last_update_timestamp_seconds 1.7684676E9")
                .noneMatch(line -> line.startsWith("prodhealth_node_group_backoff"));
    }

    private static String fallbacks(String reason, int value) {
        return "prodhealth_spot_fallbacks_total" + OF + ",reason=\"" + reason + "\"} " + value;
    }

    private static String state(String state, int value) {
        return "prodhealth_spot_fallback_state" + OF + ",state=\"" + state + "\"} " + value;
    }

    private static String group(String name, String group, String lifecycle, int value) {
        return "prodhealth_node_group_" + name + "{lifecycle=\"" + lifecycle
                + "\",node_family=\"g4dn.xlarge\",node_group=\"" + group + "\"} " + value;
    }

    private List<String> scrape() {
        return scrape(cluster.result());
    }

    private static List<String> scrape(Provisioning provisioning) {
        Scrape scrape = new Scrape(
                new PrometheusRegistry(),
                new SeriesBudget(100_000, List.of()),
                all -> ProvisioningSeries.write(provisioning, all));
        byte[] body = scrape.render("", false, Set.of()).body();
        return new String(body, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.endsWith(".0") ? line.substring(0, line.length() - 2) : line)
                .toList();
    }
}
