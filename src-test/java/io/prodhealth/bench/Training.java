package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One life of the agent on a simulated cluster, in which it does what it does every day. Its JVM, if told so, writes an
 * ahead-of-time cache of the classes that this took when it ends.
 */
public final class Training {
    private static final Size SIZE = new Size(1000);
    private static final int SCRAPES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Training() {}

    /**
     * Makes the cache of the image, while that is built.
     *
     * @param args the folder with the agent as it is in the image, and the cache to make. The JVM that runs this runs the
     *     agent too: a cache is good for the JVM that made it
     */
    public static void main(String[] args) throws IOException, CannotMeasure, InterruptedException {
        Path cache = Path.of(args[1]).toAbsolutePath();
        Files.createDirectories(cache.getParent());
        Project agent = Project.installed(Path.of(args[0]), Path.of("").toAbsolutePath())
                .making(cache);
        run(agent, Cores.shared());
        if (!Files.exists(cache)) {
            throw new CannotMeasure("the agent left no " + cache + ", see " + agent.logs());
        }
    }

    static void run(Project project, Cores cores) throws IOException, CannotMeasure, InterruptedException {
        try (Cluster cluster = Cluster.start(project, cores, SIZE);
                // Practices are judged each interval, the first time after one.
                Measured agent = Measured.start(project, cores, cluster, SIZE, "aot", "--evaluation.interval=2s");
                HttpClient http = agent.connect();
                Churner churner = Churner.start(cluster, cluster.pool(), 50)) {
            for (int i = 0; i < SCRAPES; i++) {
                http.get("/metrics", i % 2 == 1);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            awaitPractices(http);
            for (String path : List.of("/", "/api/v1/report", "/livez")) {
                http.get(path, true);
            }
            churner.stop();
        }
    }

    /** Until they have been judged twice, since a finding is told then. */
    private static void awaitPractices(HttpClient http) throws IOException, CannotMeasure {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Exposition.of(http.get("/metrics", false).body()).sum("prodhealth_practice_findings") == 0) {
            if (System.nanoTime() > deadline) {
                throw new CannotMeasure("no practice has a finding after " + PATIENCE);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
