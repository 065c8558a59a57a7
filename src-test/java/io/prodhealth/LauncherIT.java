package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a newcomer meets it: through a link, from another directory, with spaces in the path. */
@Timeout(120)
class LauncherIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path temporary = Path.of("");
    private Path launcher = Path.of("");

    @BeforeEach
    void linkTheLauncher() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("a folder"));
        temporary = Files.createDirectories(folder.resolve("temporary files"));
        launcher = elsewhere.resolve("prod health");
        Files.createSymbolicLink(launcher, Path.of("prodhealth").toAbsolutePath());
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        http.close();
        Files.delete(launcher);
    }

    @Test
    void the_demo_serves_the_page_and_the_metrics_and_leaves_nothing_behind() throws Exception {
        Process demo = start("demo", "--port", "0");
        String url = urlOfThePage(demo);

        assertThat(get(url)).contains("<html");
        new Awaited()
                .until("the APIs are judged", () -> get(url + "metrics").contains("\nprodhealth_api_replicas_ready{"));

        List<ProcessHandle> children = demo.descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        demo.destroy();

        assertThat(demo.waitFor()).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void the_demo_ends_and_says_who_died_when_the_agent_dies() throws Exception {
        Process demo = start("demo", "--port=0");
        urlOfThePage(demo);

        demo.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("jvm.options"))
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(rest(demo)).contains("the agent ended with exit code 137");
        assertThat(demo.waitFor()).isEqualTo(3);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_port_that_is_taken_is_one_sentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process demo = start("demo", "--port", String.valueOf(taken.getLocalPort()));

            assertThat(rest(demo))
                    .contains("prodhealth: Cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use; choose another port with --port.");
            assertThat(demo.waitFor()).isEqualTo(2);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void what_it_does_not_know_is_one_sentence() throws Exception {
        Process unknown = start("deploy");
        assertThat(rest(unknown).lines()).hasSize(1);
        assertThat(unknown.waitFor()).isEqualTo(2);

        Process port = start("demo", "--port", "70000");
        assertThat(rest(port)).isEqualTo("prodhealth: --port needs a number from 0 to 65535.\n");
        assertThat(port.waitFor()).isEqualTo(2);
    }

    @Test
    void without_a_jdk_or_maven_it_says_what_to_install() throws Exception {
        // Everything it calls but java and mvn; whether it finds a JDK by itself depends on the machine.
        Process nothing = start(List.of("/bin/sh", launcher.toString(), "test"), "PATH", toolsOnly());

        assertThat(rest(nothing)).matches("prodhealth: (Maven is needed to build|a JDK 25 is needed): [^\n]*\n");
        assertThat(nothing.waitFor()).isEqualTo(3);
    }

    @Test
    void run_is_the_agent_itself_in_the_directory_it_was_called_from() throws Exception {
        Files.writeString(folder.resolve("mine.yaml"), "web: {listen_address: \"127.0.0.1:1234\"}\n");

        Process run = start("run", "--config.file", "mine.yaml", "--config.check");

        assertThat(rest(run)).contains("127.0.0.1:1234");
        assertThat(run.waitFor()).isZero();
    }

    private String toolsOnly() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of(
                "sh",
                "dirname",
                "readlink",
                "date",
                "sed",
                "grep",
                "find",
                "head",
                "tail",
                "mkdir",
                "mv",
                "cp",
                "cat")) {
            for (String bin : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(bin + name)) && !Files.exists(tools.resolve(name))) {
                    Files.writeString(tools.resolve(name), "#!/bin/sh\nexec " + bin + name + " \"$@\"\n");
                    assertThat(tools.resolve(name).toFile().setExecutable(true)).isTrue();
                }
            }
        }
        return tools.toString();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private Process start(List<String> command, String... environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("TMPDIR", temporary.toString());
        // These tests run in the middle of a build.
        builder.environment().put("SKIP_BUILD", "1");
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        Process process = builder.start();
        started.add(process);
        process.getOutputStream().close();
        return process;
    }

    private static String urlOfThePage(Process demo) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader out = demo.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Ctrl-C ends it")) {
                return said.toString().replaceFirst("(?s).*status page +(\\S+).*", "$1");
            }
        }
        throw new AssertionError("the demo ended: " + said);
    }

    private static String rest(Process process) throws IOException, InterruptedException {
        String said = process.inputReader().lines().reduce("", (all, line) -> all + line + "\n");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        return said;
    }

    private String get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
