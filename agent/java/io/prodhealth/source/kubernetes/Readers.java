package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.HorizontalPodAutoscaler;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.Namespace;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.PrometheusObject;
import io.prodhealth.snapshot.Quantity;
import io.prodhealth.snapshot.ReplicaSet;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.StatefulSet;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.VolumeClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Trims each kind of object but pods, which have a reader of their own, to the record that is kept. */
final class Readers {

    private static final int LONGEST_MESSAGE = 512;
    private static final int LONGEST_DATA = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Pool<String> names = new Pool<>();
    private final TemplateReader templates = new TemplateReader(names);

    Namespace namespace(JsonNode object) {
        return new Namespace(name(object), labels(object));
    }

    Node node(JsonNode object) {
        JsonNode status = object.path("status");
        Stream<JsonNode> external = StreamSupport.stream(
                        status.path("addresses").spliterator(), false)
                .filter(address -> Json.text(address, "type").startsWith("External"));
        JsonNode ready = condition(object, "Ready");
        return new Node(
                name(object),
                uid(object),
                created(object),
                labels(object),
                Json.map(names, status.path("allocatable"), resource -> true),
                Json.map(names, status.path("capacity"), resource -> true),
                Json.list(Json.at(object, "spec", "taints"), taint -> names.share(Json.text(taint, "key"))),
                Json.text(ready, "status").equals("True"),
                Json.moment(ready, "lastTransitionTime"),
                external.map(address -> Json.text(address, "address")).toList(),
                Json.text(object, "spec", "providerID"),
                names.share(Json.text(status, "nodeInfo", "kubeletVersion")),
                Json.bool(object, "spec", "unschedulable"));
    }

    Deployment deployment(JsonNode object) {
        JsonNode status = object.path("status");
        JsonNode progressing = condition(object, "Progressing");
        return new Deployment(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                annotations(object),
                Math.max(0, Json.integer(object, 1, "spec", "replicas")),
                Json.integer(status, 0, "replicas"),
                Json.integer(status, 0, "updatedReplicas"),
                Json.integer(status, 0, "readyReplicas"),
                Json.integer(status, 0, "availableReplicas"),
                Json.integer(status, 0, "unavailableReplicas"),
                names.share(Json.text(progressing, "reason")),
                Json.moment(progressing, "lastUpdateTime"),
                Duration.ofSeconds(Math.max(0, Json.integer(object, 600, "spec", "progressDeadlineSeconds"))),
                template(object));
    }

    StatefulSet statefulSet(JsonNode object) {
        return new StatefulSet(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                Json.integer(object, 1, "spec", "replicas"),
                Json.integer(object, 0, "status", "readyReplicas"),
                template(object));
    }

    DaemonSet daemonSet(JsonNode object) {
        return new DaemonSet(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                Json.integer(object, 0, "status", "desiredNumberScheduled"),
                Json.integer(object, 0, "status", "numberReady"),
                template(object));
    }

    ReplicaSet replicaSet(JsonNode object) {
        String revision = Json.text(object, "metadata", "annotations", "deployment.kubernetes.io/revision");
        return new ReplicaSet(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                owner(object),
                NUMBER.matcher(revision).matches() ? Long.parseLong(revision) : 0,
                Json.integer(object, 1, "spec", "replicas"),
                Json.integer(object, 0, "status", "replicas"),
                Json.integer(object, 0, "status", "readyReplicas"));
    }

    Job job(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        boolean finished = Json.text(condition(object, "Complete"), "status").equals("True")
                || Json.text(condition(object, "Failed"), "status").equals("True");
        return new Job(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                Math.max(0, Json.integer(spec, 1, "parallelism")),
                spec.path("completions").isIntegralNumber() ? (Integer) Json.integer(spec, 1, "completions") : null,
                Json.integer(status, 0, "active"),
                Json.integer(status, 0, "succeeded"),
                Json.integer(status, 0, "failed"),
                finished,
                Json.bool(spec, "suspend"),
                template(object));
    }

    HorizontalPodAutoscaler autoscaler(JsonNode object) {
        JsonNode spec = object.path("spec");
        return new HorizontalPodAutoscaler(
                namespaceOf(object),
                name(object),
                names.share(Json.text(spec, "scaleTargetRef", "kind")),
                names.share(Json.text(spec, "scaleTargetRef", "name")),
                Json.integer(spec, 1, "minReplicas"),
                Json.integer(spec, 1, "maxReplicas"),
                Json.integer(object, 0, "status", "desiredReplicas"));
    }

    VolumeClaim volumeClaim(JsonNode object) {
        return new VolumeClaim(
                namespaceOf(object),
                name(object),
                labels(object),
                Json.text(object, "status", "phase"),
                Json.scalar(object, "status", "capacity", "storage"));
    }

