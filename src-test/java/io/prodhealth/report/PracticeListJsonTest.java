package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PracticeListJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void it_has_every_practice_of_the_report_with_its_status_and_how_many_findings_count() {
        JsonNode list = JSON.readTree(PracticeListJson.write(Samples.incident()));
        JsonNode report = JSON.readTree(JsonReport.write(Samples.incident()));

        List<List<String>> expected = report.path("practices")
                .valueStream()
                .map(practice -> List.of(
                        practice.path("id").asString(),
                        practice.path("status").asString(),
                        String.valueOf(practice.path("findings").size())))
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(list.path("practices").valueStream())
                .extracting(practice -> List.of(
                        practice.path("id").asString(),
                        practice.path("status").asString(),
                        practice.path("findings_count").asString()))
                .isEqualTo(expected);
        assertThat(list.path("taken_at").asString()).endsWith("Z");
    }

    @Test
    void before_the_first_review_it_says_that_nothing_has_been_judged() {
        JsonNode list = JSON.readTree(PracticeListJson.write(Samples.notSynced()));

        assertThat(list.path("taken_at").isNull()).isTrue();
        assertThat(list.path("practices").isArray()).isTrue();
        assertThat(list.path("practices").isEmpty()).isTrue();
    }

    @Test
    void it_keeps_to_the_published_schema_which_names_every_field() throws IOException {
        JsonNode list = JSON.readTree(PracticeListJson.write(Samples.incident()));

        assertThat(schema().validate(list)).isEmpty();
        assertThat(schema().validate(JSON.readTree(PracticeListJson.write(Samples.notSynced()))))
                .isEmpty();

        ((ObjectNode) list.at("/practices/0")).put("status", "fine");
        assertThat(schema().validate(list)).isNotEmpty();
    }

    private static Schema schema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PracticeListJsonTest.class.getResourceAsStream("/report.schema.json"))) {
            ObjectNode published = (ObjectNode) JSON.readTree(in);
            ObjectNode list = JSON.createObjectNode().put("$ref", "#/$defs/practice_list");
            list.set("$defs", closed(published.path("$defs").deepCopy()));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(list);
        }
    }

    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(PracticeListJsonTest::closed);
        return node;
    }
}
