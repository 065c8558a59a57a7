package io.prodhealth.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object as the server keeps it: already rendered as the item of a list, so that a page is a copy of bytes.
 *
 * @param revision the object's resourceVersion
 * @param labels metadata.labels
 * @param fields the values a field selector may ask for, beyond metadata.name and metadata.namespace
 */
@SuppressWarnings(
        "ArrayRecordComponent") // the bytes are never handed out to be changed; equality is by identity and revision
record Stored(
        Resource resource,
        String namespace,
        String name,
        long revision,
        byte[] json,
        Map<String, String> labels,
        Map<String, String> fields) {

    static Stored of(Resource resource, ObjectNode object, long revision) {
        ObjectNode item = object.deepCopy();
        ObjectNode metadata = (ObjectNode) item.get("metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        if (resource.custom()) {
            item.put("apiVersion", resource.apiVersion());
            item.put("kind", resource.kind());
        } else {
            item.remove("apiVersion");
            item.remove("kind");
        }
        return new Stored(
                resource,
                metadata.path("namespace").asString(""),
                metadata.path("name").asString(""),
                revision,
                Json.bytes(item),
                strings(metadata.get("labels")),
                fields(resource, item));
    }

    String key() {
        return key(namespace, name);
    }

    static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    /** The item itself, without kind and apiVersion for built-in kinds. */
    ObjectNode item() {
        return Json.parseObject(json);
    }

    /** The object with kind and apiVersion, as GET by name and a watch send it. */
    ObjectNode object() {
        ObjectNode full = Json.object();
        full.put("kind", resource.kind());
        full.put("apiVersion", resource.apiVersion());
        full.setAll(item());
        return full;
    }

    /** The same object under another resourceVersion. */
    Stored at(long newRevision) {
        return of(resource, item(), newRevision);
    }

    /** The full object as bytes, without parsing. */
    byte[] rendered() {
        if (resource.custom()) {
            return json;
        }
        byte[] head = head(resource);
        byte[] full = new byte[head.length + json.length - 1];
        System.arraycopy(head, 0, full, 0, head.length);
        System.arraycopy(json, 1, full, head.length, json.length - 1);
        return full;
    }

    private static byte[] head(Resource resource) {
        return Json.utf8("{\"kind\":\"" + resource.kind() + "\",\"apiVersion\":\"" + resource.apiVersion() + "\",");
    }

    private static Map<String, String> strings(@Nullable JsonNode node) {
        if (node == null || !node.isObject()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>();
        node.forEachEntry((key, value) -> values.put(key, value.asString("")));
        return Map.copyOf(values);
    }

    /** Which fields may be selected is fixed by the API server per kind; anything else is a 400 there. */
    static Map<String, String> fields(Resource resource, JsonNode item) {
        return switch (resource) {
            case PODS ->
                Map.of(
                        "spec.nodeName", item.at("/spec/nodeName").asString(""),
                        "status.phase", item.at("/status/phase").asString(""),
                        "spec.restartPolicy", item.at("/spec/restartPolicy").asString(""),
                        "spec.schedulerName", item.at("/spec/schedulerName").asString(""),
                        "spec.serviceAccountName",
                                item.at("/spec/serviceAccountName").asString(""),
                        "status.podIP", item.at("/status/podIP").asString(""));
            case EVENTS ->
                Map.of(
                        "involvedObject.kind", item.at("/involvedObject/kind").asString(""),
                        "involvedObject.namespace",
                                item.at("/involvedObject/namespace").asString(""),
                        "involvedObject.name", item.at("/involvedObject/name").asString(""),
                        "involvedObject.uid", item.at("/involvedObject/uid").asString(""),
                        "involvedObject.apiVersion",
                                item.at("/involvedObject/apiVersion").asString(""),
                        "involvedObject.resourceVersion",
                                item.at("/involvedObject/resourceVersion").asString(""),
                        "involvedObject.fieldPath",
                                item.at("/involvedObject/fieldPath").asString(""),
                        "reason", item.path("reason").asString(""),
                        "type", item.path("type").asString(""),
                        "source", item.at("/source/component").asString(""));
            case NAMESPACES -> Map.of("status.phase", item.at("/status/phase").asString(""));
            case NODES ->
                Map.of(
                        "spec.unschedulable",
                        Boolean.toString(item.at("/spec/unschedulable").asBoolean(false)));
            case JOBS ->
                Map.of(
                        "status.successful",
                        Integer.toString(item.at("/status/succeeded").asInt(0)));
            case REPLICASETS ->
                Map.of(
                        "status.replicas",
                        Integer.toString(item.at("/status/replicas").asInt(0)));
            case SECRETS -> Map.of("type", item.path("type").asString(""));
            default -> Map.of();
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stored that
                && resource == that.resource
                && revision == that.revision
                && key().equals(that.key());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(revision) * 31 + key().hashCode();
    }
}
