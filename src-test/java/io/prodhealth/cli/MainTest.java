package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.config.Settings;
import io.prodhealth.http.ListenException;
import io.prodhealth.practice.Practices;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Config> ran = new ArrayList<>();
    private final AgentRunner agent = (config, reloader, web) -> ran.add(config);

    @Test
    void a_port_that_is_taken_is_bad_use_told_in_one_sentence() {
        AgentRunner deaf = (config, reloader, web) -> {
            throw new ListenException("Cannot listen on :9477: address already in use.", new IOException("in use"));
        };

        assertThat(run(deaf, Map.of(), "run")).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("prodhealth: Cannot listen on :9477: address already in use.\n");
    }

    @Test
    void what_is_wrong_with_the_protection_of_the_endpoints_is_told_with_the_rest() throws IOException {
        Path web = Files.writeString(directory.resolve("web.yaml"), "basic_auth_users: {alice: hunter2}");

        ExitCode code = run(Map.of(), "run", "--web.config.file=" + web, "--kubernetes.page-size=none");

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString())
                .contains("web.yaml:1:27: basic_auth_users.alice: must be a bcrypt hash", "--kubernetes.page-size")
                .doesNotContain("hunter2");
        assertThat(ran).isEmpty();
    }

    @Test
    void run_hands_the_configuration_to_the_agent() {
        ExitCode code = run(
                Map.of("PRODHEALTH_LOG_FORMAT", "logfmt"),
                "run",
                "--web.listen-address=:0",
                "--kubernetes.page-size",
                "100",
                "--web.enable-lifecycle",
                "--web.enable-snapshot=false");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(ran).singleElement().satisfies(config -> {
            assertThat(config.web().listenAddress()).hasToString(":0");
            assertThat(config.web().enableLifecycle()).isTrue();
            assertThat(config.web().enableSnapshot()).isFalse();
            assertThat(config.kubernetes().pageSize()).isEqualTo(100);
        });
    }

    @Test
    void practices_prints_the_catalogue_or_all_of_one_practice() {
        assertThat(run(Map.of(), "practices")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("Securing your cluster\n  3.1   nodes_publicly_reachable ")
                .contains(Practices.rules().size() + " practices.");

        assertThat(run(Map.of(), "practices", "load_balancer_open_to_world")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("guide     You can also restrict access to your load balancers by IP address")
                .contains("setting   practices.load_balancer_open_to_world")
                .contains("alert     CortexLoadBalancerOpenToWorld");
    }

    @Test
    void what_is_no_practice_is_bad_use() {
        assertThat(run(Map.of(), "practices", "no\npractice")).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "\"no\\npractice\" is no practice; prodhealth practices prints them all.\n");
    }

    @Test
    void every_setting_is_a_flag() {
        List<String> arguments = new ArrayList<>(List.of("run"));
        Settings.ALL.forEach(setting -> arguments.addAll(List.of(setting.flag(), setting.defaultText())));

        assertThat(run(Map.of(), arguments.toArray(String[]::new))).isEqualTo(ExitCode.OK);
        assertThat(ran).singleElement().satisfies(config -> {
            assertThat(config.web()).isEqualTo(Config.defaults().web());
            assertThat(config.kubernetes()).isEqualTo(Config.defaults().kubernetes());
        });
    }

    @Test
    void every_error_of_flags_environment_and_file_is_said_at_once() throws IOException {
        Path file = Files.writeString(directory.resolve("p.yaml"), "log: {level: 1}");

        ExitCode code = run(
                Map.of("PRODHEALTH_LOG_LEVL", "info"),
                "run",
                "--config.file",
                file.toString(),
                "--web.listen-adress",
                ":1",
                "--kubernetes.page-size=1",
                "--log.format");

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(ran).isEmpty();
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "--web.listen-adress: unknown flag. Did you mean --web.listen-address?",
                        "--log.format: needs a value.",
                        file + ":1:14: log.level: \"1\" is not one of them. Allowed: debug, info, warn, error.",
                        "PRODHEALTH_LOG_LEVL: unknown variable. Did you mean PRODHEALTH_LOG_LEVEL?",
                        "--kubernetes.page-size: \"1\" is out of range. Allowed: 50 to 5000.",
                        "See prodhealth run --help.");
    }

    @Test
    void an_unknown_command_names_the_nearest() {
        assertThat(run(Map.of(), "rnu")).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString()).isEqualTo("""
            rnu: unknown command. Did you mean run?
            See prodhealth --help.
            """);
    }

    @Test
    void what_no_command_takes_is_said_without_control_characters() {
        assertThat(run(Map.of(), "version", "--x\u001b[31m\n", "a\nb", "c")).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString().lines())
                .contains("--x\\u001b[31m\\n: unknown flag.", "c: unknown argument.")
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void a_flag_given_twice_is_an_error() {
        assertThat(run(Map.of(), "run", "--log.level=info", "--log.level=warn")).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString()).contains("--log.level");
    }

    @Test
    void no_command_prints_the_help_as_an_error() {
        assertThat(run(Map.of())).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString()).contains("Usage: prodhealth", "run", "version");
    }

    @Test
    void help_lists_every_flag_and_needs_no_valid_configuration() {
        assertThat(run(Map.of("PRODHEALTH_X", ""), "run", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(Settings.ALL.stream().map(setting -> setting.flag()).toList())
                .contains("--config.file", "--config.check");
    }

    @Test
    void version_says_what_was_built() {
        assertThat(run(Map.of(), "version")).isEqualTo(ExitCode.OK);
        String version = out.toString();
        assertThat(version.lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).matches("prodhealth [0-9].*"),
                        line -> assertThat(line).matches(" +revision: [0-9a-z]+"),
                        line -> assertThat(line).matches(" +date: +20.*"),
                        line -> assertThat(line).matches(" +java: +25.*"));
        assertThat(run(Map.of(), "--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(version + version);
    }

    @Test
    void the_configuration_in_force_can_be_printed_and_is_read_back() throws IOException {
        assertThat(run(Map.of(), "run", "--config.check", "--log.level=warn")).isEqualTo(ExitCode.OK);
        assertThat(ran).isEmpty();
        String printed = out.toString();
        Path file = Files.writeString(directory.resolve("printed.yaml"), printed);

        assertThat(run(Map.of("PRODHEALTH_CONFIG_FILE", file.toString()), "run", "--config.check"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(printed + printed).contains("level: warn");
    }

    @Test
    void an_agent_that_cannot_start_is_one_sentence() {
        AgentRunner broken = (config, reloader, web) -> {
            throw new IOException("port 9477 is taken\nby another");
        };

        assertThat(run(broken, Map.of(), "run")).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(err.toString()).isEqualTo("prodhealth: port 9477 is taken\\nby another\n");
    }

    private ExitCode run(Map<String, String> environment, String... arguments) {
        return run(agent, environment, arguments);
    }

    private ExitCode run(AgentRunner runner, Map<String, String> environment, String... arguments) {
        Ran ran = Ran.of(environment, runner, Clock.systemUTC(), arguments);
        out.write(ran.out());
        err.write(ran.err());
        return ran.code();
    }
}
