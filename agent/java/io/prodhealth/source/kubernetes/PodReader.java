package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a pod from the stream without building it: a pod is 6 to 9 KB of JSON, of which a twentieth is kept, and there are
 * ten thousands of them.
 */
final class PodReader {

    private final Pool<String> names = new Pool<>();
    private final Pool<Workload> workloads = new Pool<>();

    Kind.Read<Pod> read(JsonCursor json) {
        Fields pod = new Fields();
        json.object(field -> {
            switch (field) {
                case "metadata" -> metadata(json, pod);
                case "spec" -> spec(json, pod);
                case "status" -> status(json, pod);
                default -> {}
            }
        });
        return new Kind.Read<>(pod.build(this), pod.version);
    }

    private static void metadata(JsonCursor json, Fields pod) {
        json.object(field -> {
            switch (field) {
                case "name" -> pod.name = json.string();
                case "namespace" -> pod.namespace = json.string();
                case "uid" -> pod.uid = json.string();
                case "resourceVersion" -> pod.version = json.string();
                case "creationTimestamp" -> pod.createdAt = Moment.millis(json.string());
                case "deletionTimestamp" -> pod.deletedAt = Moment.millis(json.string());
                case "labels" -> labels(json, pod);
                case "ownerReferences" -> json.array(() -> owner(json, pod));
                default -> {}
            }
        });
    }

    private static void labels(JsonCursor json, Fields pod) {
        json.object(label -> {
            switch (label) {
                case "cortex.dev/api" -> pod.cortex = json.string().equals("true");
                case "apiName" -> pod.apiName = json.string();
                case "apiKind" -> pod.apiKind = json.string();
                case "cortex.dev/batch" -> pod.role = json.string();
                case "pod-template-hash" -> pod.templateHash = json.string();
                default -> {}
            }
        });
    }

    private static void owner(JsonCursor json, Fields pod) {
        Fields.Owner owner = new Fields.Owner();
        json.object(field -> {
            switch (field) {
                case "kind" -> owner.kind = json.string();
                case "name" -> owner.name = json.string();
                case "controller" -> owner.controller = json.bool();
                default -> {}
            }
        });
        if (owner.controller) {
            pod.ownerKind = owner.kind;
            pod.ownerName = owner.name;
        }
    }

    private static void spec(JsonCursor json, Fields pod) {
        json.object(field -> {
            switch (field) {
                case "nodeName" -> pod.node = json.string();
                case "initContainers" -> json.array(() -> initContainer(json, pod));
                default -> {}
            }
        });
    }

    private static void initContainer(JsonCursor json, Fields pod) {
        String[] nameAndPolicy = {"", ""};
        json.object(field -> {
            switch (field) {
                case "name" -> nameAndPolicy[0] = json.string();
                case "restartPolicy" -> nameAndPolicy[1] = json.string();
                default -> {}
            }
        });
        if (nameAndPolicy[1].equals("Always")) {
            pod.restartableInitContainers.add(nameAndPolicy[0]);
        }
    }

    private void status(JsonCursor json, Fields pod) {
        json.object(field -> {
            switch (field) {
                case "phase" -> pod.phase = phase(json.string());
                case "reason" -> pod.reason = json.string();
                case "podIP" -> pod.address = IPv4.parse(json.string());
                case "conditions" -> json.array(() -> condition(json, pod));
                case "containerStatuses" -> json.array(() -> container(json, pod, ContainerState.Type.MAIN));
                case "initContainerStatuses" -> json.array(() -> container(json, pod, ContainerState.Type.INIT));
                default -> {}
            }
        });
    }

    private static void condition(JsonCursor json, Fields pod) {
        String[] read = {"", "", "", ""};
        json.object(field -> {
            switch (field) {
                case "type" -> read[0] = json.string();
                case "status" -> read[1] = json.string();
                case "reason" -> read[2] = json.string();
                case "lastTransitionTime" -> read[3] = json.string();
                default -> {}
            }
        });
        switch (read[0]) {
            case "PodScheduled" -> {
                pod.scheduled = conditionStatus(read[1]);
                pod.scheduledReason = read[2];
                pod.scheduledAt = Moment.millis(read[3]);
            }
            case "Ready" -> {
                pod.ready = conditionStatus(read[1]);
                pod.readyAt = Moment.millis(read[3]);
            }
            default -> {}
        }
    }

    private void container(JsonCursor json, Fields pod, ContainerState.Type type) {
        Fields.Container container = new Fields.Container(type);
        json.object(field -> {
            switch (field) {
                case "name" -> container.name = json.string();
                case "image" -> container.image = json.string();
                case "ready" -> container.ready = json.bool();
                case "restartCount" -> container.restarts = json.integer();
                case "state" -> state(json, container.state);
                case "lastState" -> state(json, container.lastState);
                default -> {}
            }
        });
        pod.containers.add(container);
    }

