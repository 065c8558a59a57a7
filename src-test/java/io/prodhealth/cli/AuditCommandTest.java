package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.simulator.RecordedFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTest {

    private static Ran audit(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        Stream.of(arguments).map(String::valueOf).forEach(all::add);
        return Ran.of(Map.of(), Clock.systemUTC(), all.toArray(String[]::new));
    }

    @Test
    void the_recorded_cluster_has_findings_and_is_judged_as_of_its_moment() {
        Ran audited = audit(RecordedFolder.production(), "--format=json");

        assertThat(audited.err()).isEmpty();
        assertThat(audited.code()).isEqualTo(ExitCode.FINDINGS);
        JsonNode report = new JsonMapper().readTree(audited.out());
        assertThat(report.path("schema_version").asInt()).isEqualTo(1);
        assertThat(report.path("taken_at").asString()).isEqualTo("2026-01-15T09:00:00Z");
        JsonNode memory = report.path("practices")
                .valueStream()
                .filter(practice -> practice.path("id").asString().equals("memory_unspecified"))
                .findFirst()
                .orElseThrow();
        assertThat(memory.path("status").asString()).isEqualTo("fail");
        assertThat(memory.path("findings").size()).isEqualTo(2);
        JsonNode finding = memory.path("findings").path(0);
        assertThat(finding.path("object").path("kind").asString()).isEqualTo("api");
        assertThat(finding.path("object").path("namespace").asString()).isEqualTo("default");
        assertThat(finding.path("severity").asString()).isEqualTo("critical");
        assertThat(finding.path("evidence_at").asString()).isEqualTo("2026-01-15T09:00:00Z");
        assertThat(finding.path("works_on_live_cluster").asBoolean()).isTrue();
    }

    @Test
    void what_ends_with_1_can_be_chosen() {
        assertThat(audit(RecordedFolder.production(), "--fail-on=never").code()).isEqualTo(ExitCode.OK);
        assertThat(audit(RecordedFolder.production(), "--fail-on=warn").code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(audit(RecordedFolder.production(), "--fail-on=never", "--strict")
                        .code())
                .isEqualTo(ExitCode.COULD_NOT_JUDGE);
    }

    @Test
    void a_list_that_is_cut_short_is_said_and_never_judged_by_half(@TempDir Path empty) throws IOException {
        Path folder = RecordedFolder.copy(RecordedFolder.production(), empty);
        Path deployments = folder.resolve("deployments.json");
        String text = Files.readString(deployments);
        Files.writeString(deployments, text.substring(0, text.length() / 2));

        Ran audited = audit(folder, "--fail-on=never", "--format=json");

        assertThat(audited.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audited.err()).contains("deployments.json:1:").contains("is not JSON");
        JsonNode cpu = new JsonMapper()
                .readTree(audited.out())
                .path("practices")
                .valueStream()
                .filter(practice -> practice.path("id").asString().equals("cpu_unspecified"))
                .findFirst()
                .orElseThrow();
        assertThat(cpu.path("status").asString()).isEqualTo("unknown");
        assertThat(cpu.path("unjudged").path(0).path("reason").asString()).isEqualTo("invalid");
    }

    @Test
    void a_folder_with_nothing_of_kubernetes_could_not_be_judged(@TempDir Path empty) {
        Ran audited = audit(empty, "--at=2026-01-15T09:00:00Z");

        assertThat(audited.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audited.err()).contains("holds neither a dumped cluster nor a file of Cortex");
        assertThat(audited.out()).doesNotContain(" pass ");
    }

    @Test
    void a_dump_of_which_nothing_can_be_read_could_not_be_judged(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cluster.json"), "{\"taken_at\": \"2026-01-15T09:00:00Z\"}");

        Ran audited = audit(folder);

        assertThat(audited.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audited.err()).contains("the folder holds nothing of Kubernetes");
        assertThat(audited.out()).doesNotContain(" pass ");
    }

    @Test
    void a_dump_is_judged_alone(@TempDir Path folder) {
        Ran audited = audit(RecordedFolder.production(), folder);

        assertThat(audited.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(audited.err()).contains("is a dumped cluster, which is judged alone");
    }

    @Test
    void every_wrong_argument_is_said_at_once(@TempDir Path empty) throws IOException {
        Files.writeString(empty.resolve("pods.json"), "{\"items\": []}");

        Ran audited = audit(empty, "--format=xml", "--fail-on=always");

        assertThat(audited.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(audited.out()).isEmpty();
        assertThat(audited.err().lines())
                .containsExactly(
                        "--format: \"xml\" is not one of them. Allowed: table, json, junit, sarif, html, markdown.",
                        "--fail-on: \"always\" is not one of them. Allowed: fail, warn, never.",
                        empty + ": has no cluster.json that says when it was taken (taken_at); say it with --at.");
    }

    @Test
    void junit_is_xml_that_counts_what_it_holds() throws Exception {
        String xml = audit(RecordedFolder.production(), "--format=junit").out();

        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        for (int i = 0; i < suites.getElementsByTagName("testsuite").getLength(); i++) {
            Element suite = (Element) suites.getElementsByTagName("testsuite").item(i);
            assertThat(Integer.parseInt(suite.getAttribute("tests")))
                    .isEqualTo(suite.getElementsByTagName("testcase").getLength());
            assertThat(Integer.parseInt(suite.getAttribute("failures")))
                    .isEqualTo(suite.getElementsByTagName("failure").getLength());
            assertThat(Integer.parseInt(suite.getAttribute("errors")))
                    .isEqualTo(suite.getElementsByTagName("error").getLength());
        }
        assertThat(suites.getElementsByTagName("failure").getLength()).isPositive();
    }

    @Test
    void a_hostile_name_breaks_no_format(@TempDir Path empty) throws IOException {
        Path folder = RecordedFolder.copy(RecordedFolder.production(), empty);
        Path deployments = folder.resolve("deployments.json");
        String evil = "a|<script>\\u001b[31m\\u0000]]>";
        Files.writeString(
                deployments,
                Files.readString(deployments).replace("\"apiName\":\"iris\"", "\"apiName\":\"" + evil + "\""));

        String table = audit(folder).out();
        String markdown = audit(folder, "--format=markdown").out();
        String junit = audit(folder, "--format=junit").out();

        assertThat(table).doesNotContain("\u001b").doesNotContain("\u0000");
        assertThat(markdown).contains("a&#124;&lt;script&gt;").doesNotContain("<script>");
        assertThat(junit).doesNotContain("\u001b").doesNotContain("<script>");
        assertThat(audit(folder, "--format=json").out()).contains("a|<script>");
    }
}
