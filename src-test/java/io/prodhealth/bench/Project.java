package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built project.
 *
 * @param root where the pom is
 * @param more options of the agent's JVM beside those it is shipped with
 */
record Project(Path root, List<String> more) {
    static final String JAR = "target/prodhealth.jar";
    static final String JVM_OPTIONS = "agent/jvm.options";

    /** Fails when the agent is not built. */
    static Project in(Path root, List<String> more) throws CannotMeasure {
        if (!Files.exists(root.resolve(JAR))) {
            throw new CannotMeasure("there is no " + JAR + " in " + root.toAbsolutePath() + ": build first");
        }
        return new Project(root, more);
    }

    /** With one more option of the agent's JVM. */
    Project with(String option) {
        List<String> options = new ArrayList<>(more);
        options.add(option);
        return new Project(root, List.copyOf(options));
    }

    Path logs() {
        return root.resolve("target/bench");
    }

    /** What the launcher and the image start it with. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of("@" + JVM_OPTIONS));
        options.addAll(more);
        return options;
    }

    /** The same with the file's lines in its place, for people. */
    List<String> effectiveOptions() throws IOException {
        List<String> options = new ArrayList<>(Files.readAllLines(root.resolve(JVM_OPTIONS)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
        options.addAll(more);
        return options;
    }

    List<String> agent(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions());
        command.addAll(List.of("-jar", JAR));
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
}
