package io.prodhealth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    /** The agent posts them itself: a dead Prometheus evaluates no rule. */
    private static final Set<String> POSTED = Set.of("CortexPrometheusDown", "ProdhealthHeartbeat");

    private static final Rule.Alerting GOOD = RuleFiles.all().stream()
            .flatMap(RuleFile::alerts)
            .filter(alert -> alert.name().equals("CortexPrometheusMemoryPressure"))
            .findFirst()
            .orElseThrow();

    @TestFactory
    Stream<DynamicTest> every_rule_can_be_read_and_can_fire() {
        return rules().map(rule -> DynamicTest.dynamicTest(
                rule.name(), () -> assertThat(RuleFaults.of(rule, recorded())).isEmpty()));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
        prodhealth_prometheus_resident_memory_bytes | prodhealth_prometheus_memory_bytes | reads a family that the agent does not register
        prodhealth_prometheus_resident_memory_bytes | process_resident_memory_bytes | reads a series that nothing writes
        prodhealth_prometheus_resident_memory_bytes | api:istio_requests:rate10m | reads a series that nothing writes
        max without (instance, pod, container, endpoint) (last_over_time(prodhealth_prometheus_resident_memory_bytes[2m])) | last_over_time(prodhealth_prometheus_resident_memory_bytes[2m]) | does not join the replicas of the agent
        max without (instance, pod, container, endpoint) (last_over_time(prodhealth_prometheus_resident | max without (instance) (last_over_time(prodhealth_prometheus_resident | does not join the replicas of the agent
        prodhealth_prometheus_resident_memory_bytes[2m] | prodhealth_prometheus_resident_memory_bytes{dimension="memory"}[2m] | asks prodhealth_prometheus_resident_memory_bytes for a label that it has not
        prodhealth_prometheus_resident_memory_bytes[2m] | prodhealth_prometheus_capacity_ratio{dimension="disk"}[2m] | asks prodhealth_prometheus_capacity_ratio for a value that dimension never has: disk
        (last_over_time(prodhealth_prometheus_node_allocatable_memory_bytes[2m])) > 0 | (last_over_time(prodhealth_prometheus_node_allocatable_memory_bytes[2m])) | divides by what may be 0
        (last_over_time(prodhealth_prometheus_resident_memory_bytes[2m])) | (present_over_time(prodhealth_prometheus_resident_memory_bytes[5m])) | calls what is not allowed here: present_over_time
        (last_over_time(prodhealth_prometheus_resident_memory_bytes[2m])) | (topk(1, prodhealth_prometheus_resident_memory_bytes)) | calls what is not allowed here: topk
        resident_memory_bytes[2m] | resident_memory_bytes[2m] offset -5m | looks at other times
        resident_memory_bytes[2m] | resident_memory_bytes[2m] @ 0 | looks at other times
        (last_over_time(prodhealth_prometheus_resident_memory_bytes[2m])) | (max_over_time(prodhealth_prometheus_resident_memory_bytes[5m])) | smooths over time and waits
        (last_over_time(prodhealth_prometheus_resident_memory_bytes[2m])) | (prodhealth_prometheus_resident_memory_bytes) | is cut when another replica takes over
        """)
    void each_fault_of_an_expression_is_found(String right, String wrong, String fault) {
        Rule broken = with(GOOD, expr -> expr.replace(right, wrong));

        assertThat(broken.expr()).isNotEqualTo(GOOD.expr());
        assertThat(RuleFaults.of(broken, recorded())).anyMatch(found -> found.startsWith(fault));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
        severity | warning | has a severity that does not fit who is told
        notify | everybody | has a severity that does not fit who is told
        notify | {{ $value }} | has a label that changes with every value
        product | other | does not name the product
        team | ml | has other labels
        """)
    void each_fault_of_a_label_is_found(String label, String value, String fault) {
        assertThat(RuleFaults.of(labelled(GOOD, label, value), recorded())).anyMatch(found -> found.startsWith(fault));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
        summary | Memory is {{ $value }}. | has a summary that is not constant
        summary | no sentence | has a text that is not one short sentence
        description | Prometheus uses {{ $value }} of its memory. | shows a ratio as a bare number
        runbook_url | https://example.com/CortexOther.md | has the runbook of another alert
        dashboard_url | https://example.com/ | has no dashboard
        dashboard_url | /d/prodhealth-api?var-api_name={{ $labels.api_name }} | has a link that a name in the cluster can break
        message | more | has an annotation of its own
        """)
    void each_fault_of_a_text_is_found(String name, String text, String fault) {
        assertThat(RuleFaults.of(annotated(GOOD, name, text), recorded())).anyMatch(found -> found.startsWith(fault));
    }

    @Test
    void a_name_that_fits_no_alert_is_found() {
        Rule.Alerting named =
                new Rule.Alerting("memory_pressure", GOOD.expr(), GOOD.hold(), "", GOOD.labels(), GOOD.annotations());

        assertThat(RuleFaults.of(named, recorded())).contains("is not named like an alert of these");
    }

    @Test
    void every_alert_has_a_runbook_and_every_runbook_an_alert() throws IOException {
        assertThat(runbooks())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(alerts().map(Rule::name), POSTED.stream()).collect(Collectors.toSet()));
    }

    @Test
    void a_runbook_says_who_is_told_as_its_rules_do() throws IOException {
        Map<String, Set<String>> told = alerts().collect(Collectors.groupingBy(
                Rule.Alerting::name, Collectors.mapping(Rule.Alerting::notified, Collectors.toSet())));
        for (Map.Entry<String, Set<String>> alert : told.entrySet()) {
            String words = Files.readAllLines(Path.of("alerts/runbooks", alert.getKey() + ".md"))
                    .get(2);
            assertThat(words(words)).as(alert.getKey()).isEqualTo(alert.getValue());
        }
    }

    private static Set<String> words(String line) {
        String told = line.substring(2, line.indexOf(".**")).toLowerCase(java.util.Locale.ROOT);
        return Arrays.stream(told.split(" or ", -1))
                .map(word -> word.equals("nobody") ? "none" : word)
                .collect(Collectors.toSet());
    }

    @Test
    void every_practice_is_told_by_the_alert_that_it_names() {
        for (io.prodhealth.practice.Rule practice : Practices.rules()) {
            Set<String> telling = alerts().filter(alert -> tells(alert, practice.id()))
                    .map(Rule::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(telling).as(practice.id()).containsExactly(PracticeAlerts.of(practice.id()));
        }
    }

    /** By what it selects, or because it stands on the signal that the practice reads. */
    private static boolean tells(Rule.Alerting alert, String practice) {
        return new Promql(alert.expr())
                        .selectors().stream()
                                .filter(selector -> selector.name().equals("prodhealth_finding"))
                                .flatMap(selector -> selector.asked().stream())
                                .filter(asked -> asked.label().equals("practice"))
                                .anyMatch(asked ->
                                        List.of(asked.value().split("\\|", -1)).contains(practice))
                || List.of(alert.annotations().getOrDefault("practice", "").split(", ", -1))
                        .contains(practice);
    }

    @Test
    void what_a_practice_expects_is_told_in_its_own_words() {
        for (io.prodhealth.practice.Rule practice : Practices.rules()) {
            alerts().filter(alert -> alert.expr().contains("prodhealth_finding"))
                    .filter(alert -> alert.name().equals(PracticeAlerts.of(practice.id())))
                    .filter(alert -> tells(alert, practice.id()))
                    .forEach(alert -> assertThat(alert.annotations())
                            .hasEntrySatisfying(
                                    "description",
                                    text -> assertThat(text)
                                            .contains("eq $labels.practice \"" + practice.id() + "\" }}Expected: "
                                                    + practice.summary()))
                            .hasEntrySatisfying(
                                    "guide",
                                    heading -> assertThat(heading)
                                            .isEqualTo(practice.section().heading())));
        }
    }

    @Test
    void a_configuration_practice_never_pages() {
        assertThat(alerts().filter(alert -> alert.expr().contains("prodhealth_finding")))
                .isNotEmpty()
                .allMatch(alert -> Set.of("ticket", "digest").contains(alert.notified()));
        assertThat(Arrays.stream(Section.values()).map(Section::heading)).doesNotContain("");
    }

    @Test
    void the_whole_catalogue_is_there() throws IOException {
        String catalogue = Files.readString(Path.of("src-test/resources/alerts/catalogue.txt"));

        assertThat(Stream.concat(alerts().map(Rule::name), POSTED.stream()).collect(Collectors.toSet()))
                .containsAll(
                        Pattern.compile("\\s+").splitAsStream(catalogue.strip()).toList());
    }

    @Test
    void names_of_groups_are_unique() {
        assertThat(RuleFiles.all().stream()
                        .flatMap(file -> file.groups().stream())
                        .map(RuleFile.Group::name))
                .doesNotHaveDuplicates();
    }

    private static Stream<Rule> rules() {
        return RuleFiles.all().stream().flatMap(RuleFile::rules);
    }

    private static Stream<Rule.Alerting> alerts() {
        return RuleFiles.all().stream().flatMap(RuleFile::alerts);
    }

    private static Set<String> recorded() {
        return rules().filter(Rule.Recording.class::isInstance).map(Rule::name).collect(Collectors.toSet());
    }

    private static Set<String> runbooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("alerts/runbooks"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .map(name -> name.replace(".md", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Rule.Alerting with(Rule.Alerting alert, UnaryOperator<String> expr) {
        return new Rule.Alerting(
                alert.name(), expr.apply(alert.expr()), alert.hold(), "", alert.labels(), alert.annotations());
    }

    private static Rule.Alerting labelled(Rule.Alerting alert, String label, String value) {
        return new Rule.Alerting(
                alert.name(), alert.expr(), alert.hold(), "", put(alert.labels(), label, value), alert.annotations());
    }

    private static Rule.Alerting annotated(Rule.Alerting alert, String name, String text) {
        return new Rule.Alerting(
                alert.name(), alert.expr(), alert.hold(), "", alert.labels(), put(alert.annotations(), name, text));
    }

    private static Map<String, String> put(Map<String, String> map, String key, String value) {
        Map<String, String> changed = new java.util.LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }
}
