package io.prodhealth.source.files;

import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The containers that Cortex makes of an API spec ({@code pkg/workloads/k8s.go}): its author's, and the one it adds. */
final class SpecContainers {

    private static final int PORT = 8080;
    private static final int MOST_ENVIRONMENT = 100;
    private static final Map<String, String> SIDECAR_REQUESTS = Map.of("cpu", "100m", "memory", "100Mi");

    private SpecContainers() {}

    /**
     * Those of its author, in order.
     *
     * @param readinessOnPod whether Kubernetes asks for readiness itself; for async and batch APIs the dequeuer does
     */
    static List<Container> of(JsonNode api, boolean readinessOnPod) {
        List<Container> containers = new ArrayList<>();
        for (JsonNode container : api.path("pod").path("containers")) {
            List<String> arguments = new ArrayList<>(words(container.path("command")));
            arguments.addAll(words(container.path("args")));
            containers.add(new Container(
                    Fields.text(container, "name"),
                    Fields.text(container, "image"),
                    List.copyOf(arguments),
                    requests(container.path("compute")),
                    limits(container.path("compute")),
                    environment(container.path("env")),
                    readinessOnPod ? probe(container.path("readiness_probe")) : null,
                    probe(container.path("liveness_probe")),
                    false));
        }
        return List.copyOf(containers);
    }

    /** The readiness checks of its author, by container. */
    static Map<String, Probe> readiness(JsonNode api) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        for (JsonNode container : api.path("pod").path("containers")) {
            Probe probe = probe(container.path("readiness_probe"));
            if (probe != null) {
                probes.put(Fields.text(container, "name"), probe);
            }
        }
        return Map.copyOf(probes);
    }

    static Container proxy(JsonNode api, String image) {
        String port = Integer.toString(port(api));
        boolean asked = readiness(api).values().stream()
                .anyMatch(
                        probe -> probe.type() != Probe.Type.EXEC && probe.port().equals(port));
        return sidecar(
                "proxy",
                image,
                List.of(
                        "--cluster-config",
                        "/configs/cluster/cluster.yaml",
                        "--port",
                        "8888",
                        "--admin-port",
                        "15000",
                        "--user-port",
                        port,
                        "--max-concurrency",
                        Integer.toString(maxConcurrency(api)),
                        "--max-queue-length",
                        Integer.toString(maxQueueLength(api)),
                        "--has-tcp-probe",
                        Boolean.toString(!asked)),
                new Probe(Probe.Type.HTTP_GET, "/healthz", "15000", 1, 3, 10, 1, 3));
    }

    static Container dequeuer(JsonNode api, String kind, String image) {
        List<String> arguments = new ArrayList<>(
                List.of("--api-kind", kind, "--api-name", Fields.text(api, "name"), "--user-port", "" + port(api)));
        if (kind.equals("AsyncAPI")) {
            arguments.addAll(List.of("--workers", Integer.toString(maxConcurrency(api))));
        }
        return sidecar(
                "dequeuer",
                image,
                List.copyOf(arguments),
                new Probe(Probe.Type.HTTP_GET, "/healthz", "15000", 1, 1, 10, 1, 1));
    }

    static int maxConcurrency(JsonNode api) {
        return Fields.integer(api.path("pod"), "max_concurrency", 1);
    }

    static int maxQueueLength(JsonNode api) {
        return Fields.integer(api.path("pod"), "max_queue_length", 100);
    }

    private static int port(JsonNode api) {
        return Fields.integer(api.path("pod"), "port", PORT);
    }

    private static Container sidecar(String name, String image, List<String> arguments, Probe readiness) {
        return new Container(name, image, arguments, SIDECAR_REQUESTS, Map.of(), Map.of(), readiness, null, false);
    }

    private static Map<String, String> requests(JsonNode compute) {
        Map<String, String> requests = new LinkedHashMap<>();
        // Without the key there is a default; an explicit null asks for none.
        String cpu = compute.has("cpu") ? compute.path("cpu").asString("") : "200m";
        String memory = compute.path("mem").asString("");
        if (!cpu.isEmpty()) {
            requests.put("cpu", cpu);
        }
        if (!memory.isEmpty()) {
            requests.put("memory", memory);
        }
        requests.putAll(limits(compute));
        return Map.copyOf(requests);
    }

    /** Cortex sets none for CPU and memory. */
    private static Map<String, String> limits(JsonNode compute) {
        Map<String, String> limits = new LinkedHashMap<>();
        int gpus = Fields.integer(compute, "gpu", 0);
        int inferentia = Fields.integer(compute, "inf", 0);
        if (gpus > 0) {
            limits.put("nvidia.com/gpu", Integer.toString(gpus));
        }
        if (inferentia > 0) {
            limits.put("aws.amazon.com/neuron", Integer.toString(inferentia));
            limits.put("hugepages-2Mi", 256L * inferentia + "Mi");
        }
        return Map.copyOf(limits);
    }

    private static Map<String, String> environment(JsonNode env) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variable : env.properties()) {
            if (environment.size() < MOST_ENVIRONMENT) {
                environment.put(variable.getKey(), variable.getValue().asString(""));
            }
        }
        return Map.copyOf(environment);
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asString("")));
        return words;
    }

    private static @Nullable Probe probe(JsonNode probe) {
        JsonNode http = probe.path("http_get");
        JsonNode tcp = probe.path("tcp_socket");
        if (http.isObject()) {
            String path = Fields.text(http, "path");
            return probe(probe, Probe.Type.HTTP_GET, path.isEmpty() ? "/" : path, http);
        }
        if (tcp.isObject()) {
            return probe(probe, Probe.Type.TCP_SOCKET, "", tcp);
        }
        return probe.path("exec").isObject() ? probe(probe, Probe.Type.EXEC, "", tcp) : null;
    }

    private static Probe probe(JsonNode probe, Probe.Type type, String path, JsonNode target) {
        return new Probe(
                type,
                path,
                target.path("port").asString(""),
                Fields.integer(probe, "initial_delay_seconds", 0),
                Fields.integer(probe, "timeout_seconds", 1),
                Fields.integer(probe, "period_seconds", 10),
                Fields.integer(probe, "success_threshold", 1),
                Fields.integer(probe, "failure_threshold", 3));
    }
}
