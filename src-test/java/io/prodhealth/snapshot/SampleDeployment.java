package io.prodhealth.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Deployment as tests want it: healthy unless told otherwise. */
public final class SampleDeployment {

    public static final Instant CREATED = Instant.parse("2026-01-15T08:00:00Z");

    private final String name;
    private String uid;
    private Instant createdAt = CREATED;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private final List<Container> containers = new ArrayList<>();
    private final List<Container> initContainers = new ArrayList<>();
    private List<String> nodeGroups = List.of();
    private int desired = 1;
    private int ready = 1;
    private String progressing = "NewReplicaSetAvailable";
    private @Nullable Instant progressedAt = CREATED;

    private SampleDeployment(String name) {
        this.name = name;
        this.uid = "uid-" + name;
    }

    /** A Deployment that Cortex knows nothing of. */
    public static SampleDeployment plain(String name) {
        return new SampleDeployment(name);
    }

    /** The Deployment of a realtime API, as Cortex makes it. */
    public static SampleDeployment realtime(String api) {
        return plain("api-" + api)
                .label("cortex.dev/api", "true")
                .label("apiName", api)
                .label("apiKind", "RealtimeAPI")
                .label("initialDeploymentTime", "1768464000000000000")
                .container("api")
                .container("proxy");
    }

    public SampleDeployment uid(String other) {
        uid = other;
        return this;
    }

    public SampleDeployment createdAt(Instant at) {
        createdAt = at;
        return this;
    }

    public SampleDeployment label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public SampleDeployment annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public SampleDeployment container(String container, String... arguments) {
        containers.add(container(container, false, arguments));
        return this;
    }

    public SampleDeployment initContainer(String container, boolean restartable) {
        initContainers.add(container(container, restartable));
        return this;
    }

    public SampleDeployment pinnedTo(String... groups) {
        nodeGroups = List.of(groups);
        return this;
    }

    public SampleDeployment replicas(int wanted, int readyOnes) {
        desired = wanted;
        ready = readyOnes;
        return this;
    }

    public SampleDeployment progress(String reason, @Nullable Instant at) {
        progressing = reason;
        progressedAt = at;
        return this;
    }

    private static Container container(String container, boolean restartable, String... arguments) {
        return new Container(
                container,
                "registry.example/" + container + ":1",
                List.of(arguments),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                restartable);
    }

    public PodTemplate template() {
        return new PodTemplate(
                Map.copyOf(labels), List.copyOf(containers), List.copyOf(initContainers), Map.of(), nodeGroups, 30);
    }

    /** What has been described so far. */
    public Deployment build() {
        return new Deployment(
                "default",
                name,
                uid,
                createdAt,
                Map.copyOf(labels),
                Map.copyOf(annotations),
                desired,
                desired,
                desired,
                ready,
                ready,
                Math.max(0, desired - ready),
                progressing,
                progressedAt,
                Duration.ofMinutes(10),
                template());
    }
}
