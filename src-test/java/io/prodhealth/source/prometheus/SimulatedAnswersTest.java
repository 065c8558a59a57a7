package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.BoundedHttp;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Simulated clusters answer the queries of the agent as it asks them. */
class SimulatedAnswersTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final BoundedHttp http = new BoundedHttp(vertx, Duration.ofSeconds(10), 1 << 20);

    @AfterEach
    void stop() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_generated_api_answers_all_it_is_asked_in_the_time_that_its_load_tells() throws Exception {
        try (Simulator cluster = generated()) {
            RequestLoad load = read(cluster);

            assertThat(load.realtime()).hasSizeGreaterThan(5).allSatisfy(api -> {
                double served = api.answers().minute().served().orElseThrow();
                assertThat(served * api.answers().meanSeconds().orElseThrow()).isCloseTo(api.inFlight(), within(0.01));
                assertThat(api.answers().lately().errors()).hasValue(0);
                assertThat(api.answers().p50Seconds().orElseThrow())
                        .isLessThan(api.answers().p99Seconds().orElseThrow());
            });
            assertThat(load.async())
                    .isNotEmpty()
                    .allSatisfy(
                            api -> assertThat(api.answers().minute().errors()).hasValue(0));
        }
    }

    @Test
    void an_api_without_a_pod_that_is_ready_refuses_all_it_is_asked() throws Exception {
        try (Simulator cluster = generated()) {
            String name = read(cluster).realtime().getFirst().apiName();
            cluster.change(
                    Resource.DEPLOYMENTS,
                    "default",
                    "api-" + name,
                    deployment -> ((ObjectNode) deployment.path("status")).put("readyReplicas", 0));

            ApiAnswers answers =
                    new AnswersReader(query(cluster), Clock.systemUTC(), Duration.ofSeconds(10)).read(true);

            assertThat(answers.realtime()).containsKey(name);
            assertThat(answers.realtime().get(name)).satisfies(one -> {
                assertThat(one.minute().served()).hasValue(0);
                assertThat(one.minute().refused().orElseThrow()).isPositive();
                assertThat(one.p99Seconds()).isEmpty();
            });
        }
    }

    @Test
    void the_recorded_cluster_answers_too() throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.production())) {
            assertThat(read(cluster).realtime()).allSatisfy(api -> {
                assertThat(api.answers().minute().all().orElseThrow()).isPositive();
                assertThat(api.answers().p99Seconds().orElseThrow()).isPositive();
            });
        }
    }

    private static Simulator generated() {
        return Simulator.start(SimulatorOptions.empty().withGenerated(new SimulatorOptions.Size(10, 60, 12)));
    }

    private RequestLoad read(Simulator cluster) throws Exception {
        return new RequestLoadSource(query(cluster), Clock.systemUTC(), Duration.ofSeconds(10)).read();
    }

    private PrometheusQuery query(Simulator cluster) {
        return new PrometheusQuery(http, cluster.prometheusUrl(), () -> KubernetesObjects.notSynced(Instant.EPOCH));
    }
}
