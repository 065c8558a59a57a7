package io.prodhealth.deploy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an API server of Kubernetes 1.22 with prometheus-operator 0.48 would say of an object, asked to be strict. */
final class KubernetesSchemas {

    private final ObjectNode file;
    private final Map<String, Schema> byKind = new HashMap<>();

    KubernetesSchemas() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KubernetesSchemas.class.getResourceAsStream("/kubernetes/schemas.json"))) {
            file = (ObjectNode) new JsonMapper().readTree(in);
        }
    }

    /** Unknown fields, wrong types and what is missing, each with its place. */
    List<String> errors(JsonNode object) {
        String kind = object.path("apiVersion").asString("") + "/"
                + object.path("kind").asString("");
        JsonNode definition = file.path("kinds").path(kind);
        if (definition.isMissingNode()) {
            return List.of("unknown kind " + kind);
        }
        return byKind.computeIfAbsent(kind, _ -> schema(definition.asString())).validate(object).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema schema(String definition) {
        ObjectNode root = new JsonMapper().createObjectNode().put("$ref", "#/$defs/" + definition);
        root.set("$defs", file.path("$defs"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }
}
