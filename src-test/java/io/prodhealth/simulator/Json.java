package io.prodhealth.simulator;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper of the simulator. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Reads any JSON.
     *
     * @throws tools.jackson.core.JacksonException when the text is none
     */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /**
     * Reads an object.
     *
     * @throws tools.jackson.core.JacksonException when the text is no JSON
     */
    public static ObjectNode parseObject(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    /**
     * Reads an object.
     *
     * @throws tools.jackson.core.JacksonException when the bytes are no JSON
     */
    public static ObjectNode parseObject(byte[] utf8) {
        return (ObjectNode) MAPPER.readTree(utf8);
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String quote(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
