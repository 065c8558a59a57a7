package io.prodhealth.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Alertmanager. */
public final class AlertmanagerServer implements AutoCloseable {
    private static final int PORT = 9093;

    /** A temporary folder is its owner's alone, and Alertmanager runs as nobody. */
    private static final int OPEN = 0755;

    private static final String FOLDER = "/tmp/alertmanager/";

    private final GenericContainer<?> container;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    /**
     * Starts one that notifies a webhook of this host at once, and waits until it is ready.
     *
     * @param webhookPort a port of this host that listens on more than localhost
     */
    public AlertmanagerServer(int webhookPort) {
        this(server -> server.withCopyToContainer(
                Transferable.of("""
                    route:
                      receiver: test
                      group_by: [cluster]
                      group_wait: 1s
                      group_interval: 1s
                      repeat_interval: 1h
                    receivers:
                      - name: test
                        webhook_configs: [{url: 'http://%s:%d/', send_resolved: true}]
                    """.formatted(PrometheusServer.HOST, webhookPort)), FOLDER + "alertmanager.yaml"));
    }

    /**
     * Starts one with the configuration of a folder, and waits until it is ready.
     *
     * @param folder with {@code alertmanager.yaml} and whatever that names
     */
    public AlertmanagerServer(Path folder) {
        this(server -> server.withCopyToContainer(MountableFile.forHostPath(folder, OPEN), FOLDER));
    }

    private AlertmanagerServer(UnaryOperator<GenericContainer<?>> configured) {
        container = configured
                .apply(new GenericContainer<>(Images.ALERTMANAGER.image()))
                .withCommand(
                        "--config.file=" + FOLDER + "alertmanager.yaml",
                        "--storage.path=/tmp/data",
                        "--cluster.listen-address=")
                .withExposedPorts(PORT)
                .withExtraHost(PrometheusServer.HOST, "host-gateway")
                .waitingFor(Wait.forHttp("/-/ready").forPort(PORT));
        container.start();
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    /** The alerts that are active now. */
    public List<JsonNode> alerts() {
        return get("/api/v2/alerts");
    }

    /** What is told together, with the labels of the group and its receiver. */
    public List<JsonNode> groups() {
        return get("/api/v2/alerts/groups");
    }

    private List<JsonNode> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve(path)).build();
        return json.readTree(send(request).body()).valueStream().toList();
    }

    /** Posts alerts, as Prometheus would. */
    public void post(List<Map<String, Object>> alerts) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri().resolve("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(alerts)))
                .build());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Alertmanager refuses alerts: " + response.body());
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.close();
        http.close();
    }
}
