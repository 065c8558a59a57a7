package io.prodhealth.deploy;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Manifest of Kubernetes as they are written in YAML.
 *
 * @param all in the order of the text
 */
record Manifest(List<JsonNode> all) {

    private static final JsonMapper JSON = new JsonMapper();

    static Manifest of(String yaml) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
        return new Manifest(StreamSupport.stream(documents.spliterator(), false)
                .filter(document -> document != null)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList());
    }

    /** Of the chart with these values. */
    static Manifest rendered(String values) {
        return of(HelmChart.render(values));
    }

    Stream<JsonNode> ofKind(String kind) {
        return all.stream().filter(object -> object.path("kind").asString("").equals(kind));
    }

    /** The only one of its kind. */
    JsonNode only(String kind) {
        List<JsonNode> found = ofKind(kind).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }

    JsonNode named(String kind, String name) {
        return ofKind(kind)
                .filter(object -> object.at("/metadata/name").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** Kind, namespace and name of each. */
    List<String> names() {
        return all.stream()
                .map(object -> object.path("kind").asString("") + " "
                        + object.at("/metadata/namespace").asString("") + "/"
                        + object.at("/metadata/name").asString(""))
                .toList();
    }
}
