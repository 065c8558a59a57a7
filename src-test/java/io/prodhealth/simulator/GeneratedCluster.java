package io.prodhealth.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster of any size: the recorded control plane, and made up worker nodes and APIs. Every tenth API is
 * asynchronous; seven of ten nodes are spot.
 */
final class GeneratedCluster {
    private static final Set<Resource> NOT_RECORDED = EnumSet.of(Resource.EVENTS, Resource.JOBS, Resource.BATCHJOBS);

    private final Store store;
    private final SimulatorOptions.Size size;
    private final Clock clock;
    private final CortexObjects objects;
    private final List<String> nodes = new ArrayList<>();

    GeneratedCluster(Store store, SimulatorOptions.Size size, Clock clock) {
        this.store = store;
        this.size = size;
        this.clock = clock;
        this.objects = new CortexObjects(clock);
    }

    static String apiName(int number) {
        return "model-%04d".formatted(number);
    }

    static boolean isAsync(int number) {
        return number % 10 == 9;
    }

    void load() {
        loadControlPlane();
        loadNodes();
        for (int api = 0; api < size.apis(); api++) {
            int pods = size.pods() / size.apis() + (api < size.pods() % size.apis() ? 1 : 0);
            loadApi(api, pods);
        }
    }

    private void loadControlPlane() {
        for (Resource resource : Resource.values()) {
            if (NOT_RECORDED.contains(resource)) {
                continue;
            }
            for (ObjectNode item : objects.recorded(resource)) {
                if (!ofWorkload(item)) {
                    load(resource, item);
                }
            }
        }
    }

    /** Whether an item belongs to a recorded API or worker node, or lies in a cluster that has others. */
    private boolean ofWorkload(ObjectNode item) {
        String name = item.at("/metadata/name").asString("");
        return item.at("/metadata/labels").has("cortex.dev/api")
                || item.at("/metadata/labels").has("workload")
                || isWorker(name)
                || isWorker(item.at("/spec/nodeName").asString(""))
                || name.startsWith("image-classifier");
    }

    private boolean isWorker(String node) {
        return objects.recorded(Resource.NODES).stream()
                .anyMatch(n -> n.at("/metadata/name").asString("").equals(node)
                        && n.at("/metadata/labels").has("workload"));
    }

    private void loadNodes() {
        ObjectNode spot = recordedNode("cx-ws-cpu-spot");
        ObjectNode onDemand = recordedNode("cx-wd-cpu-on-demand");
        for (int i = 0; i < size.nodes(); i++) {
            String name = "ip-10-%d-%d-%d.ec2.internal".formatted(1 + i / 62_500, i / 250 % 250, 1 + i % 250);
            nodes.add(name);
            load(Resource.NODES, objects.node(name, i % 10 < 7 ? spot : onDemand));
        }
        countNodes();
    }

    /** The autoscaler's status speaks of the nodes there are, and of no trouble. */
    private void countNodes() {
        int spot = size.nodes() / 10 * 7 + Math.min(7, size.nodes() % 10);
        store.change(Resource.CONFIGMAPS, "kube-system", "cluster-autoscaler-status", map -> {
            AutoscalerStatus recorded =
                    AutoscalerStatus.parse(map.at("/data/status").asString(""));
            List<AutoscalerStatus.Group> groups = new ArrayList<>();
            for (AutoscalerStatus.Group group : recorded.groups()) {
                boolean gpu = group.name().contains("-gpu-");
                int nodes = group.is("cx-ws-cpu-spot")
                        ? spot
                        : group.is("cx-wd-cpu-on-demand") ? size.nodes() - spot : gpu ? 0 : group.registered();
                groups.add(group.withNodes(nodes)
                        .withTarget(nodes)
                        .withMax(Math.max(group.max(), nodes + 10))
                        .withScaleUp("NoActivity", clock.instant()));
            }
            ((ObjectNode) map.get("data")).put("status", new AutoscalerStatus(groups).render(clock.instant()));
            return map;
        });
    }

