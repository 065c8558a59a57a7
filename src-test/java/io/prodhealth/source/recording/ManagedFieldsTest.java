package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ManagedFieldsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void they_are_emptied_and_nothing_else_is_touched() {
        assertThat(cut("""
            {"at":1,"object":{"metadata":{"name":"a","managedFields":[{"k:{\\"a\\":\\"]\\"}":{".":{}}},[]],"uid":"u"}}}\
            """)).isEqualTo("""
                {"at":1,"object":{"metadata":{"name":"a","managedFields":[],"uid":"u"}}}\
                """);
    }

    @Test
    void a_text_that_looks_like_them_is_left_alone() {
        String line = """
            {"object":{"metadata":{"annotations":{"last":"{\\"managedFields\\":[1]}"}}}}\
            """;

        assertThat(cut(line)).isEqualTo(line);
    }

    @Test
    void a_line_that_is_cut_within_them_is_left_as_it_is() {
        String line = "{\"metadata\":{\"managedFields\":[{\"a\":\"]";

        assertThat(cut(line)).isEqualTo(line);
    }

    @Property(tries = 500)
    void whatever_texts_are_around_and_within_them_the_rest_stays(
            @ForAll String before, @ForAll String key, @ForAll String value, @ForAll String after) {
        ObjectNode line = JSON.createObjectNode();
        line.put("before", before);
        line.putArray("managedFields")
                .addObject()
                .put(key, value)
                .putArray("list")
                .add(value)
                .add("]\"");
        line.put("after", after);
        ObjectNode expected = line.deepCopy();
        expected.putArray("managedFields");

        JsonNode read = JSON.readTree(cut(line.toString()));

        assertThat(read).isEqualTo(JSON.readTree(expected.toString()));
    }

    private static String cut(String line) {
        byte[] buffer = ("…" + line + "behind").getBytes(StandardCharsets.UTF_8);
        int from = "…".getBytes(StandardCharsets.UTF_8).length;
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        return new String(buffer, from, ManagedFields.cut(buffer, from, length), StandardCharsets.UTF_8);
    }
}
