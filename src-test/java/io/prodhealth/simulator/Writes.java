package io.prodhealth.simulator;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Create, update, patch and delete with optimistic locking: what a leader election and a state ConfigMap need. */
record Writes(Store store) {

    /** Status code and JSON body. */
    @SuppressWarnings("ArrayRecordComponent")
    record Outcome(int code, byte[] body) {}

    /** @throws IllegalArgumentException for a body that cannot be applied */
    Outcome apply(ApiRequest request, Resource resource, String body, String contentType) {
        synchronized (store) {
            String namespace = resource.namespaced() ? request.namespace() : "";
            Optional<Stored> existing = store.get(resource, namespace, request.name());
            return switch (request.verb()) {
                case "create" -> create(resource, namespace, Json.parseObject(body));
                case "delete" -> delete(resource, namespace, request.name());
                case "update" ->
                    existing.map(old -> update(resource, old, Json.parseObject(body)))
                            .orElseGet(() -> status(ApiStatus.notFound(resource, request.name())));
                default ->
                    existing.map(old -> update(resource, old, patched(old.item(), body, contentType)))
                            .orElseGet(() -> contentType.contains("apply-patch")
                                    ? create(resource, namespace, Json.parseObject(body))
                                    : status(ApiStatus.notFound(resource, request.name())));
            };
        }
    }

    private Outcome create(Resource resource, String namespace, ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        String name = metadata.path("name").asString("");
        if (store.get(resource, namespace, name).isPresent()) {
            return status(ApiStatus.alreadyExists(resource, name));
        }
        return new Outcome(201, store.put(resource, object).rendered());
    }

    private Outcome update(Resource resource, Stored old, ObjectNode object) {
        String expected = object.at("/metadata/resourceVersion").asString("");
        if (!expected.isEmpty() && !expected.equals(Long.toString(old.revision()))) {
            return status(ApiStatus.conflict(resource, old.name()));
        }
        return new Outcome(200, store.put(resource, object).rendered());
    }

    private Outcome delete(Resource resource, String namespace, String name) {
        if (!store.delete(resource, namespace, name)) {
            return status(ApiStatus.notFound(resource, name));
        }
        ObjectNode success = Json.object();
        success.put("kind", "Status");
        success.put("apiVersion", "v1");
        success.putObject("metadata");
        success.put("status", "Success");
        return new Outcome(200, Json.bytes(success));
    }

    private static Outcome status(ApiStatus status) {
        return new Outcome(status.code(), Json.bytes(status.body()));
    }

    private static ObjectNode patched(ObjectNode target, String body, String contentType) {
        if (contentType.contains("json-patch")) {
            for (JsonNode operation : (ArrayNode) Json.parse(body)) {
                operate(target, operation);
            }
            return target;
        }
        merge(target, Json.parseObject(body));
        return target;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.forEachEntry((key, value) -> {
            if (value.isNull()) {
                target.remove(key);
            } else if (value instanceof ObjectNode part && target.get(key) instanceof ObjectNode old) {
                merge(old, part);
            } else {
                target.set(key, value);
            }
        });
    }

    private static void operate(ObjectNode target, JsonNode operation) {
        String path = operation.path("path").asString("");
        int slash = path.lastIndexOf('/');
        JsonNode parent = target.at(path.substring(0, Math.max(0, slash)));
        String key = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        String op = operation.path("op").asString("");
        JsonNode value = operation.path("value");
        if (op.equals("test")) {
            if (!target.at(path).equals(value)) {
                throw new IllegalArgumentException("testing path " + path + " failed");
            }
        } else if (parent instanceof ObjectNode object) {
            if (op.equals("remove")) {
                object.remove(key);
            } else {
                object.set(key, value);
            }
        } else if (parent instanceof ArrayNode array) {
            operateOnArray(array, op, key, value);
        } else {
            throw new IllegalArgumentException("unable to apply patch at " + path);
        }
    }

    private static void operateOnArray(ArrayNode array, String op, String key, JsonNode value) {
        if (key.equals("-")) {
            array.add(value);
            return;
        }
        int index = Integer.parseInt(key);
        switch (op) {
            case "remove" -> array.remove(index);
            case "add" -> array.insert(index, value);
            default -> array.set(index, value);
        }
    }
}
