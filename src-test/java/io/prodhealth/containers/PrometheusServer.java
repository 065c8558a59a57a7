package io.prodhealth.containers;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus with a configuration of the test's. It reaches this host under {@link #HOST}. */
public final class PrometheusServer implements AutoCloseable {
    /** The name of this machine inside the container. What is to be scraped must listen on more than localhost. */
    public static final String HOST = "host.docker.internal";

    private static final int PORT = 9090;
    private static final Duration POLL = Duration.ofMillis(100);

    private final GenericContainer<?> container;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    /**
     * Starts it and waits until it is ready.
     *
     * @param flags beyond the configuration file and the storage, for example {@code --enable-feature=native-histograms}
     */
    public PrometheusServer(String configuration, String... flags) {
        this(configuration, Map.of(), flags);
    }

    /** With files that the configuration names, such as rules, by their relative names. */
    public PrometheusServer(String configuration, Map<String, String> files, String... flags) {
        // A port that is left to the engine would be another one after it was killed.
        int port = freePort();
        String[] command = new String[flags.length + 2];
        command[0] = "--config.file=/tmp/prometheus.yml";
        command[1] = "--storage.tsdb.path=/tmp/data";
        System.arraycopy(flags, 0, command, 2, flags.length);
        container = new GenericContainer<>(Images.PROMETHEUS.image())
                .withCopyToContainer(Transferable.of(configuration), "/tmp/prometheus.yml")
                .withCommand(command)
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(create -> create.getHostConfig().withPortBindings(binding(port)))
                .withExtraHost(HOST, "host-gateway")
                .waitingFor(Wait.forHttp("/-/ready").forPort(PORT));
        files.forEach((name, content) -> container.withCopyToContainer(Transferable.of(content), "/tmp/" + name));
        container.start();
    }

    /**
     * One series of an instant query.
     *
     * @param value as Prometheus wrote it; of a native histogram its JSON object
     */
    public record Sample(Map<String, String> labels, String value) {}

    public URI uri() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    /** Ends it as a crash would. */
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** Starts one that was killed again, on its data and at its address; it may not be ready yet. */
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    /** It hangs: connections are taken, and nothing is answered. */
    public void hang() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    /** It goes on after {@link #hang()}. */
    public void goOn() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    private static PortBinding binding(int port) {
        return new PortBinding(Ports.Binding.bindPort(port), ExposedPort.tcp(PORT));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an instant query answers now. */
    public List<Sample> query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return answer.path("data")
                .path("result")
                .valueStream()
                .map(series -> new Sample(labels(series.path("metric")), value(series)))
                .toList();
    }

    /** The answer to an instant query once it is as wanted; fails with the last answer and the targets' state. */
    public List<Sample> await(String expression, Predicate<List<Sample>> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            List<Sample> samples = query(expression);
            if (wanted.test(samples)) {
                return samples;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(expression + " answers " + samples + " after " + limit + "; targets: "
                        + get("/api/v1/targets").path("data").path("activeTargets"));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " answers " + response.statusCode() + " " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus was asked", e);
        }
    }

    private static Map<String, String> labels(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return labels;
    }

    private static String value(JsonNode series) {
        JsonNode histogram = series.path("histogram");
        return histogram.isMissingNode()
                ? series.path("value").path(1).asString()
                : histogram.path(1).toString();
    }

    @Override
    public void close() {
        container.close();
        http.close();
    }
}
