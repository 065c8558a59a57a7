package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.prodhealth.signal.readiness.PodState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

class JsonReportTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_report_is_as_expected(String name, Supplier<Report> sample) throws IOException {
        String pretty = parse(sample.get()).toPrettyString() + "\n";

        Golden.assertMatches("report/" + name + ".json", pretty);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_report_keeps_to_its_schema_and_the_schema_names_every_field(String name, Supplier<Report> sample)
            throws IOException {
        JsonNode published = publishedSchema();
        forbidUnnamedFields(published);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(published);

        List<Error> errors = schema.validate(parse(sample.get()));

        assertThat(errors).as(name).isEmpty();
    }

    @Test
    void a_report_that_lacks_a_field_breaks_the_schema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(publishedSchema());
        JsonNode report = parse(Samples.incident());
        ((ObjectNode) report.at("/readiness/apis/0")).remove("ready");

        assertThat(schema.validate(report)).hasSize(1);
    }

    @Test
    void before_the_first_sync_nothing_is_a_number_that_could_pass_for_a_fact() {
        JsonNode report = parse(Samples.notSynced());

        assertThat(report.at("/readiness/status").asString()).isEqualTo("unknown");
        assertThat(report.at("/readiness/reason").asString()).isEqualTo("not_synced");
        assertThat(report.at("/readiness/apis").isNull()).isTrue();
        assertThat(report.at("/readiness/components").isNull()).isTrue();
        assertThat(report.at("/kubernetes/3/kind").asString()).isEqualTo("pods");
        assertThat(report.at("/kubernetes/3/objects").isNull()).isTrue();
    }

    @Test
    void a_stuck_queue_says_why_and_what_never_ends_is_no_number() {
        JsonNode queue = parse(Samples.incident()).at("/queues/2");

        assertThat(queue.at("/name").asString()).isEqualTo("cx_1ee11af4_video-transcriber_0123456789.fifo");
        assertThat(queue.at("/stuck/cause").asString()).isEqualTo("no_completion");
        assertThat(queue.at("/stuck/allowed_seconds").asInt()).isEqualTo(300);
        assertThat(queue.at("/drain_seconds").isNull()).isTrue();
        assertThat(queue.at("/drains").booleanValue()).isFalse();
        assertThat(queue.at("/visible").asInt()).isEqualTo(1353);
    }

    @Test
    void a_queue_that_cannot_be_read_says_why_and_has_no_depth() {
        JsonNode report = parse(Samples.incident());
        JsonNode orders = report.at("/queues/4");

        assertThat(orders.at("/name").asString()).isEqualTo("orders");
        assertThat(orders.at("/unread_reason").asString()).isEqualTo("permission_denied");
        assertThat(orders.at("/visible").isNull()).isTrue();
        assertThat(report.at("/sqs/apis_without_queue/0").asString()).isEqualTo("default/summarizer");
        assertThat(report.at("/requests/0/measured_by").asString()).isEqualTo("proxies");
    }

    @Test
    void while_sqs_is_not_known_there_are_no_queues_that_could_be_missed() {
        JsonNode report = parse(Samples.notSynced());

        assertThat(report.at("/sqs/status").asString()).isEqualTo("unknown");
        assertThat(report.at("/sqs/queues_discovered").isNull()).isTrue();
        assertThat(report.at("/sqs/apis_without_queue").isNull()).isTrue();
        assertThat(report.at("/queues")).isEmpty();
    }

    @Test
    void names_arrive_as_they_are_but_for_half_a_character() {
        JsonNode api = parse(Samples.hostile()).at("/readiness/apis/0");

        assertThat(api.at("/name").asString())
                .isEqualTo(Samples.HOSTILE.substring(0, Samples.HOSTILE.length() - 1) + "?");
        assertThat(api.at("/not_ready_pods/0/message").asString()).startsWith("<script>");
    }

    @Test
    void at_most_twenty_pods_of_an_api_are_listed_and_the_numbers_are_whole() {
        JsonNode api = parse(Samples.crowded(1, 57)).at("/readiness/apis/0");

        assertThat(api.at("/not_ready_pods").size()).isEqualTo(20);
        assertThat(api.at("/pods/not_ready").asInt()).isEqualTo(57);
        assertThat(api.at("/ready").asInt()).isZero();
    }

    @Test
    void the_worst_pods_come_first_and_say_why() {
        JsonNode pods = parse(Samples.incident()).at("/readiness/apis/5/not_ready_pods");

        assertThat(pods.at("/0/state").asString()).isEqualTo(PodState.CRASH_LOOPING.label());
        assertThat(pods.at("/0/reason").asString()).isEqualTo("CrashLoopBackOff");
        assertThat(pods.at("/0/container").asString()).isEqualTo("api");
        assertThat(pods.at("/0/last_reason").asString()).isEqualTo("OOMKilled");
        assertThat(pods.at("/0/last_exit_code").asInt()).isEqualTo(137);
        assertThat(pods.at("/2/state").asString()).isEqualTo(PodState.UNSCHEDULABLE.label());
        assertThat(pods.at("/2/node").isNull()).isTrue();
        assertThat(pods.at("/2/message").asString()).contains("Insufficient nvidia.com/gpu");
    }

    private static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("healthy", (Supplier<Report>) Samples::healthy),
                Arguments.of("incident", (Supplier<Report>) Samples::incident),
                Arguments.of("not_synced", (Supplier<Report>) Samples::notSynced),
                Arguments.of("stale", (Supplier<Report>) Samples::stale),
                Arguments.of("denied", (Supplier<Report>) Samples::denied),
                Arguments.of("hostile", (Supplier<Report>) Samples::hostile));
    }

    private static JsonNode parse(Report report) {
        return JSON.readTree(new String(JsonReport.write(report), StandardCharsets.UTF_8));
    }

    private static JsonNode publishedSchema() throws IOException {
        try (InputStream in = Objects.requireNonNull(JsonReportTest.class.getResourceAsStream("/report.schema.json"))) {
            return JSON.readTree(in);
        }
    }

    private static void forbidUnnamedFields(JsonNode node) {
        node.forEach(JsonReportTest::forbidUnnamedFields);
        if (node instanceof ObjectNode object && object.has("required")) {
            object.put("additionalProperties", false);
        }
    }
}
