package io.prodhealth.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built project.
 *
 * @param root where the pom is
 * @param more options of the agent's JVM beside those it is shipped with
 */
record Project(Path root, List<String> more) {
    private static final List<String> DEFAULT_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError");

    /** Fails when there is no jar of the agent. */
    static Project in(Path root, List<String> more) throws CannotMeasure {
        if (jars(root.resolve("target"), "prodhealth-").isEmpty()) {
            throw new CannotMeasure(
                    "there is no target/prodhealth-*.jar in " + root.toAbsolutePath() + ": build first");
        }
        return new Project(root, more);
    }

    Path logs() {
        return root.resolve("target/bench");
    }

    /** What the agent is started with: agent/jvm.options when there is one. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(
                Files.exists(root.resolve("agent/jvm.options")) ? List.of("@agent/jvm.options") : DEFAULT_OPTIONS);
        options.addAll(more);
        return options;
    }

    List<String> agent(List<String> arguments) {
        List<Path> classPath = new ArrayList<>(jars(root.resolve("target"), "prodhealth-"));
        classPath.addAll(jars(root.resolve("target/lib"), ""));
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                classPath.stream().map(jar -> root.relativize(jar).toString()).toList()));
        command.add("io.prodhealth.Agent");
        command.addAll(arguments);
        return command;
    }

    /** The simulator with this process' own class path. */
    List<String> simulator(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add("io.prodhealth.simulator.SimulatorMain");
        command.addAll(arguments);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<Path> jars(Path folder, String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(".jar") && !name.contains("-sources");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
