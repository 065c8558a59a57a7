package io.prodhealth.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** Alertmanager's own tool, in a container that waits for files and commands. */
public final class Amtool implements AutoCloseable {
    private final GenericContainer<?> container = new GenericContainer<>(Images.ALERTMANAGER.image())
            .withCreateContainerCmdModifier(create -> create.withEntrypoint("tail", "-f", "/dev/null"))
            .withWorkingDirectory("/tmp");

    public Amtool() {
        container.start();
    }

    /**
     * What a command came to.
     *
     * @param output standard output
     * @param errors standard error
     */
    public record Result(int exitCode, String output, String errors) {}

    /** {@code amtool} with any arguments; relative paths are below where {@link #copy} puts files. */
    public Result run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "amtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            ExecResult result = container.execInContainer(command);
            return new Result(result.getExitCode(), result.getStdout(), result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while amtool ran", e);
        }
    }

    /** Puts a text where {@link #run} finds it under this relative name. */
    public void copy(String name, String content) {
        container.copyFileToContainer(Transferable.of(content), "/tmp/" + name);
    }

    /** Puts a file or folder of the project where {@link #run} finds it under this relative name. */
    public void copy(String name, Path source) {
        container.copyFileToContainer(MountableFile.forHostPath(source), "/tmp/" + name);
    }

    @Override
    public void close() {
        container.close();
    }
}