    private ObjectNode recordedNode(String group) {
        ObjectNode node = objects.recorded(Resource.NODES).stream()
                .filter(n -> n.at("/metadata/labels/alpha.eksctl.io~1nodegroup-name")
                        .asString("")
                        .equals(group))
                .findFirst()
                .orElseThrow()
                .deepCopy();
        int each = size.nodes() == 0 ? 0 : size.pods() / size.nodes();
        String pods = Integer.toString(Math.max(58, each + 20));
        ((ObjectNode) node.at("/status/capacity")).put("pods", pods);
        ((ObjectNode) node.at("/status/allocatable")).put("pods", pods);
        return node;
    }

    private void loadApi(int number, int pods) {
        String api = apiName(number);
        ObjectNode deployment =
                isAsync(number) ? objects.asyncDeployment(api, pods) : objects.realtimeDeployment(api, pods);
        load(Resource.DEPLOYMENTS, deployment);
        load(Resource.REPLICASETS, objects.replicaSet(deployment, 1, pods));
        if (isAsync(number)) {
            store.put(Resource.CONFIGMAPS, objects.asyncConfigMap(api));
            store.put(Resource.VIRTUALSERVICES, objects.asyncVirtualService(api));
        } else {
            store.put(Resource.SERVICES, objects.service(api));
            store.put(Resource.VIRTUALSERVICES, objects.virtualService(api, pods == 0));
        }
        loadPods(number, api, pods);
    }

    private void loadPods(int number, String api, int pods) {
        String first = CortexObjects.podName(api, 1, 0);
        PodBuilder builder = isAsync(number) ? objects.asyncPod(api, first) : objects.realtimePod(api, first);
        ObjectNode pod = builder.node("%%1%%").build();
        pod.remove(List.of("kind", "apiVersion"));
        ObjectNode metadata = (ObjectNode) pod.get("metadata");
        metadata.put("resourceVersion", "%%2%%");
        metadata.put("uid", "%%3%%");
        String address = pod.at("/status/podIP").asString("");
        String json = pod.toString().replace(first, "%%0%%").replace(address, "%%4%%");
        for (String container : PodStatus.containers(pod)) {
            String id = ContainerStatus.container(pod, container)
                    .path("containerID")
                    .asString("");
            json = json.replace(id.replace("docker://", ""), "%%5%%" + id.substring(id.length() - 24));
        }
        ByteTemplate template = new ByteTemplate(json);
        Map<String, String> labels = new HashMap<>();
        metadata.get("labels").forEachEntry((key, value) -> labels.put(key, value.asString("")));
        Map<String, String> shared = Map.copyOf(labels);
        Set<String> names = new LinkedHashSet<>();
        // Among 100 000 random names two are equal now and then; the API server tries another too.
        for (int i = 0; names.size() < pods; i++) {
            names.add(CortexObjects.podName(api, 1, i));
        }
        int seat = number * 7;
        for (String name : names) {
            load(template, shared, name, seat++);
        }
    }

    private void load(ByteTemplate template, Map<String, String> labels, String name, int seat) {
        long revision = store.revision() + 1;
        String node = nodes.isEmpty() ? "" : nodes.get(seat % nodes.size());
        String uid = Store.uid(Resource.PODS, "default", name, 0);
        String address = "100.%d.%d.%d".formatted(64 + seat / 65_536 % 64, seat / 256 % 256, seat % 256);
        byte[] json = template.fill(name, node, Long.toString(revision), uid, address, Identity.hex(name, 40));
        Map<String, String> fields = Map.of(
                "spec.nodeName",
                node,
                "status.phase",
                "Running",
                "spec.restartPolicy",
                "Always",
                "spec.schedulerName",
                "default-scheduler",
                "spec.serviceAccountName",
                "default",
                "status.podIP",
                address);
        store.load(new Stored(Resource.PODS, "default", name, revision, json, labels, fields));
    }

    private void load(Resource resource, ObjectNode item) {
        store.load(Stored.of(resource, item, store.revision() + 1));
    }
}
