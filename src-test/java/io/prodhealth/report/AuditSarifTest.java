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

class AuditSarifTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode sarif(AuditReport report) {
        return JSON.readTree(AuditSarif.write(report));
    }

    private static Schema official() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(AuditSarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(JSON.readTree(in));
        }
    }

    @Test
    void a_log_keeps_to_the_official_schema() throws IOException {
        assertThat(official().validate(sarif(AuditSamples.everything()))).isEmpty();
        assertThat(official().validate(sarif(new AuditReport(AuditSamples.AT, List.of(), List.of()))))
                .isEmpty();
    }

    @Test
    void a_log_that_lacks_a_message_breaks_the_schema() throws IOException {
        JsonNode log = sarif(AuditSamples.everything());
        ((ObjectNode) log.at("/runs/0/results/0")).remove("message");

        assertThat(official().validate(log)).isNotEmpty();
    }

    @Test
    void a_finding_is_a_result_at_its_place_with_its_rule() {
        JsonNode run = sarif(AuditSamples.everything()).at("/runs/0");
        JsonNode first = run.at("/results/0");

        assertThat(first.path("ruleId").asString()).isEqualTo("failing");
        assertThat(run.at("/tool/driver/rules")
                        .path(first.path("ruleIndex").asInt())
                        .path("id")
                        .asString())
                .isEqualTo("failing");
        assertThat(first.path("level").asString()).isEqualTo("error");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("./deploy%20dir/%C3%A4:b%25.yaml");
        assertThat(first.at("/locations/0/physicalLocation/region").toString())
                .isEqualTo("{\"startLine\":3,\"startColumn\":7}");
        assertThat(run.path("results")
                        .valueStream()
                        .map(result -> result.path("level").asString()))
                .containsExactly("error", "note", "warning", "error");
    }

    @Test
    void what_was_waived_is_suppressed_and_nothing_else() {
        List<JsonNode> suppressed = sarif(AuditSamples.everything())
                .at("/runs/0/results")
                .valueStream()
                .filter(result -> result.has("suppressions"))
                .toList();

        assertThat(suppressed).hasSize(1);
        assertThat(suppressed.getFirst().path("ruleId").asString()).isEqualTo("waived_one");
        assertThat(suppressed.getFirst().at("/suppressions/0/justification").asString())
                .contains("until 2026-06-01");
    }

    @Test
    void what_could_not_be_read_or_judged_is_told_and_is_no_result() {
        JsonNode invocation = sarif(AuditSamples.everything()).at("/runs/0/invocations/0");

        assertThat(invocation.path("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation
                        .path("toolExecutionNotifications")
                        .valueStream()
                        .map(one -> one.path("level").asString() + " "
                                + one.at("/associatedRule/id").asString()))
                .containsExactly("error ", "warning unknown");
    }

    @Test
    void a_fingerprint_stays_when_lines_and_figures_change_and_no_two_are_the_same() {
        List<String> prints = prints(AuditSamples.everything());
        AuditReport moved = AuditSamples.everything();
        AuditReport elsewhere = new AuditReport(moved.takenAt().plusSeconds(60), moved.verdicts(), List.of());

        assertThat(prints).doesNotHaveDuplicates().hasSize(4);
        assertThat(prints(elsewhere)).isEqualTo(prints);
    }

    private static List<String> prints(AuditReport report) {
        return sarif(report)
                .at("/runs/0/results")
                .valueStream()
                .map(result -> result.at("/partialFingerprints/prodhealth~1v1").asString())
                .toList();
    }
}
