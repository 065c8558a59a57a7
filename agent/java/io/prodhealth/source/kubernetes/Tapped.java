package io.prodhealth.source.kubernetes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind whose objects are heard by somebody before they are trimmed. Of each object that there is its version is
 * remembered, so that a second list tells what has changed since, and only that.
 *
 * @param <T> the record that is kept
 */
final class Tapped<T> implements Sink<Tapped.Both<T>> {

    private static final JsonMapper JSON = new JsonMapper();

    private final String resource;
    private final Sink<T> sink;
    private final ObjectTap tap;
    private final Map<String, Seen> seen = new HashMap<>();
    private Set<String> unseen = Set.of();

    /** The record that is kept of an object, and the object. */
    record Both<T>(T object, ObjectNode json) {}

    private record Seen(String namespace, String name, String uid, String version) {

        static Seen of(ObjectNode json) {
            return new Seen(
                    Json.text(json, "metadata", "namespace"),
                    Json.text(json, "metadata", "name"),
                    Json.text(json, "metadata", "uid"),
                    Json.text(json, "metadata", "resourceVersion"));
        }

        String key() {
            return namespace + "/" + name;
        }

        ObjectNode json() {
            ObjectNode object = JSON.createObjectNode();
            ObjectNode metadata = object.putObject("metadata");
            metadata.put("name", name);
            if (!namespace.isEmpty()) {
                metadata.put("namespace", namespace);
            }
            if (!uid.isEmpty()) {
                metadata.put("uid", uid);
            }
            return object;
        }
    }

    private Tapped(String resource, Sink<T> sink, ObjectTap tap) {
        this.resource = resource;
        this.sink = sink;
        this.tap = tap;
    }

    /** The same kind, heard by {@code tap}. */
    static <T> Kind<Both<T>> kind(Kind<T> kind, ObjectTap tap) {
        return new Kind<>(
                kind.name(),
                kind.paths(),
                kind.selector(),
                kind.listEvery(),
                json -> read(kind, json),
                new Tapped<>(Kinds.resource(kind.name()), kind.sink(), tap));
    }

    private static <T> Kind.Read<Both<T>> read(Kind<T> kind, JsonCursor json) {
        ObjectNode object = Kinds.withoutManagedFields(json);
        try (JsonParser parser = JSON.treeAsTokens(object)) {
            JsonCursor again = new JsonCursor(parser);
            again.next();
            Kind.Read<T> read = kind.reader().apply(again);
            return new Kind.Read<>(new Both<>(read.object(), object), read.version());
        }
    }

    @Override
    public void beginList() {
        unseen = new HashSet<>(seen.keySet());
        sink.beginList();
    }

    @Override
    public void listed(Both<T> object) {
        unseen.remove(Seen.of(object.json).key());
        sink.listed(object.object);
        put(object);
    }

    @Override
    public void endList() {
        sink.endList();
        for (String key : unseen) {
            Seen gone = seen.remove(key);
            if (gone != null) {
                tap.heard(resource, "DELETED", gone.json());
            }
        }
        unseen = Set.of();
    }

    @Override
    public void updated(Both<T> object) {
        sink.updated(object.object);
        put(object);
    }

    @Override
    public void deleted(Both<T> object) {
        sink.deleted(object.object);
        seen.remove(Seen.of(object.json).key());
        tap.heard(resource, "DELETED", object.json);
    }

    private void put(Both<T> object) {
        Seen now = Seen.of(object.json);
        Seen before = seen.put(now.key(), now);
        if (before == null) {
            tap.heard(resource, "ADDED", object.json);
        } else if (!before.uid.equals(now.uid)) {
            tap.heard(resource, "DELETED", before.json());
            tap.heard(resource, "ADDED", object.json);
        } else if (now.version.isEmpty() || !before.version.equals(now.version)) {
            tap.heard(resource, "MODIFIED", object.json);
        }
    }

    @Override
    public int size() {
        return sink.size();
    }
}
