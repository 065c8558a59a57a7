package io.prodhealth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The agent from its image, confined as in a pod: a read-only root, no capability, no way to a privilege.
 *
 * @param name of the container
 */
record Container(String image, String name) {

    /** In the network of this machine, where the simulator listens; {@code readable} is seen under its own path. */
    List<String> command(Cores cores, Path readable, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        // A kubeconfig is its owner's alone, and the owner is not who runs in the container.
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> command = new ArrayList<>(List.of(
                "docker", "run", "--rm", "--name", name, "--network", "host", "--read-only", "--user", "65532:65532"));
        command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        command.addAll(List.of("--volume", readable + ":" + readable + ":ro"));
        command.addAll(cores.forContainer());
        if (!jvmOptions.isEmpty()) {
            command.addAll(List.of("--env", "JDK_JAVA_OPTIONS=" + String.join(" ", jvmOptions)));
        }
        command.add(image);
        command.addAll(arguments);
        return command;
    }

    /** The process of the agent as this machine numbers it. */
    ProcessFigures figures() throws IOException {
        Process inspect = new ProcessBuilder("docker", "inspect", "--format", "{{.State.Pid}}", name).start();
        String said = new String(inspect.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!said.matches("[1-9]\\d*")) {
            throw new IOException("the container " + name + " does not run");
        }
        return new ProcessFigures(Long.parseLong(said));
    }
}
