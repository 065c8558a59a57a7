package io.prodhealth.source.kubernetes;

import io.prodhealth.source.SourceException;
import io.prodhealth.state.StateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one text in a config map of the agent's own namespace: the only object that the agent writes. */
final class ConfigMapStore implements StateStore {

    static final String KEY = "state.json";
    static final String ASIDE_KEY = "state.json.set-aside";

    /** More than a config map can hold. */
    private static final int LONGEST = 4 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final ApiServer server;
    private final String namespace;
    private final String name;

    /** The version that was seen last, so that another's write is not overwritten unseen; empty when there is none. */
    private String version = "";

    /** What others have written on it: it may be a part of a release of Helm. */
    private JsonNode labels = JSON.createObjectNode().put("app.kubernetes.io/name", "prodhealth");

    private JsonNode annotations = JSON.createObjectNode();

    ConfigMapStore(ApiServer server, String namespace, String name) {
        this.server = server;
        this.namespace = namespace;
        this.name = name;
    }

    @Override
    public Optional<String> read() throws IOException, InterruptedException {
        try (InputStream body = server.list(path() + "/" + name)) {
            JsonNode map = JSON.readTree(body.readNBytes(LONGEST));
            version = Json.text(map, "metadata", "resourceVersion");
            labels = map.at("/metadata/labels");
            annotations = map.at("/metadata/annotations");
            String text = Json.text(map, "data", KEY);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (ApiError e) {
            if (e.notFound()) {
                version = "";
                return Optional.empty();
            }
            throw failure("get", e);
        } catch (SourceException | JacksonException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void write(String text, String setAside) throws IOException, InterruptedException {
        try {
            if (version.isEmpty()) {
                version = sent("POST", path(), text, setAside);
            } else {
                version = sent("PUT", path() + "/" + name, text, setAside);
            }
        } catch (ApiError e) {
            if (e.conflict() || e.notFound()) {
                // Someone else has written, made or deleted it: the next try stands on what is there then.
                Optional<String> theirs = read();
                throw new IOException(
                        "the config map " + namespace + "/" + name + " was changed by someone else"
                                + (theirs.isPresent() ? "" : ", or deleted"),
                        e);
            }
            throw failure(version.isEmpty() ? "create" : "update", e);
        } catch (SourceException | JacksonException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String sent(String method, String path, String text, String setAside)
            throws ApiError, SourceException, IOException, InterruptedException {
        ObjectNode map = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata").put("name", name).put("namespace", namespace);
        metadata.set("labels", labels.isObject() ? labels : JSON.createObjectNode());
        metadata.set("annotations", annotations.isObject() ? annotations : JSON.createObjectNode());
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        ObjectNode data = map.putObject("data").put(KEY, text);
        if (!setAside.isEmpty()) {
            data.put(ASIDE_KEY, setAside);
        }
        try (InputStream body = server.send(method, path, JSON.writeValueAsBytes(map))) {
            return Json.text(JSON.readTree(body.readNBytes(LONGEST)), "metadata", "resourceVersion");
        }
    }

    private String path() {
        return "/api/v1/namespaces/" + java.net.URLEncoder.encode(namespace, StandardCharsets.UTF_8) + "/configmaps";
    }

    private IOException failure(String verb, ApiError error) {
        String message = "cannot " + verb + " the config map " + namespace + "/" + name + ": " + error.getMessage();
        return error.denied() ? new Denied(message) : new IOException(message, error);
    }
}
