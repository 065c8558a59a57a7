package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands behind the status page, from the whole agent. */
@Timeout(240)
class PageFeedTest {

    private static final Map<String, String> OFTEN =
            Map.of("--prometheus.interval", "5s", "--prometheus.timeout", "5s");
    /** After an evaluation that took long the next one comes twenty times as long later. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String FIRING = """
        [{"labels":{"alertname":"CortexApiNoReadyReplicas","notify":"page","severity":"critical",
          "product":"cortex-serving","namespace":"default","api_name":"iris"},
          "annotations":{"summary":"An API has no replica.","runbook_url":"https://a.example/b"},
          "state":"firing","activeAt":"2026-01-15T09:00:00Z","value":"0e+00"}]\
        """;

    private final JsonMapper json = new JsonMapper();

    @Test
    void what_fires_the_last_hour_and_each_evaluation_reach_whoever_asks() throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.production());
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            BufferedReader events;
            try (StartedAgent agent = new StartedAgent(cluster, "127.0.0.1", OFTEN)) {
                new Awaited()
                        .until(
                                "the alerts are known, and none fires",
                                LIMIT,
                                () -> firing(agent).equals("0"));

                cluster.alerts(FIRING);
                new Awaited().until("one that fires", LIMIT, () -> firing(agent).equals("1"));
                JsonNode alert = report(agent).at("/alerts/list/0");
                assertThat(alert.path("name").asString()).isEqualTo("CortexApiNoReadyReplicas");
                assertThat(alert.path("api_name").asString()).isEqualTo("iris");
                assertThat(alert.path("since").asString()).isEqualTo("2026-01-15T09:00:00Z");

                cluster.alerts("[]");
                new Awaited().until("it has ended", LIMIT, () -> firing(agent).equals("0"));

                JsonNode history = json.readTree(agent.get("/api/v1/history"));
                JsonNode iris = history.path("apis")
                        .valueStream()
                        .filter(api -> api.path("name").asString().equals("iris"))
                        .findFirst()
                        .orElseThrow();
                assertThat(iris.path("ready")).hasSize(60);
                assertThat(iris.at("/ready/59").isNumber()).isTrue();
                assertThat(iris.at("/ready/0").isNull()).isTrue();
                assertThat(history.at("/prometheus/up/59").asInt()).isEqualTo(1);
                assertThat(history.path("node_families")).isNotEmpty();

                events = follow(http, agent.port());
                Instant first = moment(events);
                assertThat(moment(events)).isAfter(first);
            }
            assertThatCode(events::readAllAsString)
                    .as("the stream has an end, and is not broken off")
                    .doesNotThrowAnyException();
        }
    }

    private JsonNode report(StartedAgent agent) {
        return json.readTree(agent.get("/api/v1/report"));
    }

    private String firing(StartedAgent agent) {
        return report(agent).at("/alerts/firing").toString();
    }

    private static BufferedReader follow(HttpClient http, int port) throws Exception {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** Of the next evaluation that is told. */
    private static Instant moment(BufferedReader events) throws Exception {
        String line = events.readLine();
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        return Instant.parse(line.substring("data: ".length()));
    }
}
