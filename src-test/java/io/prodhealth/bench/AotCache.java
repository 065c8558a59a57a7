package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The ahead-of-time cache that the launcher uses: the agent's classes as they are once it runs, loaded and linked. */
final class AotCache {
    private static final String FILE = "target/prodhealth.aot";
    private static final int SCRAPES = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private AotCache() {}

    /** The project with the cache, which is made when there is none of this jar and these options. */
    static Project of(Project project, Cores cores) throws IOException, CannotMeasure, InterruptedException {
        Path cache = project.root().resolve(FILE);
        if (!isFresh(project, cache)) {
            Files.deleteIfExists(cache);
            System.err.println("making the ahead-of-time cache " + FILE);
            train(project, cores);
        }
        if (!Files.exists(cache)) {
            throw new CannotMeasure("the agent left no ahead-of-time cache, see target/bench/agent-1000-aot.log");
        }
        return project.with("-XX:AOTCache=" + FILE);
    }

    private static boolean isFresh(Project project, Path cache) throws IOException {
        if (!Files.exists(cache)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(cache);
        for (String source : List.of(Project.JAR, Project.JVM_OPTIONS)) {
            if (Files.getLastModifiedTime(project.root().resolve(source)).compareTo(made) > 0) {
                return false;
            }
        }
        return true;
    }

    /** One life of the agent, in which it does everything it does; its JVM writes the cache when it ends. */
    private static void train(Project project, Cores cores) throws IOException, CannotMeasure, InterruptedException {
        Size size = new Size(1000);
        try (Cluster cluster = Cluster.start(project, cores, size);
                Measured agent =
                        Measured.start(project.with("-XX:AOTCacheOutput=" + FILE), cores, cluster, size, "aot");
                HttpClient http = agent.connect();
                Churner churner = Churner.start(cluster, cluster.pool(), 50)) {
            for (int i = 0; i < SCRAPES; i++) {
                http.get("/metrics", i % 2 == 1);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            for (String path : List.of("/", "/api/v1/report", "/livez")) {
                http.get(path, true);
            }
            churner.stop();
        }
    }
}
