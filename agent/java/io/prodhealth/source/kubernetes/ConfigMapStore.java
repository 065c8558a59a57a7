package io.prodhealth.source.kubernetes;

import io.prodhealth.source.SourceException;
import io.prodhealth.state.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one text in a config map of the agent's own namespace. */
final class ConfigMapStore implements StateStore {

    static final String KEY = "state.json";
    static final String ASIDE_KEY = "state.json.set-aside";

    private static final OwnedObject.Type CONFIG_MAP =
            new OwnedObject.Type("/api/v1", "v1", "ConfigMap", ConfigMaps.RESOURCE);

    private final OwnedObject map;

    ConfigMapStore(ApiServer server, String namespace, String name) {
        this.map = new OwnedObject(server, CONFIG_MAP, namespace, name, Duration.ofMinutes(1));
    }

    @Override
    public Optional<String> read() throws IOException, InterruptedException {
        try {
            return map.get().map(found -> Json.text(found, "data", KEY)).filter(text -> !text.isEmpty());
        } catch (ApiError e) {
            throw failure("get", e);
        } catch (SourceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void write(String text, String setAside) throws IOException, InterruptedException {
        boolean isThere = map.isThere();
        try {
            map.write(object -> put(object, text, setAside));
        } catch (ApiError e) {
            if (e.conflict() || e.notFound()) {
                // Someone else has written, made or deleted it: the next try stands on what is there then.
                Optional<String> theirs = read();
                throw new IOException(
                        "the config map " + map + " was changed by someone else"
                                + (theirs.isPresent() ? "" : ", or deleted"),
                        e);
            }
            throw failure(isThere ? "update" : "create", e);
        } catch (SourceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void put(ObjectNode object, String text, String setAside) {
        ObjectNode data = object.putObject("data").put(KEY, text);
        if (!setAside.isEmpty()) {
            data.put(ASIDE_KEY, setAside);
        }
    }

    private IOException failure(String verb, ApiError error) {
        String message = "cannot " + verb + " the config map " + map + ": " + error.getMessage();
        return error.denied() ? new Denied(message) : new IOException(message, error);
    }
}
