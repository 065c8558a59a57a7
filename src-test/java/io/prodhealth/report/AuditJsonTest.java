package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.practice.Evidence.Origin;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.source.files.CortexFiles;
import io.prodhealth.source.recording.DumpedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AuditJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<AuditReport> reports() {
        var recorded = DumpedCluster.read(RecordedFolder.production(), AuditSamples.AT, "default", complaint -> {});
        CortexFiles.Found found = CortexFiles.read(
                List.of(Path.of("src-test/resources/audit/every-kind.yaml"), Path.of("src-test/resources/audit/guide")),
                AuditSamples.AT,
                "default");
        return Stream.of(
                AuditSamples.everything(),
                new AuditReport(
                        AuditSamples.AT,
                        Audit.of(recorded, Origin.DUMP, Config.defaults()).verdicts(),
                        List.of()),
                new AuditReport(
                        AuditSamples.AT,
                        Audit.of(found.snapshot(), Origin.FILES, Config.defaults())
                                .verdicts(),
                        found.unreadable(),
                        found.places()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void an_audit_keeps_to_the_published_schema(AuditReport report) throws IOException {
        assertThat(schema().validate(JSON.readTree(AuditJson.write(report)))).isEmpty();
    }

    @Test
    void an_audit_without_a_status_with_an_unknown_one_or_with_a_field_too_many_breaks_the_schema() throws IOException {
        for (String change : List.of("missing", "unknown", "more")) {
            JsonNode audit = JSON.readTree(AuditJson.write(AuditSamples.everything()));
            ObjectNode practice = (ObjectNode) audit.at("/practices/0");
            switch (change) {
                case "missing" -> practice.remove("status");
                case "unknown" -> practice.put("status", "fine");
                default -> practice.put("more", 1);
            }

            assertThat(schema().validate(audit)).as(change).isNotEmpty();
        }
    }

    /** The part of an audit, with fields that it does not name forbidden: so that it names every field. */
    private static Schema schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(AuditJsonTest.class.getResourceAsStream("/report.schema.json"))) {
            ObjectNode published = (ObjectNode) JSON.readTree(in);
            ObjectNode audit = JSON.createObjectNode().put("$ref", "#/$defs/audit");
            audit.set("$defs", closed(published.path("$defs").deepCopy()));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(audit);
        }
    }

    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(AuditJsonTest::closed);
        return node;
    }
}
