package io.prodhealth.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code alerts/alertmanager} holds. */
final class AlertmanagerFiles {

    static final Path FOLDER = Path.of("alerts", "alertmanager");

    private AlertmanagerFiles() {}

    /** The configuration of Alertmanager itself. */
    static JsonNode configuration() throws IOException {
        return documents("alertmanager.yaml").getFirst();
    }

    /** The one object of a kind in a file. */
    static JsonNode object(String file, String kind) throws IOException {
        return documents(file).stream()
                .filter(document -> document.path("kind").asString("").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** All documents of a file. */
    static List<JsonNode> documents(String file) throws IOException {
        return documents(FOLDER.resolve(file));
    }

    /** All documents of any file. */
    static List<JsonNode> documents(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> json.<JsonNode>valueToTree(document))
                .toList();
    }

    /** The texts of a list. */
    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
