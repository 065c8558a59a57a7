package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorMainIT {

    @Test
    void the_process_serves_once_its_kubeconfig_is_there_and_ends_on_sigterm(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path kubeconfig = directory.resolve("kubeconfig");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        SimulatorMain.class.getName(),
                        "--generate",
                        "--nodes",
                        "5",
                        "--pods",
                        "60",
                        "--token",
                        "secret",
                        "--churn",
                        "10",
                        "--control-port",
                        "0",
                        "--kubeconfig-out",
                        kubeconfig.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine())
                    .startsWith("simulator ready: http://127.0.0.1:")
                    .contains(", control http://");

            Config config = new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig))).build();
            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                assertThat(client.pods()
                                .inAnyNamespace()
                                .withLabel("cortex.dev/api")
                                .list()
                                .getItems())
                        .hasSize(60);
            }

            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }
}
