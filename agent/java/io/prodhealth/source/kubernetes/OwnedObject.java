package io.prodhealth.source.kubernetes;

import io.prodhealth.source.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object that the agent writes. What others have written on it stays, since it may be a part of a release of Helm, and
 * another's write is not overwritten unseen. For one thread.
 */
final class OwnedObject {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What kind of object.
     *
     * @param api path of its group and version, e.g. {@code /apis/coordination.k8s.io/v1}
     * @param version e.g. {@code coordination.k8s.io/v1}
     */
    record Type(String api, String version, String kind, String plural) {}

    private final ApiServer server;
    private final Type type;
    private final String namespace;
    private final String name;
    private final Duration patience;

    /** As it was seen last; null when it was not there. */
    private @Nullable ObjectNode last;

    /** @param patience for one request; the connection's own where that is shorter */
    OwnedObject(ApiServer server, Type type, String namespace, String name, Duration patience) {
        this.server = server;
        this.type = type;
        this.namespace = namespace;
        this.name = name;
        this.patience = patience;
    }

    /** As it is now; empty when it is not there. */
    Optional<ObjectNode> get() throws ApiError, SourceException, InterruptedException {
        try {
            last = server.object("GET", path() + "/" + name, null, patience);
        } catch (ApiError e) {
            if (!e.notFound()) {
                throw e;
            }
            last = null;
        }
        return Optional.ofNullable(last);
    }

    /** Whether it was there when it was last seen: else the next write makes it. */
    boolean isThere() {
        return last != null;
    }

    /** Writes it as it was seen last, or a new one, with this change. */
    void write(Consumer<ObjectNode> change) throws ApiError, SourceException, InterruptedException {
        ObjectNode object = last == null ? fresh() : last.deepCopy();
        change.accept(object);
        last = last == null
                ? server.object("POST", path(), object, patience)
                : server.object("PUT", path() + "/" + name, object, patience);
    }

    private ObjectNode fresh() {
        ObjectNode object =
                JSON.createObjectNode().put("apiVersion", type.version).put("kind", type.kind);
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .putObject("labels")
                .put("app.kubernetes.io/name", "prodhealth");
        return object;
    }

    private String path() {
        return type.api + "/namespaces/" + URLEncoder.encode(namespace, StandardCharsets.UTF_8) + "/" + type.plural;
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
