package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The built agent.
 *
 * @param root where it is run, and logs are left
 * @param options the file of options of its JVM
 * @param more options of the agent's JVM beside those it is shipped with
 * @param image the image it is run from; empty for the jar
 */
record Project(Path root, String options, String jar, List<String> more, Optional<String> image) {
    static final String JAR = "target/prodhealth.jar";
    static final String JVM_OPTIONS = "agent/jvm.options";

    /** Fails when the agent is not built. */
    static Project in(Path root, List<String> more) throws CannotMeasure {
        if (!Files.exists(root.resolve(JAR))) {
            throw new CannotMeasure("there is no " + JAR + " in " + root.toAbsolutePath() + ": build first");
        }
        return new Project(root, JVM_OPTIONS, JAR, more, Optional.empty());
    }

    /** One that is installed in a folder as in the image: its jar with the options beside it. */
    static Project installed(Path folder, Path root) {
        return new Project(
                root,
                folder.resolve("jvm.options").toString(),
                folder.resolve("prodhealth.jar").toString(),
                List.of(),
                Optional.empty());
    }

    /** The same, run from an image. */
    Project in(String name) {
        return new Project(root, options, jar, more, Optional.of(name));
    }

    /** With one more option of the agent's JVM. */
    Project with(String option) {
        List<String> all = new ArrayList<>(more);
        all.add(option);
        return new Project(root, options, jar, List.copyOf(all), image);
    }

    /**
     * With a JVM that writes an ahead-of-time cache when it ends: of classes, and not of how often their methods ran, which
     * only the compiler reads that the agent goes without.
     */
    Project making(Path cache) {
        return with("-XX:-AOTRecordTraining").with("-XX:AOTCacheOutput=" + cache);
    }

    Path logs() {
        return root.resolve("target/bench");
    }

    /** What the launcher and the image start it with. */
    List<String> jvmOptions() {
        List<String> all = new ArrayList<>(List.of("@" + options));
        all.addAll(more);
        return all;
    }

    /** The same with the file's lines in its place, for people. */
    List<String> effectiveOptions() throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(root.resolve(options)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
        all.addAll(more);
        return all;
    }

    List<String> agent(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions());
        command.addAll(List.of("-jar", jar));
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
