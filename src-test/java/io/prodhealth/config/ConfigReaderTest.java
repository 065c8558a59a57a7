package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.prodhealth.logging.LogFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class ConfigReaderTest {
    @TempDir
    Path directory;

    @Test
    void nothing_given_is_every_default() throws Exception {
        Config config = new ConfigReader(Map.of("HOME", "/root"), Map.of()).read();

        assertThat(config).isEqualTo(Config.defaults());
        assertThat(config.web().listenAddress()).isEqualTo(new ListenAddress("", 9477));
        assertThat(config.kubernetes().watchTimeout()).isEqualTo(Duration.ofSeconds(50));
        assertThat(config.prometheus().maxResponseBytes()).isEqualTo(16L << 20);
        assertThat(config.readiness().availabilityObjective())
                .isEqualTo(new Threshold(0.995, "ratio", Settings.AVAILABILITY_OBJECTIVE.reason()));
    }

    @Test
    void the_file_wins_over_the_default_the_environment_over_the_file_and_the_flag_over_all() throws Exception {
        String file = file("log: {level: debug, format: json}\nkubernetes:\n  page_size: 100\n  retry_max: 1m30s\n");
        var environment = Map.of(
                "PRODHEALTH_CONFIG_FILE", file,
                "PRODHEALTH_KUBERNETES_PAGE_SIZE", "200",
                "PRODHEALTH_LOG_LEVEL", "warn");

        Config config = new ConfigReader(environment, Map.of("--log.level", "error")).read();

        assertThat(config.log()).isEqualTo(new Config.Log(Level.ERROR, LogFormat.JSON));
        assertThat(config.kubernetes().pageSize()).isEqualTo(200);
        assertThat(config.kubernetes().retryMax()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.web()).isEqualTo(Config.defaults().web());
    }

    @Test
    void the_file_flag_wins_over_its_variable() throws Exception {
        String file = file("metrics: {series_budget: 2000}");

        Config config =
                new ConfigReader(Map.of("PRODHEALTH_CONFIG_FILE", "/nowhere"), Map.of("--config.file", file)).read();

        assertThat(config.metrics().seriesBudget()).isEqualTo(2000);
    }

    @Test
    void a_threshold_keeps_the_reason_it_is_given() throws Exception {
        String with = "readiness: {availability_objective_ratio: {value: 0.99, reason: our contract}}";

        assertThat(objective(with)).isEqualTo(new Threshold(0.99, "ratio", "our contract"));
        assertThat(objective("readiness:\n  availability_objective_ratio: .9"))
                .isEqualTo(new Threshold(0.9, "ratio", "set by the operator without a reason"));
    }

    private Threshold objective(String yaml) throws Exception {
        return read(yaml).readiness().availabilityObjective();
    }

    @Test
    void every_error_of_a_file_is_said_at_once_with_its_place() throws Exception {
        String yaml = resource("many-errors.yaml");

        String actual = errors(file(yaml), Map.of());

        assertThat(actual.replace(directory + "/", "")).isEqualTo(resource("many-errors.txt"));
    }

    @Test
    void errors_of_file_environment_and_flags_are_said_together() throws Exception {
        String file = file("log: {level: loud}");
        var environment = Map.of("PRODHEALTH_LOG_LEVL", "debug", "PRODHEALTH_WEB_ENABLE_SNAPSHOT", "on");

        assertThatThrownBy(() -> new ConfigReader(
                                environment,
                                Map.of("--config.file", file, "--log.format", "xml", "--kubernetes.pagesize", "1"))
                        .read())
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + """
                    :1:14: log.level: "loud" is not one of them. Allowed: debug, info, warn, error.
                    PRODHEALTH_LOG_LEVL: unknown variable. Did you mean PRODHEALTH_LOG_LEVEL?
                    PRODHEALTH_WEB_ENABLE_SNAPSHOT: "on" is neither true nor false. Allowed: true or false.
                    --kubernetes.pagesize: unknown flag. Did you mean --kubernetes.page-size?
                    --log.format: "xml" is not one of them. Allowed: logfmt, json.\
                    """);
    }

    @Test
    void a_wrong_value_is_an_error_even_where_a_later_source_replaces_it() {
        var environment = Map.of("PRODHEALTH_LOG_LEVEL", "loud");

        assertThatThrownBy(() -> new ConfigReader(environment, Map.of("--log.level", "info")).read())
                .isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRODHEALTH_SERVICE_HOST",
                "PRODHEALTH_SERVICE_PORT",
                "PRODHEALTH_SERVICE_PORT_HTTP",
                "PRODHEALTH_PORT",
                "PRODHEALTH_PORT_9477_TCP",
                "PRODHEALTH_PORT_9477_TCP_ADDR",
                "PRODHEALTH_METRICS_SERVICE_HOST",
                "PRODHEALTH_METRICS_PORT_9477_TCP_PROTO"
            })
    void variables_that_kubernetes_sets_for_a_service_are_no_settings(String name) throws Exception {
        assertThat(new ConfigReader(Map.of(name, "tcp://10.0.0.1:9477"), Map.of()).read())
                .isEqualTo(Config.defaults());
    }

    @ParameterizedTest
    @MethodSource("noConfigurations")
    void what_is_not_a_configuration_is_one_clear_sentence(String yaml, String sentence) throws Exception {
        String file = file(yaml);

        assertThat(errors(file, Map.of())).isEqualTo(file + ":" + sentence + "\n");
    }

    private static List<Arguments> noConfigurations() {
        String mapping = "1:1: the configuration must be a mapping. Allowed: web, log, kubernetes, cortex, prometheus,"
                + " alerting, alertmanager, prometheus_load, pod_metrics, aws, queues, provisioning, state,"
                + " leader_election, posture, practices, readiness, evaluation, metrics, waivers.";
        return List.of(
                arguments("a: b: c", "1:5: is not YAML: mapping values are not allowed here."),
                arguments("web:\n\tlisten_address: x", "2:1: a tab; indent with spaces."),
                arguments("- web", mapping),
                arguments("web", mapping),
                arguments("log: {}\n---\nlog: {}", "2:1: a second document starts here, one is read."),
                arguments(
                        "log: &a {level: info}\nweb: *a",
                        "1:6: anchors and aliases (& and *) are not read; put such text in quotes."),
                arguments(
                        "log: {level: !!str info}",
                        "1:14: tags (words after !) are not read; put such text in quotes."),
                arguments("{[a]: b}", "1:2: a key must be a word."),
                arguments("log: {level: \"\u0001\"}", "1:15: holds the character U+0001, which YAML does not allow."),
                arguments(
                        "prometheus: {interval: 5s}",
                        "1:24: prometheus.interval: prometheus.timeout (10s) is longer than prometheus.interval"
                                + " (5s)."));
    }

    @Test
    void a_file_that_cannot_be_read_is_one_clear_sentence() throws Exception {
        assertThat(errors("/nowhere/x.yaml", Map.of())).isEqualTo("/nowhere/x.yaml: there is no such file.\n");
        assertThat(errors(directory.toString(), Map.of())).isEqualTo(directory + ": is a directory.\n");
        assertThat(errors("", Map.of())).isEqualTo(": is a directory.\n");
        assertThat(errors("a\0b", Map.of())).isEqualTo("a\\u0000b: is not a path.\n");

        Path large = directory.resolve("large.yaml");
        Files.writeString(large, "#".repeat(256 * 1024 + 1));
        assertThat(errors(large.toString(), Map.of())).isEqualTo(large + ": is larger than 256KiB.\n");
        Files.write(large, new byte[] {'a', (byte) 0xFF});
        assertThat(errors(large.toString(), Map.of())).isEqualTo(large + ": is not text in UTF-8.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---", "web:", "web: {}", "kubernetes: ~\nlog: null"})
    void a_file_that_sets_nothing_is_every_default(String yaml) throws Exception {
        assertThat(read(yaml)).isEqualTo(Config.defaults());
    }

    @Test
    void a_file_of_brackets_is_an_error_and_no_stack_overflow() throws Exception {
        assertThat(errors(file("web: " + "[".repeat(50_000)), Map.of())).contains("is not YAML");
        assertThat(errors(file("web: " + "{a: ".repeat(20_000)), Map.of())).contains("is not YAML");
        assertThat(errors(file("web: " + "[".repeat(10_000) + "]".repeat(10_000)), Map.of()))
                .contains("web must be a mapping");
    }

    @Test
    void an_escape_outside_unicode_is_an_error() throws Exception {
        for (String escape : List.of("\\UFFFFFFFF", "\\U00110000", "\\U80000000")) {
            assertThat(errors(file("log: {level: \"" + escape + "\"}"), Map.of()))
                    .as(escape)
                    .contains("is not YAML");
        }
    }

    @Test
    void what_is_described_is_read_back() throws Exception {
        Config config = read("web: {listen_address: '[::1]:0'}\nevaluation: {min_gap: 1s}\n"
                + "readiness: {availability_objective_ratio: {value: 0.9, reason: \"a \\\"b\\\" \\n\\u2028\"}}");

        assertThat(read(config.describe())).isEqualTo(config);
        assertThat(read(config.describe()).hash()).isEqualTo(config.hash());
        assertThat(read(Config.defaults().describe())).isEqualTo(Config.defaults());
    }

    @Test
    void the_hash_tells_configurations_apart_and_is_the_same_for_the_same_values() throws Exception {
        String hash = Config.defaults().hash();

        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(read("pod_metrics: {interval: 60s}").hash()).isEqualTo(hash);
        assertThat(read("pod_metrics: {interval: 61s}").hash()).isNotEqualTo(hash);
    }

    @Test
    void names_of_variables_and_flags_are_unique() {
        assertThat(Settings.ALL.stream().map(Setting::variable)).doesNotHaveDuplicates();
        assertThat(Settings.ALL.stream().map(Setting::flag)).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::path).allMatch(path -> path.matches("[a-z_]+\\.[a-z_]+"));
    }

    private Config read(String yaml) throws Exception {
        return new ConfigReader(Map.of(), Map.of("--config.file", file(yaml))).read();
    }

    private String errors(String file, Map<String, String> environment) {
        try {
            new ConfigReader(environment, Map.of("--config.file", file)).read();
        } catch (ConfigException e) {
            assertThat(e.errors()).isNotEmpty();
            return e.getMessage() + "\n";
        }
        throw new AssertionError("no error");
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("prodhealth.yaml"), yaml).toString();
    }

    private static String resource(String name) throws IOException {
        try (var in = ConfigReaderTest.class.getResourceAsStream("/config/" + name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
