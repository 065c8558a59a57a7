package io.prodhealth.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The docker command, as who builds and runs an image uses it. */
final class Docker {
    private Docker() {}

    /** What a command came to. */
    record Said(int exitCode, String out, String err) {}

    /** {@code docker} with these arguments. */
    static Said run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return said(new ProcessBuilder(command));
    }

    /** Standard output of a command that must succeed. */
    static String must(String... arguments) throws IOException, InterruptedException {
        Said said = run(arguments);
        if (said.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + said.err());
        }
        return said.out();
    }

    /** Builds the image by the script of the project, on the base of the container tests. */
    static void build(String name, String debian, String jdk) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "deploy/image.sh",
                name,
                "--network",
                "host",
                "--build-arg",
                "BASE=" + debian,
                "--build-arg",
                "JDK=" + jdk);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Said said = said(builder);
        if (said.exitCode() != 0) {
            throw new IllegalStateException(said.out() + said.err());
        }
    }

    private static Said said(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("docker", ".out");
        Path err = Files.createTempFile("docker", ".err");
        try {
            int code = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Said(
                    code,
                    new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                    new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
