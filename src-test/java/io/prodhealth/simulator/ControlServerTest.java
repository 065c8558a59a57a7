package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlServerTest {
    private final ManualSchedule schedule = new ManualSchedule(Instant.parse("2027-03-01T12:00:00.25Z"));
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.production().withSchedule(schedule));
    private final Incidents incidents = simulator.incidents(Tempo.demo());
    private final SimulatedAws aws = SimulatedAws.beside(simulator, incidents);
    private final ControlServer control =
            new ControlServer(simulator, new Churn(simulator.store(), schedule), incidents, Optional.of(aws), 0);
    private final TestClient client = new TestClient(simulator);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.shutdownNow();
        client.close();
        control.close();
        aws.close();
        simulator.close();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_flip_answers_with_the_time_of_the_change() throws IOException, InterruptedException {
        String pod = "api-text-generator-65bb545f88-l2m24";

        JsonNode flip = Json.parse(
                post("/flip", "{\"pod\":\"" + pod + "\",\"ready\":false}").body());

        assertThat(flip.path("at").asString("")).isEqualTo("2027-03-01T12:00:00.250Z");
        assertThat(flip.path("epochMicros").asLong(0))
                .isEqualTo(schedule.clock().instant().toEpochMilli() * 1000);
        assertThat(client.json("/api/v1/namespaces/default/pods/" + pod)
                        .at("/metadata/resourceVersion")
                        .asString(""))
                .isEqualTo(flip.path("resourceVersion").asString("none"));
        assertThat(post("/flip", "{\"pod\":\"" + pod + "\",\"ready\":false}").statusCode())
                .isEqualTo(404);
        assertThat(post("/flip", "{\"ready\":true}").statusCode()).isEqualTo(200);
    }

    @Test
    void faults_are_switched_by_name() throws IOException, InterruptedException {
        post("/faults", "{\"fault\":\"failing\",\"code\":500,\"times\":-1,\"resource\":\"pods\"}");
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(500);
        post("/faults", "{\"fault\":\"clear\"}");
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
        assertThat(post("/faults", "{\"fault\":\"nonsense\"}").statusCode()).isEqualTo(400);
        assertThat(post("/faults", "no json").statusCode()).isEqualTo(400);
    }

    @Test
    void incidents_are_started_by_name() throws IOException, InterruptedException {
        post("/incident", "{\"name\":\"rollout\",\"api\":\"iris\"}");
        schedule.advance(Duration.ofMinutes(2));

        assertThat(simulator
                        .get(Resource.DEPLOYMENTS, "default", "api-iris")
                        .orElseThrow()
                        .at("/metadata/generation")
                        .asInt(0))
                .isEqualTo(2);
        assertThat(post("/incident", "{\"name\":\"flood\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void workers_and_spot_and_aws_are_switched_by_name() throws IOException, InterruptedException {
        assertThat(post("/workers", "{\"api\":\"video-tagger\",\"hang\":true}").statusCode())
                .isEqualTo(200);
        schedule.advance(Duration.ofMinutes(2));
        assertThat(aws.queues().visible("video-tagger")).isGreaterThan(30);
        post("/workers", "{\"api\":\"video-tagger\",\"hang\":false}");
        schedule.advance(Duration.ofMinutes(2));
        assertThat(aws.queues().visible("video-tagger")).isLessThan(5);
        assertThat(post("/workers", "{\"api\":\"iris\"}").statusCode()).isEqualTo(400);

        assertThat(post("/spot", "{\"group\":\"cx-ws-cpu-spot\"}").statusCode()).isEqualTo(200);
        assertThat(post("/spot", "{\"group\":\"cx-ws-nothing\"}").statusCode()).isEqualTo(400);
        assertThat(post("/aws", "{\"fault\":\"deny\",\"action\":\"sqs:ListQueues\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/aws", "{\"fault\":\"nonsense\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void the_server_can_be_restarted_and_its_requests_read() throws IOException, InterruptedException {
        client.get("/apis/apps/v1/deployments");
        assertThat(Json.parse(post("/requests", "").body())
                        .path("list apps/deployments")
                        .asInt(0))
                .isEqualTo(1);

        assertThat(post("/restart", "{\"revisions\":\"RESET\"}").statusCode()).isEqualTo(200);

        assertThat(client.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(Json.parse(post("/status", "").body()).at("/objects/pods").asInt(0))
                .isEqualTo(67);
    }
}
