package io.prodhealth.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Alertmanager that notifies a webhook of this host at once. */
public final class AlertmanagerServer implements AutoCloseable {
    private static final int PORT = 9093;

    private final GenericContainer<?> container;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    /**
     * Starts it and waits until it is ready.
     *
     * @param webhookPort a port of this host that listens on more than localhost
     */
    public AlertmanagerServer(int webhookPort) {
        String configuration = """
            route:
              receiver: test
              group_by: [cluster]
              group_wait: 1s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: test
                webhook_configs: [{url: 'http://%s:%d/', send_resolved: true}]
            """.formatted(PrometheusServer.HOST, webhookPort);
        container = new GenericContainer<>(Images.ALERTMANAGER.image())
                .withCopyToContainer(Transferable.of(configuration), "/tmp/alertmanager.yml")
                .withCommand(
                        "--config.file=/tmp/alertmanager.yml", "--storage.path=/tmp/data", "--cluster.listen-address=")
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
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri().resolve("/api/v2/alerts")).build(),
                    HttpResponse.BodyHandlers.ofString());
            return json.readTree(response.body()).valueStream().toList();
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
