package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.alerting.WebhookReceiver;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.simulator.PrometheusPod;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole agent, a real Prometheus that fails and a real Alertmanager that only this Prometheus names. */
@NeedsEngine
class PrometheusOutageIT {

    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final Duration PROMISED = Duration.ofSeconds(30);
    private static final String DOWN = "CortexPrometheusDown";

    private final WebhookReceiver people = new WebhookReceiver();
    private final AlertmanagerServer alertmanager = new AlertmanagerServer(people.port());
    // The agent reaches it under the same name as this test does; whether Prometheus does is of no interest here.
    private final PrometheusServer prometheus =
            new PrometheusServer("""
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs:
                  - job_name: itself
                    static_configs: [{targets: ['localhost:9090']}]
                """.formatted(alertmanager.uri().getPort()));
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());
    private final StartedAgent agent = new StartedAgent(
            cluster,
            "127.0.0.1",
            Map.of(
                    "--prometheus.url",
                    prometheus.uri().toString(),
                    "--alerting.prometheus-down-after",
                    "10s",
                    "--prometheus-load.frozen-after",
                    "10s"));

    PrometheusOutageIT() throws Exception {}

    @AfterEach
    void close() {
        agent.close();
        cluster.close();
        prometheus.close();
        alertmanager.close();
        people.close();
    }

    @Test
    void one_that_is_killed_is_told_within_30_seconds_and_resolved_once_it_is_back() {
        awaitUp();
        assertThat(people.notified()).isEmpty();

        Instant died = Instant.now();
        prometheus.kill();
        PrometheusPod.ready(cluster, false);
        new Awaited().until("people are told", PROMISED, () -> told("firing"));
        Duration down = Duration.between(died, Instant.now());
        // Who is told too early is woken by every restart.
        assertThat(down).isBetween(DELAY, PROMISED);
        shown("prodhealth_prometheus_up", 0);
        shown("prodhealth_replica_autoscaling_frozen{reason=\"prometheus_down\"}", 1);
        assertThat(agent.get("/metrics")).doesNotContain("\nprodhealth_prometheus_head_series ");

        Instant back = Instant.now();
        prometheus.startAgain();
        PrometheusPod.ready(cluster, true);
        new Awaited().until("people are told of its end", PROMISED, () -> told("resolved"));
        say("killed", down, back);
        awaitUp();
    }

    @Test
    void one_that_hangs_while_kubernetes_still_shows_it_ready_is_told_too() {
        awaitUp();

        Instant died = Instant.now();
        prometheus.hang();
        new Awaited().until("people are told", PROMISED, () -> told("firing"));
        Duration down = Duration.between(died, Instant.now());
        assertThat(down).isBetween(DELAY, PROMISED);

        Instant back = Instant.now();
        prometheus.goOn();
        new Awaited().until("people are told of its end", PROMISED, () -> told("resolved"));
        say("hanging", down, back);
    }

    private void awaitUp() {
        shown("prodhealth_prometheus_up", 1);
        shown("prodhealth_prometheus_alertmanagers", 1);
    }

    private void shown(String series, double value) {
        new Awaited()
                .until(
                        series + " is " + value,
                        PROMISED,
                        () -> agent.get("/metrics").contains("\n%s %s\n".formatted(series, value)));
    }

    private static void say(String how, Duration down, Instant back) {
        System.getLogger("test")
                .log(
                        System.Logger.Level.INFO,
                        "{0}: alert received after {1} s, resolved {2} s after its return",
                        how,
                        down.toMillis() / 1000.0,
                        Duration.between(back, Instant.now()).toMillis() / 1000.0);
    }

    private boolean told(String status) {
        return people.notified().stream()
                .flatMap(notification -> notification.path("alerts").valueStream())
                .anyMatch(alert -> alert.path("status").asString().equals(status)
                        && alert.path("labels").path("alertname").asString().equals(DOWN));
    }
}
