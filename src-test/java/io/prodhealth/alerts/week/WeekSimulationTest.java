package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.simulator.week.Week;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The simulation does as it says, before anything is concluded from it. */
class WeekSimulationTest {

    @Test
    void what_is_written_of_a_series_is_read_as_what_was_put() {
        Random random = new Random(3);
        SeriesTape tape = new SeriesTape();
        List<String> put = new ArrayList<>();
        boolean there = false;
        for (int minute = 0; minute < 500; minute++) {
            if (random.nextInt(4) > 0) {
                int value = random.nextInt(2);
                tape.put("a", value);
                put.add(Integer.toString(value));
                there = true;
            } else {
                put.add(there ? "stale" : "_");
                there = false;
            }
            tape.next();
        }
        while (put.getLast().equals("_")) {
            put.removeLast();
        }

        assertThat(read(tape.values("a"))).isEqualTo(put);
    }

    /** As promtool documents its shorthand. */
    private static List<String> read(String values) {
        List<String> read = new ArrayList<>();
        for (String part : values.split(" ", -1)) {
            int times = part.indexOf('x');
            String value = times < 0 ? part : part.substring(0, times);
            int more = times < 0 ? 0 : Integer.parseInt(part.substring(times + 1));
            int count = value.equals("_") && times >= 0 ? more : more + 1;
            for (int i = 0; i < count; i++) {
                read.add(value);
            }
        }
        return read;
    }

    @Test
    void a_minute_in_which_nothing_changes_costs_nothing() {
        SeriesTape tape = new SeriesTape();
        for (int minute = 0; minute < 10_080; minute++) {
            tape.put("a", 1.5);
            tape.next();
        }

        assertThat(tape.values("a")).isEqualTo("1.5x10079");
    }

    @Test
    void what_promtool_prints_is_read_as_alerts_with_their_minutes() {
        List<Firing> read = Firings.read("""
                expr: "ALERTS", time: 1d2h3m,
                    exp: nil
                    got: {__name__="ALERTS", alertname="A", alertstate="firing", cluster="prod"} 1E+00
                expr: "ALERTS", time: 1d2h4m,
                    exp: nil
                    got: {__name__="ALERTS", alertname="A", alertstate="firing", cluster="prod"} 1E+00, {__name__="ALERTS", alertname="B", alertstate="firing"} 1E+00
                expr: "ALERTS", time: 1d2h6m,
                    exp: nil
                    got: {__name__="ALERTS", alertname="A", alertstate="firing", cluster="prod"} 1E+00
            """, 1);

        assertThat(read)
                .containsExactly(
                        new Firing(Map.of("alertname", "A", "cluster", "prod"), 1563, 1564),
                        new Firing(Map.of("alertname", "B"), 1564, 1564),
                        new Firing(Map.of("alertname", "A", "cluster", "prod"), 1566, 1566));
    }

    @Test
    void a_rollout_brings_one_pod_more_and_leaves_as_many_ready_as_are_wanted() {
        SimulatedCluster cluster = new SimulatedCluster(Week.ordinary(1), 7);
        Replicas replicas = cluster.realtime("search-embedder").replicas();
        replicas.rollout();

        boolean more = false;
        for (int step = 0; step < 120; step++) {
            cluster.stage().schedule().advance(Duration.ofSeconds(5));
            more |= replicas.there() > replicas.wanted();
            assertThat(replicas.ready()).isGreaterThanOrEqualTo(Math.min(3, replicas.wanted()));
        }
        assertThat(more).isTrue();
        assertThat(replicas.outdated()).isZero();
    }

    @Test
    void load_that_grows_is_followed_and_an_idle_api_goes_to_zero_and_back() {
        SimulatedCluster cluster = new SimulatedCluster(Week.ordinary(1), 7);
        int most = 0;
        boolean awake = false;
        boolean asleep = false;
        for (int minute = 0; minute < 1_440; minute++) {
            cluster.pass();
            most = Math.max(most, cluster.realtime("checkout-ranker").replicas().ready());
            int owls = cluster.realtime("night-owl").replicas().ready();
            awake |= owls > 0;
            asleep |= awake && owls == 0;
        }

        assertThat(most).isBetween(4, 12);
        assertThat(awake).isTrue();
        assertThat(asleep).isTrue();
    }

    @Test
    void what_several_alerts_tell_of_one_api_is_one_page() {
        Map<String, String> api = Map.of("cluster", "prod", "namespace", "default", "api_name", "a");
        List<Firing> fired = List.of(
                new Firing(with(api, "CortexApiNoReadyReplicas"), 10, 60),
                new Firing(with(api, "CortexApiErrorBudgetBurnFast"), 12, 80),
                new Firing(with(Map.of("cluster", "prod"), "CortexClusterAutoscalerStale"), 15, 20));

        assertThat(Pages.of(fired))
                .extracting(Pages.Page::alerts)
                .containsExactly(
                        List.of("CortexApiNoReadyReplicas", "CortexApiErrorBudgetBurnFast"),
                        List.of("CortexClusterAutoscalerStale"));
    }

    private static Map<String, String> with(Map<String, String> labels, String alert) {
        Map<String, String> all = new java.util.HashMap<>(labels);
        all.put("alertname", alert);
        return all;
    }
}
