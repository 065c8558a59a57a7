package io.prodhealth.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replica of the built agent, started as the image starts it. */
final class AgentProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final int port;
    private final List<String> command;
    private final Path log;
    private final HttpClient http;
    private @Nullable Process process;

    /** @param flags of {@code run}, beside where it listens */
    AgentProcess(String name, Path root, Map<String, String> flags, Path logs, HttpClient http) throws IOException {
        this.name = name;
        this.http = http;
        this.log = logs.resolve(name + ".log");
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + root.resolve("agent/jvm.options"),
                "-jar",
                root.resolve("target/prodhealth.jar").toString(),
                "run",
                "--web.listen-address=127.0.0.1:" + port));
        flags.forEach((flag, value) -> command.add(flag + "=" + value));
        Files.createDirectories(logs);
    }

    /** Starts it, anew after it has ended. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "POD_NAME", name,
                        "POD_IP", "127.0.0.1",
                        "MALLOC_ARENA_MAX", "2",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_REGION", "us-east-1"));
        process = builder.start();
    }

    /** As by the loss of its node: nothing is kept and nothing given up. */
    void kill() {
        end(Process::destroyForcibly);
    }

    /** As by Kubernetes, which waits for it to end. */
    void terminate() {
        end(Process::destroy);
    }

    private void end(Consumer<Process> how) {
        Process running = process;
        if (running == null) {
            return;
        }
        how.accept(running);
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    String name() {
        return name;
    }

    boolean ready() {
        return get("/readyz").isPresent();
    }

    /** What it exports; empty while it does not answer. */
    Optional<Exported> scrape() {
        return get("/metrics").map(Exported::of);
    }

    /** The body of a 200. */
    Optional<String> get(String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What it has said. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