    private static void state(JsonCursor json, Fields.State state) {
        json.object(phase -> {
            if (!json.atObject()) {
                return;
            }
            switch (phase) {
                case "waiting" -> state.phase = ContainerState.Phase.WAITING;
                case "running" -> state.phase = ContainerState.Phase.RUNNING;
                case "terminated" -> state.phase = ContainerState.Phase.TERMINATED;
                default -> {}
            }
            json.object(field -> {
                switch (field) {
                    case "reason" -> state.reason = json.string();
                    case "exitCode" -> state.exitCode = json.integer();
                    case "startedAt" -> state.startedAt = Moment.millis(json.string());
                    case "finishedAt" -> state.finishedAt = Moment.millis(json.string());
                    default -> {}
                }
            });
        });
    }

    private static Pod.Phase phase(String text) {
        return switch (text) {
            case "Pending" -> Pod.Phase.PENDING;
            case "Running" -> Pod.Phase.RUNNING;
            case "Succeeded" -> Pod.Phase.SUCCEEDED;
            case "Failed" -> Pod.Phase.FAILED;
            default -> Pod.Phase.UNKNOWN;
        };
    }

    private static Pod.Condition conditionStatus(String text) {
        return switch (text) {
            case "True" -> Pod.Condition.TRUE;
            case "False" -> Pod.Condition.FALSE;
            default -> Pod.Condition.UNKNOWN;
        };
    }

    /** A pod while it is being read. */
    private static final class Fields {
        private String name = "";
        private String namespace = "";
        private String uid = "";
        private String version = "";
        private boolean cortex;
        private String apiName = "";
        private String apiKind = "";
        private String role = "";
        private String templateHash = "";
        private String ownerKind = "";
        private String ownerName = "";
        private String node = "";
        private Pod.Phase phase = Pod.Phase.UNKNOWN;
        private String reason = "";
        private Pod.Condition scheduled = Pod.Condition.ABSENT;
        private String scheduledReason = "";
        private Pod.Condition ready = Pod.Condition.ABSENT;
        private long createdAt;
        private long scheduledAt;
        private long readyAt;
        private long deletedAt;
        private int address;
        private final Set<String> restartableInitContainers = new HashSet<>(2);
        private final List<Container> containers = new ArrayList<>(3);

        private static final class Owner {
            private String kind = "";
            private String name = "";
            private boolean controller;
        }

        private static final class State {
            private ContainerState.Phase phase = ContainerState.Phase.WAITING;
            private String reason = "";
            private int exitCode;
            private long startedAt;
            private long finishedAt;
        }

        private static final class Container {
            private final ContainerState.Type type;
            private String name = "";
            private String image = "";
            private boolean ready;
            private int restarts;
            private final State state = new State();
            private final State lastState = new State();

            private Container(ContainerState.Type type) {
                this.type = type;
            }
        }

        private Pod build(PodReader reader) {
            Pool<String> names = reader.names;
            return new Pod(
                    names.share(namespace),
                    name,
                    uid,
                    reader.workloads.share(workload(names)),
                    names.share(role),
                    names.share(node),
                    phase,
                    names.share(reason),
                    scheduled,
                    names.share(scheduledReason),
                    ready,
                    createdAt,
                    scheduledAt,
                    readyAt,
                    deletedAt,
                    hasProxy() ? address : 0,
                    containers.stream()
                            .map(container -> container(container, names))
                            .toList());
        }

        /** Nothing else is ever asked; without a status of its containers a pod has no address either. */
        private boolean hasProxy() {
            return containers.stream().anyMatch(container -> container.name.equals("proxy"));
        }

        private Workload workload(Pool<String> names) {
            if (cortex && !apiName.isEmpty()) {
                return new Workload(names.share(namespace), names.share(apiKind), names.share(apiName));
            }
            // The Deployment's name is the ReplicaSet's without its hash; the label says which part is the hash.
            if (ownerKind.equals("ReplicaSet") && !templateHash.isEmpty() && ownerName.endsWith("-" + templateHash)) {
                String deployment = ownerName.substring(0, ownerName.length() - templateHash.length() - 1);
                return new Workload(names.share(namespace), "Deployment", names.share(deployment));
            }
            return new Workload(names.share(namespace), names.share(ownerKind), names.share(ownerName));
        }

        private ContainerState container(Container read, Pool<String> names) {
            boolean sidecar = read.type == ContainerState.Type.INIT && restartableInitContainers.contains(read.name);
            return new ContainerState(
                    names.share(read.name),
                    names.share(read.image),
                    sidecar ? ContainerState.Type.SIDECAR : read.type,
                    read.ready,
                    read.restarts,
                    read.state.phase,
                    names.share(read.state.reason),
                    read.state.exitCode,
                    read.state.startedAt,
                    names.share(read.lastState.reason),
                    read.lastState.exitCode,
                    read.lastState.finishedAt);
        }
    }
}
