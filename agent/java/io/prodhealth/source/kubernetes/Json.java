package io.prodhealth.source.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of a JSON tree. What is absent or of another type is empty, 0 or false, never an exception. */
final class Json {

    /** Longest label, annotation or environment value that is kept: anyone can write 200 KB into one. */
    private static final int LONGEST_VALUE = 1024;

    private Json() {}

    static JsonNode at(JsonNode node, String... path) {
        JsonNode current = node;
        for (String field : path) {
            current = current.path(field);
        }
        return current;
    }

    static String text(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        return value.isString() ? value.stringValue() : "";
    }

    static int integer(JsonNode node, int absent, String... path) {
        JsonNode value = at(node, path);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : absent;
    }

    static boolean bool(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        return value.isBoolean() && value.booleanValue();
    }

    static @Nullable Instant moment(JsonNode node, String... path) {
        return Moment.instant(text(node, path));
    }

    /** The text of a number or a string: ports and quantities may be either. */
    static String scalar(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }

    static Map<String, String> map(Pool<String> pool, JsonNode node, Predicate<String> keep) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (property.getValue().isValueNode() && keep.test(property.getKey())) {
                map.put(
                        pool.share(property.getKey()),
                        pool.share(cut(property.getValue().asString(), LONGEST_VALUE)));
            }
        }
        return Map.copyOf(map);
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        for (JsonNode element : array.isArray() ? array : List.<JsonNode>of()) {
            list.add(read.apply(element));
        }
        return List.copyOf(list);
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // Not between the halves of a character outside the basic plane.
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
