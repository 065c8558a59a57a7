package io.prodhealth.source.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the recorded cluster, as the API server sent them. */
final class RecordedObjects {

    private static final JsonMapper JSON = new JsonMapper();

    private RecordedObjects() {}

    static List<ObjectNode> of(String kind) {
        Path file = Path.of("src-test", "resources", "clusters", "production", kind + ".json");
        try {
            List<ObjectNode> items = new ArrayList<>();
            for (JsonNode item : JSON.readTree(Files.readString(file)).path("items")) {
                items.add((ObjectNode) item);
            }
            return items;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
