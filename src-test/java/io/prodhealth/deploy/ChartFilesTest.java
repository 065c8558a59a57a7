package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.GeneratedDoc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The chart holds copies of rules, dashboards and Alertmanager's files, since Helm reads nothing outside of its folder. */
class ChartFilesTest {

    private static final Path COPIES = HelmChart.FOLDER.resolve("files");
    private static final Path MANIFESTS = Path.of("deploy/manifests");

    /** What a Secret can hold, less a tenth: Helm keeps each release in one. */
    private static final int RELEASE = (1 << 20) * 9 / 10;

    @Test
    void what_the_chart_holds_is_what_lies_elsewhere() throws IOException {
        Map<Path, Path> copies = copies();
        for (Map.Entry<Path, Path> copy : copies.entrySet()) {
            GeneratedDoc.check(copy.getKey(), Files.readString(copy.getValue()));
        }
        try (Stream<Path> files = Files.walk(COPIES)) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("nothing else lies there")
                    .hasSameElementsAs(copies.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cortex", "generic"})
    void the_plain_manifests_are_the_rendered_chart(String profile) throws IOException {
        GeneratedDoc.check(MANIFESTS.resolve(profile + ".yaml"), PlainManifests.of(profile));
    }

    @Test
    void the_roles_are_a_file_of_their_own() throws IOException {
        GeneratedDoc.check(MANIFESTS.resolve("rbac.yaml"), PlainManifests.roles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cortex", "generic"})
    void the_roles_do_not_depend_on_the_profile(String profile) throws IOException {
        List<JsonNode> roles = roles(Manifest.of(Files.readString(MANIFESTS.resolve(profile + ".yaml"))));

        assertThat(roles).hasSize(8).isEqualTo(roles(Manifest.of(Files.readString(MANIFESTS.resolve("rbac.yaml")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cortex", "generic"})
    void the_plain_manifests_are_what_kubernetes_takes(String profile) throws IOException {
        KubernetesSchemas schemas = new KubernetesSchemas();
        for (JsonNode object : Manifest.of(Files.readString(MANIFESTS.resolve(profile + ".yaml")))
                .all()) {
            assertThat(schemas.errors(object)).isEmpty();
            assertThat(object.toString()).doesNotContain("Helm", "helm.sh");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cortex", "generic"})
    void the_rules_are_those_that_are_printed(String profile) throws IOException {
        Map<String, JsonNode> printed = new TreeMap<>();
        Map<String, JsonNode> rendered = new TreeMap<>();
        Manifest.of(Files.readString(Path.of("alerts/prometheusrules", profile + ".yaml")))
                .ofKind("PrometheusRule")
                .forEach(rule -> printed.put(name(rule), rule));
        Manifest.rendered("profile: " + profile)
                .ofKind("PrometheusRule")
                .forEach(rule -> rendered.put(name(rule), rule));

        assertThat(rendered.keySet()).isEqualTo(printed.keySet()).hasSize(4);
        printed.forEach((name, rule) -> {
            JsonNode ours = Objects.requireNonNull(rendered.get(name));
            assertThat(ours.path("spec")).isEqualTo(rule.path("spec"));
            assertThat(ours.at("/metadata/namespace").asString())
                    .isEqualTo(rule.at("/metadata/namespace").asString("prodhealth"));
            rule.at("/metadata/labels")
                    .properties()
                    .forEach(label -> assertThat(ours.at("/metadata/labels").path(label.getKey()))
                            .isEqualTo(label.getValue()));
        });
    }

    @Test
    void the_rules_lead_to_the_runbooks_of_the_user() {
        List<String> runbooks = Manifest.rendered("monitoring: {rules: {runbookUrl: 'https://wiki.example/runbooks'}}")
                .ofKind("PrometheusRule")
                .flatMap(rule -> rule.findValuesAsString("runbook_url").stream())
                .toList();

        assertThat(runbooks)
                .contains("https://wiki.example/runbooks/CortexApiNoReadyReplicas.md")
                .allMatch(runbook -> runbook.startsWith("https://wiki.example/runbooks/"));
    }

    @ParameterizedTest
    @CsvSource({"cortex, cortex.yaml", "generic, sidecar.yaml"})
    void the_dashboards_are_those_that_can_be_applied(String profile, String file) throws IOException {
        Map<String, JsonNode> applied = new TreeMap<>();
        Manifest.of(Files.readString(Path.of("dashboards/configmaps", file)))
                .ofKind("ConfigMap")
                .forEach(map -> applied.put(name(map), map));
        Manifest rendered = Manifest.rendered("profile: " + profile);

        assertThat(applied).hasSize(7);
        applied.forEach((name, map) -> {
            JsonNode ours = rendered.named("ConfigMap", name);
            assertThat(ours.path("data")).isEqualTo(map.path("data"));
            assertThat(ours.at("/metadata/namespace").asString())
                    .isEqualTo(map.at("/metadata/namespace").asString("prodhealth"));
            assertThat(ours.at("/metadata/labels/grafana_dashboard"))
                    .isEqualTo(map.at("/metadata/labels/grafana_dashboard"));
        });
    }

    @Test
    void the_alertmanager_is_that_of_the_files_without_its_secret() throws IOException {
        Manifest rendered = Manifest.rendered("alertmanager: {enabled: true}");
        Manifest file = Manifest.of(Files.readString(Path.of("alerts/alertmanager/alertmanager.cluster.yaml")));
        JsonNode map = rendered.named("ConfigMap", "prodhealth-alertmanager");

        assertThat(rendered.only("Alertmanager")).isEqualTo(file.only("Alertmanager"));
        assertThat(rendered.named("Service", "prodhealth-alertmanager")).isEqualTo(file.only("Service"));
        assertThat(rendered.ofKind("Secret")).isEmpty();
        assertThat(map.at("/data/alertmanager.yaml").asString())
                .isEqualTo(Files.readString(Path.of("alerts/alertmanager/alertmanager.yaml")));
        assertThat(map.at("/data/prodhealth.tmpl").asString().stripTrailing())
                .isEqualTo(Files.readString(Path.of("alerts/alertmanager/templates/prodhealth.tmpl"))
                        .stripTrailing());
    }

    @Test
    void a_release_fits_into_the_secret_in_which_helm_keeps_it() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream release = new GZIPOutputStream(bytes);
                Stream<Path> files = Files.walk(HelmChart.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                release.write(Base64.getEncoder().encode(Files.readAllBytes(file)));
            }
            release.write(HelmChart.render("alertmanager: {enabled: true}").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(Base64.getEncoder().encode(bytes.toByteArray()).length).isLessThan(RELEASE);
    }

    private static Map<Path, Path> copies() throws IOException {
        Map<Path, Path> copies = new TreeMap<>();
        for (String name : List.of("recording", "live", "practices", "meta")) {
            copies.put(COPIES.resolve("rules/" + name + ".yaml"), Path.of("alerts/rules", name + ".yaml"));
        }
        for (String flavour : List.of("grafana", "grafana-8")) {
            try (Stream<Path> files = Files.list(Path.of("dashboards", flavour))) {
                copies.putAll(files.collect(Collectors.toMap(
                        file -> COPIES.resolve("dashboards").resolve(flavour).resolve(file.getFileName()),
                        file -> file)));
            }
        }
        Path alertmanager = Path.of("alerts/alertmanager");
        for (String name : List.of("alertmanager.yaml", "alertmanager.cluster.yaml", "templates/prodhealth.tmpl")) {
            Path file = alertmanager.resolve(name);
            copies.put(COPIES.resolve("alertmanager").resolve(file.getFileName()), file);
        }
        return copies;
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asString();
    }

    private static List<JsonNode> roles(Manifest objects) {
        return objects.all().stream()
                .filter(object -> object.path("kind").asString().contains("Role"))
                .toList();
    }
}
