package io.prodhealth.source.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of a JSON tree. What is absent or of another type is empty, 0 or false, never an exception. */
final class Fields {

    private static final int LONGEST = 2_048;

    private Fields() {}

    static String text(JsonNode node, String field) {
        return text(node.path(field));
    }

    static String text(JsonNode value) {
        String text = value.isString() ? value.stringValue() : "";
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** The first of some fields that holds a text. */
    static String first(JsonNode node, String... fields) {
        for (String field : fields) {
            String text = text(node, field);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    static int integer(JsonNode node, String field, int absent) {
        JsonNode value = node.path(field);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : absent;
    }

    /** A number that is finite. */
    static double number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        double number = value.isNumber() ? value.doubleValue() : 0;
        return Double.isFinite(number) ? number : 0;
    }

    static boolean bool(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isBoolean() && value.booleanValue();
    }

    static @Nullable Instant moment(JsonNode node, String field) {
        try {
            return OffsetDateTime.parse(text(node, field)).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        JsonNode array = node.path(field);
        for (JsonNode element : array.isArray() ? array : List.<JsonNode>of()) {
            list.add(read.apply(element));
        }
        return List.copyOf(list);
    }

    static List<String> texts(JsonNode node, String field) {
        return list(node, field, Fields::text).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }

    static Map<String, String> map(JsonNode node, String field) {
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : node.path(field).properties()) {
            map.put(property.getKey(), text(property.getValue()));
        }
        return Map.copyOf(map);
    }
}
