package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.history.History;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HistoryJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_history_keeps_to_its_schema_and_the_schema_names_every_field(String name, Supplier<Report> sample)
            throws IOException {
        JsonNode published = publishedSchema();
        forbidUnnamedFields(published);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(published);

        assertThat(schema.validate(parse(lasting(sample.get())))).as(name).isEmpty();
        assertThat(schema.validate(parse(sample.get())))
                .as("before the first step")
                .isEmpty();
    }

    @Test
    void what_was_not_seen_is_null_and_the_last_point_is_now() throws IOException {
        JsonNode history = parse(lasting(Samples.incident()));

        JsonNode api = history.path("apis")
                .valueStream()
                .filter(one -> one.path("name").asString().equals("iris-classifier"))
                .findFirst()
                .orElseThrow();
        assertThat(api.path("ready")).hasSize(60);
        assertThat(api.at("/ready/56").isNull()).isTrue();
        assertThat(api.at("/ready/57").asInt()).isEqualTo(9);
        assertThat(api.at("/ready/58").isNull()).isTrue();
        assertThat(api.at("/ready/59").asInt()).isEqualTo(9);
        assertThat(api.at("/desired/59").asInt()).isEqualTo(12);
        assertThat(api.at("/in_flight/59").asDouble()).isEqualTo(131.5);
        assertThat(api.at("/waiting/59").asDouble()).isEqualTo(60.25);
        assertThat(history.path("last_minute").asString()).isEqualTo("2026-11-23T03:12:00Z");
        assertThat(history.at("/node_families/1/name").asString()).isEqualTo("g4dn.xlarge");
        assertThat(history.at("/node_families/1/fallback/59").asInt()).isEqualTo(5);
        assertThat(history.at("/measures/0/title").asString()).isEqualTo("Replicas ready");
    }

    @Test
    void names_arrive_as_they_are() {
        assertThat(parse(lasting(Samples.hostile())).at("/apis/0/name").asString())
                .startsWith("<script>");
    }

    @Test
    void a_thousand_apis_are_three_hundred_and_less_than_a_mebibyte() {
        byte[] written = HistoryJson.write(lasting(Samples.crowded(1_000, 2)));

        assertThat(JSON.readTree(written).path("apis")).hasSize(History.MOST_APIS);
        assertThat(written).hasSizeLessThan(1 << 20);
    }

    private static Stream<Arguments> samples() {
        return Stream.of(
                sample("healthy", Samples::healthy),
                sample("incident", Samples::incident),
                sample("hostile", Samples::hostile),
                sample("not synced", Samples::notSynced),
                sample("stale", Samples::stale));
    }

    private static Arguments sample(String name, Supplier<Report> sample) {
        return Arguments.of(name, sample);
    }

    /** Two evaluations that say the same, two minutes apart. */
    private static Report lasting(Report report) {
        Evaluation said = report.evaluation();
        Instant at = said.snapshot().at();
        History first = SampleHistory.next(History.NONE, at.minusSeconds(120), said);
        return SampleHistory.with(report, SampleHistory.next(first, at, said));
    }

    private static JsonNode parse(Report report) {
        return JSON.readTree(new String(HistoryJson.write(report), StandardCharsets.UTF_8));
    }

    private static JsonNode publishedSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(HistoryJsonTest.class.getResourceAsStream("/history.schema.json"))) {
            return JSON.readTree(in);
        }
    }

    private static void forbidUnnamedFields(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(HistoryJsonTest::forbidUnnamedFields);
    }
}