    Service service(JsonNode object) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (JsonNode port : Json.at(object, "spec", "ports")) {
            ports.put(names.share(Json.text(port, "name")), Json.integer(port, 0, "port"));
        }
        return new Service(
                namespaceOf(object),
                name(object),
                labels(object),
                annotations(object),
                Json.text(object, "spec", "type"),
                Map.copyOf(ports),
                Json.list(Json.at(object, "spec", "loadBalancerSourceRanges"), value -> value.asString("")),
                Json.list(Json.at(object, "status", "loadBalancer", "ingress"), entry -> Json.text(entry, "hostname")));
    }

    ConfigMap configMap(JsonNode object) {
        Map<String, String> data = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
            data.put(entry.getKey(), Json.cut(entry.getValue().asString(""), LONGEST_DATA));
        }
        return new ConfigMap(
                namespaceOf(object),
                name(object),
                labels(object),
                annotations(object),
                Map.copyOf(data),
                UserProbes.ofText(data.getOrDefault("probes.json", "")));
    }

    Event event(JsonNode object) {
        JsonNode involved = object.path("involvedObject");
        int count = Math.max(Json.integer(object, 1, "count"), Json.integer(object, 1, "series", "count"));
        return new Event(
                uid(object),
                names.share(Json.text(object, "reason")),
                names.share(Json.text(object, "type")),
                Json.cut(Json.text(object, "message"), LONGEST_MESSAGE),
                names.share(Json.text(involved, "kind")),
                names.share(Json.text(involved, "namespace")),
                Json.text(involved, "name"),
                Json.text(involved, "uid"),
                names.share(component(object)),
                Math.max(1, count),
                firstMoment(object, "firstTimestamp", "eventTime"),
                lastMoment(object));
    }

    VirtualService virtualService(JsonNode object) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<VirtualService.Destination> destinations = StreamSupport.stream(
                        Json.at(object, "spec", "http").spliterator(), false)
                .flatMap(entry -> {
                    headers.putAll(Json.map(names, Json.at(entry, "headers", "request", "set"), header -> true));
                    return StreamSupport.stream(entry.path("route").spliterator(), false);
                })
                .map(route -> new VirtualService.Destination(
                        names.share(Json.text(route, "destination", "host")),
                        Json.integer(route, 0, "destination", "port", "number"),
                        Json.integer(route, 100, "weight")))
                .toList();
        return new VirtualService(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                annotations(object),
                destinations,
                Map.copyOf(headers));
    }

    BatchJob batchJob(JsonNode object) {
        JsonNode spec = object.path("spec");
        return new BatchJob(
                namespaceOf(object),
                name(object),
                uid(object),
                created(object),
                labels(object),
                Json.text(spec, "api_name"),
                Json.integer(spec, 0, "workers"),
                Json.text(object, "status", "status"),
                Json.text(object, "status", "queue_url"),
                UserProbes.of(spec.path("probes")));
    }

    PrometheusObject prometheus(JsonNode object) {
        JsonNode spec = object.path("spec");
        return new PrometheusObject(
                namespaceOf(object),
                name(object),
                Json.integer(spec, 1, "replicas"),
                Json.text(spec, "retention"),
                Json.text(spec, "retentionSize"),
                Json.list(Json.at(spec, "alerting", "alertmanagers"), manager -> Json.text(manager, "name")));
    }

    PodUsage podUsage(JsonNode object) {
        long millicores = 0;
        long bytes = 0;
        for (JsonNode container : object.path("containers")) {
            millicores += Math.round(1000 * Quantity.parse(Json.scalar(container, "usage", "cpu")));
            bytes += Math.round(Quantity.parse(Json.scalar(container, "usage", "memory")));
        }
        return new PodUsage(namespaceOf(object), name(object), millicores, bytes);
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : Json.at(object, "status", "conditions")) {
            if (Json.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return object.path("status").path("no such condition");
    }

    private static String component(JsonNode event) {
        String component = Json.text(event, "source", "component");
        return component.isEmpty() ? Json.text(event, "reportingComponent") : component;
    }

    private static @Nullable Instant firstMoment(JsonNode event, String... fields) {
        for (String field : fields) {
            Instant moment = Json.moment(event, field);
            if (moment != null) {
                return moment;
            }
        }
        return Json.moment(event, "metadata", "creationTimestamp");
    }

    private static @Nullable Instant lastMoment(JsonNode event) {
        Instant series = Json.moment(event, "series", "lastObservedTime");
        return series != null ? series : firstMoment(event, "lastTimestamp", "eventTime", "firstTimestamp");
    }

    private String owner(JsonNode object) {
        for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
            if (Json.bool(owner, "controller")) {
                return names.share(Json.text(owner, "name"));
            }
        }
        return "";
    }

    /** Annotations are free text of any size: only those of the domains that are read are kept. */
    private Map<String, String> annotations(JsonNode object) {
        return Json.map(
                names,
                Json.at(object, "metadata", "annotations"),
                key -> key.contains("cortex.dev/")
                        || key.startsWith("prodhealth.io/")
                        || key.startsWith("cluster-autoscaler.kubernetes.io/")
                        || key.startsWith("service.beta.kubernetes.io/"));
    }

    private io.prodhealth.snapshot.PodTemplate template(JsonNode object) {
        return templates.read(Json.at(object, "spec", "template"));
    }

    private Map<String, String> labels(JsonNode object) {
        return Json.map(names, Json.at(object, "metadata", "labels"), label -> true);
    }

    private String name(JsonNode object) {
        return Json.text(object, "metadata", "name");
    }

    private String namespaceOf(JsonNode object) {
        return names.share(Json.text(object, "metadata", "namespace"));
    }

    private static String uid(JsonNode object) {
        return Json.text(object, "metadata", "uid");
    }

    private static Instant created(JsonNode object) {
        Instant created = Json.moment(object, "metadata", "creationTimestamp");
        return created == null ? Instant.EPOCH : created;
    }
}
