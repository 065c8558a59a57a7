package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.containers.SeriesGenerator;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole agent and a real Prometheus that fills up, on a simulated node with little memory. */
@NeedsEngine
class PrometheusLoadIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int SERIES = 100_000;
    private static final String NODE = "ip-192-168-73-20.ec2.internal";
    private static final String HEAD = "prometheus_tsdb_head_series";
    private static final String MISSED = "sum(prometheus_rule_group_iterations_missed_total)";

    private final SeriesGenerator generator = new SeriesGenerator();
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());

    PrometheusLoadIT() throws Exception {}

    @AfterEach
    void close() {
        cluster.close();
        generator.close();
    }

    @Test
    void filling_it_passes_the_lines_of_memory_and_asks_for_a_larger_type() throws Exception {
        // The recorded usage of its pod is not that of the real one; without it its own word counts.
        cluster.setAbsent(Resource.POD_METRICS, true);
        try (PrometheusServer prometheus =
                        new PrometheusServer("""
                            global: {scrape_interval: 2s, scrape_timeout: 2s}
                            scrape_configs:
                              - job_name: itself
                                static_configs: [{targets: ['localhost:9090']}]
                              - job_name: generated
                                static_configs: [{targets: ['%s:%d']}]
                            """.formatted(PrometheusServer.HOST, generator.port()));
                StartedAgent agent = agent(prometheus)) {
            double empty = await(agent, "prodhealth_prometheus_resident_memory_bytes", bytes -> bytes > 0);
            nodeHas(empty / 0.4);
            await(agent, "prodhealth_prometheus_capacity_ratio{dimension=\"memory\"}", ratio -> ratio < 0.7);
            looks(agent, "ok");
            assertThat(recommended(agent)).contains("recommended=\"t3.medium\"");

            generator.fill(SERIES);
            prometheus.await(HEAD + " > " + SERIES, found -> !found.isEmpty(), LIMIT);
            await(agent, "prodhealth_prometheus_head_series", head -> head > SERIES && head == own(prometheus, HEAD));
            await(agent, "prodhealth_prometheus_capacity_ratio{dimension=\"memory\"}", ratio -> ratio > 0.85);
            looks(agent, "bad");
            assertThat(recommended(agent)).contains("recommended=\"t3.large\"");

            // Between the two lines: the same load on a node with somewhat more.
            nodeHas(await(agent, "prodhealth_prometheus_resident_memory_bytes", bytes -> bytes > 0) / 0.775);
            await(
                    agent,
                    "prodhealth_prometheus_capacity_ratio{dimension=\"memory\"}",
                    ratio -> ratio > 0.7 && ratio < 0.85);
            looks(agent, "warn");
            System.getLogger("test")
                    .log(
                            System.Logger.Level.INFO,
                            "{0} bytes resident when empty, {1} with {2} more series",
                            empty,
                            own(prometheus, "process_resident_memory_bytes{job='itself'}"),
                            SERIES);
        }
    }

    @Test
    void evaluations_of_rules_that_it_misses_are_counted_as_it_counts_them() throws Exception {
        // Each evaluation takes far longer than the tenth of a second until the next.
        String rules = """
            groups:
              - name: slow
                interval: 100ms
                rules: [{record: slow, expr: 'sum(sum_over_time(vector(1)[30m:1ms]))'}]
            """;
        try (PrometheusServer prometheus = new PrometheusServer("""
            global: {scrape_interval: 500ms, scrape_timeout: 500ms}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: itself
                static_configs: [{targets: ['localhost:9090']}]
            """, Map.of("rules.yml", rules));
                StartedAgent agent = agent(prometheus)) {
            double before = Double.parseDouble(prometheus
                    .await(MISSED + " > 3", found -> !found.isEmpty(), LIMIT)
                    .getFirst()
                    .value());

            double counted =
                    await(agent, "prodhealth_prometheus_rule_evaluations_missed_total", missed -> missed >= before);

            // It goes on missing them: what was counted lies between what it said before and what it says after.
            prometheus.await(MISSED + " >= " + counted, found -> !found.isEmpty(), LIMIT);
            assertThat(counted).isBetween(before, own(prometheus, MISSED));
        }
    }

    private StartedAgent agent(PrometheusServer prometheus) throws Exception {
        return new StartedAgent(
                cluster,
                "127.0.0.1",
                Map.of(
                        "--prometheus.url",
                        prometheus.uri().toString(),
                        "--prometheus.interval",
                        "5s",
                        "--prometheus.timeout",
                        "5s"));
    }

    private void nodeHas(double bytes) {
        cluster.change(
                Resource.NODES,
                "",
                NODE,
                node -> node.withObject("/status/allocatable").put("memory", Long.toString((long) bytes)));
    }

    private static String recommended(StartedAgent agent) {
        return agent.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("prodhealth_prometheus_recommended_instance_info{"))
                .findFirst()
                .orElse("");
    }

    private static void looks(StartedAgent agent, String look) {
        new Awaited()
                .until(
                        "memory looks " + look,
                        LIMIT,
                        () -> agent.get("/")
                                .matches("(?s).*Memory of its node</th>(?:(?!</tr>).)*mark " + look + "\".*"));
    }

    private static double own(PrometheusServer prometheus, String expression) {
        return Double.parseDouble(prometheus.query(expression).getFirst().value());
    }

    /** The value of a series once it is as wanted. */
    private static double await(StartedAgent agent, String series, DoublePredicate wanted) {
        double[] last = {Double.NaN};
        new Awaited().until(series, LIMIT, () -> {
            OptionalDouble value = agent.get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst();
            last[0] = value.orElse(Double.NaN);
            return value.isPresent() && wanted.test(last[0]);
        });
        return last[0];
    }
}
