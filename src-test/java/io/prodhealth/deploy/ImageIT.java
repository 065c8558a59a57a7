package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.containers.Images;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The image, built by the script of the project and confined as in a pod. */
@NeedsEngine
@Timeout(400)
class ImageIT {
    private static final String IMAGE = "prodhealth-test/image:it";
    private static final List<String> CONFINED =
            List.of("--read-only", "--user", "65532:65532", "--cap-drop", "ALL", "--security-opt", "no-new-privileges");
    /** Of issue 9; megabytes of a million bytes, as Docker counts. */
    private static final long LARGEST = 190_000_000;

    private static final long LARGEST_COMPRESSED = 120_000_000;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Docker.build(IMAGE, Images.DEBIAN.image().toString(), Images.JDK.image().toString());
    }

    @Test
    void it_watches_a_cluster_without_a_shell_a_privilege_or_a_file_it_may_write() throws Exception {
        String name = "prodhealth-image-it-" + ProcessHandle.current().pid();
        int port = freePort();
        try (Simulator cluster = Simulator.start(SimulatorOptions.production())) {
            // Who runs in the container is not who owns the file.
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            run(name, kubeconfig, cluster.prometheusUrl(), port);

            new Awaited()
                    .until("it is ready and counts every pod", Duration.ofSeconds(60), () -> countsPods(port, cluster));

            assertThat(Docker.must("top", name, "-o", "pid,uid,gid,args")
                            .lines()
                            .skip(1))
                    .singleElement()
                    .asString()
                    .matches(" *\\d+ +65532 +65532 +/opt/prodhealth/runtime/bin/java .*");
            Docker.Said log = Docker.run("logs", name);
            assertThat(log.out() + log.err())
                    .contains("agent started")
                    .doesNotContainIgnoringCase("read-only file system")
                    .doesNotContainIgnoringCase("permission denied");
            Docker.must("stop", "--time", "20", name);
            // 137 were a stop that it did not hear.
            assertThat(Docker.must("inspect", "--format", "{{.State.ExitCode}}", name)
                            .strip())
                    .isIn("0", "143");
        } finally {
            Docker.run("rm", "--force", name);
        }
    }

    private static void run(String name, Path kubeconfig, String prometheus, int port)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name));
        command.addAll(CONFINED);
        command.addAll(List.of("--network", "host", "--volume", kubeconfig + ":" + kubeconfig + ":ro", IMAGE, "run"));
        command.addAll(List.of("--kubernetes.kubeconfig", kubeconfig.toString(), "--prometheus.url", prometheus));
        command.addAll(List.of("--aws.enabled", "false", "--web.listen-address", "127.0.0.1:" + port));
        Docker.must(command.toArray(String[]::new));
    }

    private boolean countsPods(int port, Simulator cluster) {
        if (get(port, "/readyz").isEmpty()) {
            return false;
        }
        double counted = get(port, "/metrics")
                .lines()
                .filter(line -> line.startsWith("prodhealth_api_pods{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        return counted > 0 && counted == podsOfApis(cluster);
    }

    /** A pod of a batch job that has done its part is none any more. */
    private static long podsOfApis(Simulator cluster) {
        return cluster.list(Resource.PODS).stream()
                .filter(pod -> pod.path("metadata").path("labels").has("apiName"))
                .filter(pod -> !pod.path("status").path("phase").asString().equals("Succeeded"))
                .count();
    }

    /** The body; empty for anything but success. */
    private String get(int port, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void its_labels_are_what_it_says_of_itself() throws Exception {
        String said = confined("version");

        assertThat(said).startsWith("prodhealth " + label("version") + "\n");
        assertThat(said).containsPattern("revision: +" + label("revision") + "\n");
        assertThat(label("licenses")).isEqualTo("Apache-2.0");
    }

    @Test
    void its_cache_fits_its_jvm_and_its_jars() throws Exception {
        List<String> command = new ArrayList<>(List.of("run", "--rm"));
        command.addAll(CONFINED);
        command.addAll(List.of("--env", "JDK_JAVA_OPTIONS=-Xlog:class+load", IMAGE, "version"));

        assertThat(Docker.must(command.toArray(String[]::new)).lines())
                .anyMatch(line -> line.contains("io.prodhealth.cli.Main source: shared objects file"));
    }

    @Test
    void each_library_in_it_is_on_its_bill_of_materials() throws Exception {
        String container = Docker.must("create", IMAGE).strip();
        try {
            Docker.must("cp", container + ":/opt/prodhealth", folder.toString());
        } finally {
            Docker.must("rm", container);
        }
        Path agent = folder.resolve("prodhealth");
        Set<String> bill = new JsonMapper()
                .readTree(Files.readAllBytes(agent.resolve("prodhealth-sbom.json")))
                .path("components")
                .valueStream()
                .map(component -> component.path("name").asString() + "-"
                        + component.path("version").asString() + ".jar")
                .collect(Collectors.toSet());
        try (var libraries = Files.list(agent.resolve("lib"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .hasSizeGreaterThan(50)
                    .allMatch(bill::contains);
        }
    }

    @Test
    void what_it_adds_to_its_base_is_bounded() throws Exception {
        String base = Images.DEBIAN.image().toString();
        long added = size(IMAGE) - size(base);
        long compressed = compressed(IMAGE) - compressed(base);
        System.getLogger("test")
                .log(
                        System.Logger.Level.INFO,
                        "the image adds {0} bytes to its base, compressed {1}",
                        added,
                        compressed);

        assertThat(added).isPositive().isLessThanOrEqualTo(LARGEST);
        assertThat(compressed).isPositive().isLessThanOrEqualTo(LARGEST_COMPRESSED);
    }

    private static long size(String image) throws IOException, InterruptedException {
        return Long.parseLong(
                Docker.must("image", "inspect", "--format", "{{.Size}}", image).strip());
    }

    /** All of its layers, as gzip makes them smaller. */
    private static long compressed(String image) throws IOException, InterruptedException {
        Process save = new ProcessBuilder("docker", "save", image).start();
        Counting counting = new Counting();
        try (InputStream layers = save.getInputStream();
                OutputStream gzip = new GZIPOutputStream(counting, 1 << 16)) {
            layers.transferTo(gzip);
        }
        assertThat(save.waitFor()).isZero();
        return counting.bytes;
    }

    private static final class Counting extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            bytes += len;
        }
    }

    private static String confined(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "--rm"));
        command.addAll(CONFINED);
        command.add(IMAGE);
        command.addAll(List.of(arguments));
        return Docker.must(command.toArray(String[]::new));
    }

    private static String label(String name) throws IOException, InterruptedException {
        return Docker.must(
                        "image",
                        "inspect",
                        "--format",
                        "{{index .Config.Labels \"org.opencontainers.image." + name + "\"}}",
                        IMAGE)
                .strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
