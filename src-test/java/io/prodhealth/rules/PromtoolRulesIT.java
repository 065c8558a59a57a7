package io.prodhealth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.Promtool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool on the rules, on what is made of them, and on their tests. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromtoolRulesIT {

    private static final Pattern COMPARISON = Pattern.compile("(?<=\\s)(==|!=|>=|>|<)(?=\\s)");

    private final Promtool promtool = new Promtool();

    @TempDir
    Path folder;

    @AfterAll
    void close() {
        promtool.close();
    }

    @Test
    void every_file_of_rules_is_read() {
        promtool.copy("alerts", Path.of("alerts"));
        List<RuleFile> drill = RuleFiles.all().stream()
                .map(new RuleChanges(
                        "https://wiki.example", "https://g.example", java.util.Map.of("team", "ml"), 60, "")::apply)
                .toList();
        promtool.copy("drill.yaml", RulesYaml.plain(drill));
        List<String> files =
                new ArrayList<>(List.of("check", "rules", "drill.yaml", "alerts/rules-modern/prodhealth.yaml"));
        RuleFiles.NAMES.forEach(name -> files.add("alerts/rules/" + name + ".yaml"));

        assertThat(promtool.run(files.toArray(String[]::new)).exitCode()).isZero();
    }

    @Test
    void every_test_of_every_alert_succeeds() throws IOException {
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        for (AlertTests tests : AlertTests.all()) {
            tests.layOut(folder.resolve(tests.alert()), UnaryOperator.identity());
            command.add("good/" + tests.alert() + "/tests/" + tests.alert() + ".yaml");
        }
        promtool.copy("good", folder);

        Promtool.Result result = promtool.run(command.toArray(String[]::new));

        // The output first: it says what failed.
        assertThat(result.output()).doesNotContain("FAILED");
        assertThat(result.exitCode()).isZero();
        System.getLogger("test")
                .log(
                        System.Logger.Level.INFO,
                        "{0} alerts of {1} rules in {2} test cases",
                        RuleFiles.all().stream()
                                .flatMap(RuleFile::alerts)
                                .map(Rule::name)
                                .distinct()
                                .count(),
                        RuleFiles.all().stream().flatMap(RuleFile::alerts).count(),
                        AlertTests.all().stream()
                                .mapToInt(tests -> tests.tests().size())
                                .sum());
    }

    /** Whoever was paged must neither hear that it is over nor be paged again because a replica went away. */
    @Test
    void no_alert_that_fires_ends_when_another_replica_takes_over() throws IOException {
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        int made = 0;
        for (AlertTests tests : AlertTests.all()) {
            HandoverTests handover = new HandoverTests(gap(tests.alert()));
            // The first: in others what an alert is about may end by itself.
            List<Map<String, Object>> cases = tests.tests().stream()
                    .flatMap(test -> handover.of(tests.alert(), test).stream())
                    .limit(1)
                    .toList();
            if (!cases.isEmpty()) {
                made++;
                tests.with(cases).layOut(folder.resolve(tests.alert()), UnaryOperator.identity());
                command.add("handover/" + tests.alert() + "/tests/" + tests.alert() + ".yaml");
            }
        }
        promtool.copy("handover", folder);

        Promtool.Result result = promtool.run(command.toArray(String[]::new));

        assertThat(made).isGreaterThan(50);
        assertThat(result.output()).doesNotContain("FAILED");
        assertThat(result.exitCode()).isZero();
    }

    /** As long as the replica that takes over may leave these series out: a minute, or three for the practices. */
    private static int gap(String alert) {
        Pattern late = Pattern.compile("last_over_time\\(prodhealth_[^\\[]*\\[5m]");
        return rules(alert).allMatch(rule -> late.matcher(rule.expr()).find()) ? 3 : 1;
    }

    /** A wait that is another, and a comparison the other way round, one at a time. */
    @Test
    void no_rule_can_be_changed_without_a_test_that_fails() throws IOException {
        int made = 0;
        // What is not changed must succeed, or everything would fail for some other reason.
        AlertTests.all().getFirst().layOut(folder.resolve("000-unchanged"), UnaryOperator.identity());
        for (AlertTests tests : AlertTests.all()) {
            for (Rule.Alerting rule :
                    rules(tests.alert()).filter(PromtoolRulesIT::isTried).toList()) {
                for (Rule changed : changes(rule).toList()) {
                    tests.layOut(
                            folder.resolve("%03d-%s".formatted(++made, tests.alert())),
                            one -> one.equals(rule) ? changed : one);
                }
            }
        }
        promtool.copy("changed", folder);

        Promtool.Result result = promtool.shell(
                "ls -d changed/* | xargs -P 2 -I {} sh -c 'promtool test rules {}/tests/*.yaml >/dev/null 2>&1 && echo"
                        + " {}'; true");

        assertThat(made).isGreaterThan(50);
        assertThat(result).isEqualTo(new Promtool.Result(0, "changed/000-unchanged\n"));
    }

    private static Stream<Rule.Alerting> rules(String alert) {
        return RuleFiles.all().stream()
                .flatMap(RuleFile::alerts)
                .filter(rule -> rule.name().equals(alert));
    }

    /** Rules of practices are alike, so one will do; tests of what is recorded take many seconds each. */
    private static boolean isTried(Rule.Alerting rule) {
        boolean practice = rule.expr().contains("prodhealth_finding");
        return !rule.expr().contains("api:") && (!practice || rule.name().equals("CortexReadinessProbeMissing"));
    }

    private static Stream<Rule> changes(Rule.Alerting rule) {
        List<Rule> changes = new ArrayList<>();
        List<MatchResult> comparisons =
                COMPARISON.matcher(rule.expr()).results().toList();
        // All of them would take many minutes: the last one guards or decides.
        int first = Math.max(0, comparisons.size() - 1);
        for (MatchResult comparison : comparisons.subList(first, comparisons.size())) {
            changes.add(new Rule.Alerting(
                    rule.name(),
                    rule.expr().substring(0, comparison.start())
                            + opposite(comparison.group())
                            + rule.expr().substring(comparison.end()),
                    rule.hold(),
                    "",
                    rule.labels(),
                    rule.annotations()));
        }
        if (!rule.hold().isEmpty()) {
            changes.add(new Rule.Alerting(
                    rule.name(),
                    rule.expr(),
                    new TimeScale(0.25).duration(rule.hold()),
                    "",
                    rule.labels(),
                    rule.annotations()));
        }
        return changes.stream();
    }

    private static String opposite(String comparison) {
        return switch (comparison) {
            case "==" -> "!=";
            case "!=" -> "==";
            case ">", ">=" -> "<";
            default -> ">";
        };
    }

    @Test
    void the_tests_fit_the_files_as_they_are_too() {
        promtool.copy("alerts", Path.of("alerts"));

        assertThat(promtool.run("test", "rules", "alerts/tests/CortexQueueStuck.yaml")
                        .exitCode())
                .isZero();
    }
}
