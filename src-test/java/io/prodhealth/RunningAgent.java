package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.ConfigException;
import io.prodhealth.http.ListenException;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The agent on the recorded cluster, in this process, with the real time; it listens on every address. */
public final class RunningAgent implements AutoCloseable {
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());
    private final JsonMapper json = new JsonMapper();
    private final StartedAgent agent;

    private RunningAgent() throws ConfigException, ListenException, InterruptedException {
        agent = new StartedAgent(cluster, "0.0.0.0");
    }

    /** Starts both and waits until the agent has judged all of the cluster. */
    public static RunningAgent onRecordedCluster() {
        try {
            RunningAgent running = new RunningAgent();
            new Awaited().until("the APIs are judged and the requests in flight are known", running::hasJudged);
            return running;
        } catch (ConfigException | ListenException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean hasJudged() {
        String metrics = metrics("text/plain");
        return agent.get("/readyz", "*/*").statusCode() == 200
                && metrics.contains("\nprodhealth_api_replicas_ready{")
                && metrics.contains("\nprodhealth_source_up{source=\"prometheus\"} 1");
    }

    public int port() {
        return agent.port();
    }

    /** The body of /metrics in the format that is accepted. */
    public String metrics(String accept) {
        HttpResponse<String> response = agent.get("/metrics", accept);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /** What /api/v1/report says of every API. */
    public List<JsonNode> apis() {
        return json.readTree(agent.get("/api/v1/report", "application/json").body())
                .path("readiness")
                .path("apis")
                .valueStream()
                .toList();
    }

    /** Another pod of the API `iris`, created this long before now, is not ready at first and then is. */
    public void startPodOfIris(Duration untilReady) {
        String name = "api-iris-695695d9b5-v526d";
        String born = name.replace("v526d", "later");
        Instant ready = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String created = ready.minus(untilReady).toString();
        ObjectNode pod =
                cluster.get(Resource.PODS, "default", name).orElseThrow().deepCopy();
        pod.withObject("/metadata")
                .put("name", born)
                .put("uid", "6f1c5b2e-0000-4000-8000-000000000001")
                .put("creationTimestamp", created);
        // It was scheduled when it was created, not when the pod it is copied from was.
        conditions(pod).forEach(condition -> condition.put("lastTransitionTime", created));
        setReady(pod, "False", created);
        cluster.put(Resource.PODS, pod);
        new Awaited()
                .until(
                        "the new pod is seen",
                        () -> agent.get("/api/v1/report", "application/json")
                                .body()
                                .contains(born));
        cluster.change(Resource.PODS, "default", born, object -> setReady(object, "True", ready.toString()));
    }

    private static void setReady(ObjectNode pod, String status, String since) {
        conditions(pod)
                .filter(condition -> condition.path("type").asString().equals("Ready"))
                .forEach(ready -> ready.put("status", status).put("lastTransitionTime", since));
    }

    private static Stream<ObjectNode> conditions(ObjectNode pod) {
        return pod.path("status").path("conditions").valueStream().map(ObjectNode.class::cast);
    }

    @Override
    public void close() {
        agent.close();
        cluster.close();
    }
}
