package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The agent under measurement, in a process of its own. */
final class Measured implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    /** Short against what is measured, long against what a poll costs the agent while it starts. */
    private static final long POLL_NANOS = 5_000_000;

    private final ChildProcess process;
    private final Optional<Container> container;
    private final int port;

    /** How long the start took, in seconds: of the clock, and of one core. */
    private double startSeconds;

    private double startCpuSeconds;

    private Measured(ChildProcess process, Optional<Container> container, int port) {
        this.process = process;
        this.container = container;
        this.port = port;
    }

    /** Starts it, with more flags than it has always, and waits for the first complete scrape. */
    static Measured start(Project project, Cores cores, Cluster cluster, Size size, String run, String... flags)
            throws IOException, CannotMeasure {
        int port = Cluster.freePort();
        Path log = project.logs().resolve("agent-" + size.pods() + "-" + run + ".log");
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--kubernetes.kubeconfig=" + cluster.kubeconfig(),
                "--prometheus.enabled=false",
                "--web.listen-address=127.0.0.1:" + port));
        arguments.addAll(List.of(flags));
        Optional<Container> container = project.image().map(image -> new Container(image, "prodhealth-bench-" + port));
        List<String> command = container.isPresent()
                ? container.get().command(cores, cluster.kubeconfig(), project.more(), arguments)
                : cores.forAgent(project.agent(arguments));
        long start = System.nanoTime();
        Measured agent = new Measured(ChildProcess.start(command, project.root(), log), container, port);
        try {
            agent.awaitComplete(start, size);
            return agent;
        } catch (IOException | CannotMeasure | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void awaitComplete(long start, Size size) throws IOException, CannotMeasure {
        double pods = -1;
        while (System.nanoTime() - start < START.toNanos()) {
            try (HttpClient http = connect()) {
                while (http.get("/readyz", false).code() != 200 && System.nanoTime() - start < START.toNanos()) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
                Exposition scrape = Exposition.of(http.get("/metrics", false).body());
                pods = scrape.sum("prodhealth_api_pods");
                if (pods == size.pods()) {
                    // What Docker does before the agent runs is not the agent's.
                    startSeconds = container.isPresent() ? figures().ageSeconds() : (System.nanoTime() - start) / 1e9;
                    startCpuSeconds = figures().cpuSeconds();
                    return;
                }
            } catch (IOException notYet) {
                process.mustLive();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new CannotMeasure(
                "no complete scrape within " + START + "; the last one had " + pods + " of " + size.pods() + " pods");
    }

    double startSeconds() {
        return startSeconds;
    }

    double startCpuSeconds() {
        return startCpuSeconds;
    }

    HttpClient connect() throws IOException {
        return new HttpClient(port);
    }

    ProcessFigures figures() throws IOException {
        return container.isPresent() ? container.get().figures() : process.figures();
    }

    @Override
    public void close() {
        process.close();
    }
}
