package io.prodhealth.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator, with a made up cluster of one size, in a process of its own. */
final class Cluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern CONTROL = Pattern.compile("control http://127\\.0\\.0\\.1:(\\d+)");
    private static final JsonMapper JSON = new JsonMapper();
    /** So many pods take turns; choosing among all of them each time would cost the simulator more than the change. */
    private static final int POOL = 300;

    private final ChildProcess process;
    private final Path kubeconfig;
    private final HttpClient control;

    private Cluster(ChildProcess process, Path kubeconfig, HttpClient control) {
        this.process = process;
        this.kubeconfig = kubeconfig;
        this.control = control;
    }

    static Cluster start(Project project, Cores cores, Size size) throws IOException, CannotMeasure {
        Path kubeconfig = project.logs().resolve("kubeconfig-" + size.pods()).toAbsolutePath();
        Files.createDirectories(project.logs());
        Files.deleteIfExists(kubeconfig);
        List<String> command = project.simulator(List.of(
                "--generate",
                "--nodes=" + size.nodes(),
                "--pods=" + size.pods(),
                "--control-port=0",
                "--kubeconfig-out=" + kubeconfig));
        ChildProcess process = ChildProcess.start(
                cores.forSimulator(command),
                project.root(),
                project.logs().resolve("simulator-" + size.pods() + ".log"));
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            Matcher ready = CONTROL.matcher(process.said());
            if (ready.find()) {
                return new Cluster(process, kubeconfig, new HttpClient(Integer.parseInt(ready.group(1))));
            }
            process.mustLive();
            if (System.nanoTime() > deadline) {
                process.close();
                throw new CannotMeasure("the simulator is not ready after " + START);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** Names of pods to flip, of many APIs; each is flipped twice to find it. */
    List<String> pool() throws IOException, CannotMeasure {
        Set<String> names = new LinkedHashSet<>();
        for (int tries = 0; tries < POOL; tries++) {
            JsonNode flip = flip("{\"ready\":false}");
            String name = flip.path("pod").asString("");
            flip(name, true);
            names.add(name);
        }
        return new ArrayList<>(names);
    }

    /** Changes a pod's readiness; returns when that was, in microseconds of the epoch. */
    long flip(String pod, boolean ready) throws IOException, CannotMeasure {
        return flip("{\"pod\":\"" + pod + "\",\"ready\":" + ready + "}")
                .path("epochMicros")
                .asLong(0);
    }

    private synchronized JsonNode flip(String json) throws IOException, CannotMeasure {
        HttpClient.Answer answer = control.post("/flip", json);
        if (answer.code() != 200) {
            throw new CannotMeasure("the simulator refused the flip " + json);
        }
        return JSON.readTree(answer.body());
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.close();
    }
}
