package io.prodhealth.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.alerting.PrometheusSight.Status;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.HttpAccess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real Alertmanager understands what the agent posts, and whoever it notifies is told once. */
@NeedsEngine
class AlertingIT {

    private static final Duration DELAY = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final WebhookReceiver people = new WebhookReceiver();
    private final AlertmanagerServer alertmanager = new AlertmanagerServer(people.port());
    private volatile PrometheusSight sight = seen(Status.UP);

    AlertingIT() throws IOException {}

    @AfterEach
    void close() {
        alertmanager.close();
        people.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_alert_of_two_agents_arrives_once_is_grouped_is_refreshed_and_resolves() {
        try (Alerting one = agent(true);
                Alerting other = agent(true)) {
            one.start();
            other.start();
            new Awaited().until("the heartbeat arrives", () -> names().equals(Set.of("ProdhealthHeartbeat")));

            Instant died = Instant.now();
            sight = seen(Status.DOWN);
            new Awaited().until("people are told", () -> told("firing", "CortexPrometheusDown"));
            assertThat(Duration.between(died, Instant.now())).isBetween(DELAY, Duration.ofSeconds(30));

            // One alert, though two agents speak of it, in one group with the heartbeat of the same cluster.
            List<JsonNode> alerts = alertmanager.alerts();
            assertThat(alerts).hasSize(2);
            JsonNode alert = down(alerts);
            assertThat(alert.path("labels").path("severity").asString()).isEqualTo("critical");
            assertThat(alert.path("labels").path("cluster").asString()).isEqualTo("prod");
            assertThat(alert.path("annotations").path("runbook_url").asString())
                    .isEqualTo("https://wiki.example/CortexPrometheusDown.md");
            assertThat(people.notified()
                            .getLast()
                            .path("groupLabels")
                            .path("cluster")
                            .asString())
                    .isEqualTo("prod");

            Instant end = Instant.parse(alert.path("endsAt").asString());
            new Awaited()
                    .until(
                            "it is refreshed",
                            () -> Instant.parse(down(alertmanager.alerts())
                                            .path("endsAt")
                                            .asString())
                                    .isAfter(end));
            assertThat(down(alertmanager.alerts()).path("startsAt").asString())
                    .isEqualTo(alert.path("startsAt").asString());

            sight = seen(Status.UP);
            new Awaited().until("people are told of its end", () -> told("resolved", "CortexPrometheusDown"));
            new Awaited().until("it is no more", () -> names().equals(Set.of("ProdhealthHeartbeat")));
            assertThat(one.source().orElseThrow().up()).isTrue();
            assertThat(one.status().alertmanagers())
                    .allMatch(known -> known.problem().isEmpty());
        }
    }

    @Test
    void a_post_of_nothing_is_taken_and_starts_nothing() throws Exception {
        try (Alerting agent = agent(false)) {
            agent.round();

            assertThat(agent.source().orElseThrow().up()).isTrue();
            assertThat(alertmanager.alerts()).isEmpty();
        }
    }

    private Alerting agent(boolean heartbeat) {
        return new Alerting(
                new Alerting.Options(
                        true, DELAY, heartbeat, "https://wiki.example", "", List.of(), HttpAccess.open("alertmanager")),
                new Alerting.Pace(Duration.ofMillis(500), Duration.ofSeconds(2)),
                () -> sight,
                trust -> new BoundedHttp(vertx, Duration.ofSeconds(5), Alerting.longestAnswer(), trust),
                Clock.systemUTC());
    }

    /** A dead Prometheus names no Alertmanager. */
    private PrometheusSight seen(Status status) {
        List<URI> named = status == Status.UP ? List.of(alertmanager.uri().resolve("/api/v2/alerts")) : List.of();
        return new PrometheusSight(status, Instant.now(), named, "prod");
    }

    private Set<String> names() {
        return alertmanager.alerts().stream()
                .map(alert -> alert.path("labels").path("alertname").asString())
                .collect(Collectors.toSet());
    }

    private static JsonNode down(List<JsonNode> alerts) {
        return alerts.stream()
                .filter(alert ->
                        alert.path("labels").path("alertname").asString().equals("CortexPrometheusDown"))
                .findFirst()
                .orElseThrow();
    }

    private boolean told(String status, String name) {
        return people.notified().stream()
                .flatMap(notification -> notification.path("alerts").valueStream())
                .anyMatch(alert -> alert.path("status").asString().equals(status)
                        && alert.path("labels").path("alertname").asString().equals(name));
    }
}
