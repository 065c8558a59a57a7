package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process whose output goes to a file, ended with the bench. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final Thread hook;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static ChildProcess start(List<String> command, Path root, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return new ChildProcess(builder.start(), log);
    }

    ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    /** What it has said so far. */
    String said() throws IOException {
        return Files.readString(log);
    }

    void mustLive() throws CannotMeasure, IOException {
        if (!process.isAlive()) {
            String said = said();
            throw new CannotMeasure("a process ended with " + process.exitValue() + ", see " + log + ": "
                    + said.substring(0, Math.min(500, said.length())));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            // Long, because a JVM may write its ahead-of-time cache when it ends.
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
