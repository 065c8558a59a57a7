package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** The ahead-of-time cache that the launcher uses: the agent's classes as they are once it runs, loaded and linked. */
final class AotCache {
    private static final String FILE = "target/prodhealth.aot";

    private AotCache() {}

    /** The project with the cache, which is made when there is none of this jar and these options. */
    static Project of(Project project, Cores cores) throws IOException, CannotMeasure, InterruptedException {
        Path cache = project.root().resolve(FILE);
        if (!isFresh(project, cache)) {
            Files.deleteIfExists(cache);
            System.err.println("making the ahead-of-time cache " + FILE);
            Training.run(project.making(Path.of(FILE)), cores);
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
}
