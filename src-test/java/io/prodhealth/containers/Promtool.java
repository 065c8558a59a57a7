package io.prodhealth.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** Prometheus' own linter, in a container that waits for files and commands. */
public final class Promtool implements AutoCloseable {
    private static final int OPEN = 0755;

    private final GenericContainer<?> container = new GenericContainer<>(Images.PROMETHEUS.image())
            .withCreateContainerCmdModifier(create -> create.withEntrypoint("tail", "-f", "/dev/null"))
            .withWorkingDirectory("/tmp");

    public Promtool() {
        container.start();
    }

    /**
     * What a command came to.
     *
     * @param output standard output, then standard error
     */
    public record Result(int exitCode, String output) {}

    /** {@code promtool check metrics} on a text 0.0.4 exposition: 0 clean, 1 unreadable, 3 readable but refused by lint. */
    public Result checkMetrics(String exposition) {
        copy("exposition.txt", exposition);
        return exec("sh", "-c", "promtool check metrics <exposition.txt");
    }

    /** {@code promtool} with any arguments; relative paths are below where {@link #copy} puts files. */
    public Result run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return exec(command);
    }

    /** A line for a shell, in which {@code promtool} can be called many times. */
    public Result shell(String line) {
        return exec("sh", "-c", line);
    }

    /** The same for output of megabytes, which the engine would tear on its way: it is fetched as a file. */
    public Result runAtLength(String... arguments) {
        Result result = exec("sh", "-c", "promtool " + String.join(" ", arguments) + " >output.txt 2>&1");
        String output = container.copyFileFromContainer(
                "/tmp/output.txt", in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        return new Result(result.exitCode(), output);
    }

    /** Puts a file where {@link #run} finds it under this relative name. */
    public void copy(String name, String content) {
        container.copyFileToContainer(Transferable.of(content), "/tmp/" + name);
    }

    /** Puts a file or folder of the project where {@link #run} finds it under this relative name. */
    public void copy(String name, Path source) {
        // A temporary folder is its owner's alone, and Prometheus runs as nobody.
        container.copyFileToContainer(MountableFile.forHostPath(source, OPEN), "/tmp/" + name);
    }

    private Result exec(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            return new Result(result.getExitCode(), result.getStdout() + result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while promtool ran", e);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
