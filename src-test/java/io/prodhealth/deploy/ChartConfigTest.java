package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.GeneratedDoc;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.config.Setting;
import io.prodhealth.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The agent's configuration in the chart: what may be set, and that the agent reads what is rendered. */
class ChartConfigTest {

    private static final Path SCHEMA = HelmChart.FOLDER.resolve("values.schema.json");

    /** Set by values of the chart, or fixed by what else it renders: the port, the roles, the account. */
    private static final Set<String> OF_THE_CHART = Set.of(
            "web.listen_address",
            "kubernetes.kubeconfig",
            "kubernetes.context",
            "cortex.namespace",
            "prometheus.url",
            "alerting.cluster",
            "alerting.runbook_url",
            "state.config_map",
            "state.namespace",
            "leader_election.lease_name",
            "web.kubernetes_auth");

    private static final List<String> OF_A_WAIVER =
            List.of("practice", "reason", "owner", "until", "object", "namespace");

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_schema_of_the_values_knows_every_setting_of_the_agent() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(SCHEMA));
        ((ObjectNode) schema.path("properties")).set("config", settings());

        GeneratedDoc.check(SCHEMA, schema.toPrettyString() + "\n");
    }

    @Test
    void what_the_chart_sets_itself_are_settings() {
        assertThat(Settings.ALL.stream().map(Setting::path)).containsAll(OF_THE_CHART);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "profile: cortex; cortex; -",
                "clusterName: production; production; -",
                "profile: generic; cortex; http://kube-prometheus-stack-prometheus.monitoring:9090",
                "{profile: generic, prometheus: {namespace: own}}; cortex;"
                        + " http://kube-prometheus-stack-prometheus.own:9090",
                "prometheus: {namespace: own}; cortex; http://prometheus.own:9090",
                "prometheus: {url: 'https://p.example/x'}; cortex; https://p.example/x",
            })
    void the_agent_reads_what_is_rendered(String values, String cluster, @Nullable String url, @TempDir Path folder)
            throws IOException, ConfigException {
        Config config = read(folder, Manifest.rendered(values));

        assertThat(config.alerting().cluster()).isEqualTo(cluster);
        assertThat(config.prometheus().url()).isEqualTo(url == null ? "" : url);
    }

    @Test
    void what_the_user_sets_arrives(@TempDir Path folder) throws IOException, ConfigException {
        Config config = read(folder, Manifest.rendered("""
            cortexNamespace: cortex
            monitoring: {rules: {runbookUrl: "https://wiki.example/runbooks"}}
            config:
              kubernetes: {page_size: 1000}
              prometheus: {max_response_bytes: 20MiB, interval: 30s}
              readiness: {availability_objective_ratio: {value: 0.999, reason: "our contract: with the \\"mobile\\" team"}}
              waivers: [{practice: nodes_publicly_reachable, reason: soon, owner: platform, until: 2027-03-31}]
            """));

        assertThat(config.describe())
                .contains("namespace: \"cortex\"")
                .contains("page_size: 1000")
                .contains("max_response_bytes: 20MiB")
                .contains("our contract: with the \\\"mobile\\\" team")
                .contains("https://wiki.example/runbooks")
                .contains("2027-03-31");
    }

    /** What the file of the mounted ConfigMap holds. */
    static String configuration(Manifest objects) {
        return objects.ofKind("ConfigMap")
                .map(map -> map.at("/data/prodhealth.yaml").asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static Config read(Path folder, Manifest objects) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("prodhealth.yaml"), configuration(objects));
        return new ConfigReader(Map.of(), Map.of("--config.file", file.toString())).read();
    }

    private static ObjectNode settings() {
        ObjectNode config = closed();
        config.put("description", "Made from io.prodhealth.config.Settings, but for what the chart sets itself.");
        ObjectNode sections = config.putObject("properties");
        for (Setting<?> setting : Settings.ALL) {
            if (!OF_THE_CHART.contains(setting.path())) {
                if (!sections.has(setting.section())) {
                    sections.set(setting.section(), closed());
                }
                ObjectNode section = (ObjectNode) sections.path(setting.section());
                section.withObjectProperty("properties").set(setting.key(), setting(setting));
            }
        }
        ObjectNode waivers = sections.putObject("waivers").put("type", "array");
        ObjectNode waiver = closed();
        OF_A_WAIVER.forEach(
                name -> waiver.withObjectProperty("properties").putObject(name).put("type", "string"));
        waivers.set("items", waiver);
        return config;
    }

    private static ObjectNode setting(Setting<?> setting) {
        ObjectNode schema = JSON.createObjectNode().put("description", setting.meaning() + " " + setting.allowed());
        String placeholder = setting.placeholder();
        if (setting.defaultValue() instanceof Boolean) {
            return schema.put("type", "boolean");
        }
        if (placeholder.contains("|")) {
            List.of(placeholder.replaceAll("[<>]", "").split("\\|")).forEach(schema.withArrayProperty("enum")::add);
            return schema;
        }
        // A threshold may come with its reason; what else it must be the agent says better, with every error at once.
        schema.putArray("type").add("string").add("number").add("object");
        ObjectNode parts = schema.put("additionalProperties", false).putObject("properties");
        parts.putObject("value").putArray("type").add("string").add("number");
        parts.putObject("reason").put("type", "string");
        return schema;
    }

    private static ObjectNode closed() {
        return JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
    }
}
