package io.prodhealth;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.config.ConfigReloader;
import io.prodhealth.config.WebConfigWatch;
import io.prodhealth.http.ListenException;
import io.prodhealth.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole agent in this process, on a simulated cluster, with the real time. */
public final class StartedAgent implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final Agent agent;
    private final int port;

    StartedAgent(Simulator cluster) throws ConfigException, ListenException, InterruptedException {
        this(cluster, "127.0.0.1");
    }

    StartedAgent(Simulator cluster, String host) throws ConfigException, ListenException, InterruptedException {
        this(cluster, host, Map.of());
    }

    /**
     * One that is told more.
     *
     * @param more flags, instead of those that are usual here or beside them
     */
    public StartedAgent(Simulator cluster, String host, Map<String, String> more)
            throws ConfigException, ListenException, InterruptedException {
        this(cluster, host, more, "prodhealth-0", "");
    }

    /**
     * One of several replicas.
     *
     * @param name of its pod
     * @param address at which the others reach it; empty for none
     */
    StartedAgent(Simulator cluster, String host, Map<String, String> more, String name, String address)
            throws ConfigException, ListenException, InterruptedException {
        Map<String, String> flags = new HashMap<>(Map.of(
                "--web.listen-address",
                host + ":0",
                "--kubernetes.kubeconfig",
                cluster.kubeconfig().toString(),
                "--prometheus.url",
                cluster.prometheusUrl(),
                "--state.namespace",
                "prodhealth",
                "--state.interval",
                "1s",
                "--evaluation.interval",
                "1s",
                "--aws.enabled",
                "false"));
        flags.putAll(more);
        ConfigReader reader = new ConfigReader(Map.of(), flags);
        Config config = reader.read();
        agent = new Agent(
                new ConfigReloader(reader, config, Clock.systemUTC()),
                WebConfigWatch.none(),
                new BuildInfo("0.1.0", "0123456", "2026-01-01", "25"),
                name,
                address,
                Clock.systemUTC());
        port = agent.start();
    }

    /** Each kind of Kubernetes objects that is read, and how it is doing: {@code live} when it is read. */
    List<JsonNode> kinds() {
        return json.readTree(get("/api/v1/report"))
                .path("kubernetes")
                .valueStream()
                .toList();
    }

    /** Waits until every kind and Prometheus have been read, and findings are confirmed. */
    public void awaitEverythingRead() {
        new Awaited()
                .until(
                        "every kind is live, Prometheus has answered, and practices are confirmed",
                        () -> kinds().stream()
                                        .allMatch(kind ->
                                                kind.path("state").asString("").equals("live"))
                                && Stream.of("\nprodhealth_api_replicas_recommended{", "\nprodhealth_finding{")
                                        .allMatch(get("/metrics")::contains));
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The body that is answered. */
    public String get(String path) {
        return get(path, "*/*").body();
    }

    HttpResponse<String> get(String path, String accept) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        agent.close();
        http.close();
    }
}
