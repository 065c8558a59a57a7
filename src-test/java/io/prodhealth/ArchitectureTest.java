package io.prodhealth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final Architecture AGENT = new Architecture("io.prodhealth");
    private static final Architecture BAD = new Architecture("io.prodhealth.architecture.bad");

    private static final JavaClasses AGENT_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(AGENT.root());
    private static final JavaClasses BAD_CLASSES = new ClassFileImporter().importPackages(BAD.root());

    /** The rules, each with the classes below the bad root that break it. */
    private static final Map<String, Set<String>> BREACHES = Map.ofEntries(
            Map.entry(
                    "snapshot, practice, signal and metrics know no client library",
                    Set.of("snapshot.HoldsAPod", "metrics.RunsVertx")),
            Map.entry("snapshot is made of the JDK alone", Set.of("snapshot.HoldsAPod", "snapshot.SeesMetrics")),
            Map.entry("source only observes", Set.of("source.Judges")),
            Map.entry("practice sees only the snapshot, the signals and metrics", Set.of("practice.Observes")),
            Map.entry("signal sees only the snapshot and metrics", Set.of("signal.Serves")),
            Map.entry("only the wiring sees source", Set.of("practice.Observes", "http.Observes", "report.Observes")),
            Map.entry("nothing sees the wiring", Set.of("report.Wires", "http.Wires")),
            Map.entry("no package cycles", Set.of("source.Judges", "practice.Observes")),
            Map.entry("only the command line prints", Set.of("http.Prints")),
            Map.entry(
                    "no class is named Util, Utils, Manager or Impl",
                    Set.of("config.TextUtil", "config.TextUtils", "config.TextManager", "config.TextImpl")),
            Map.entry("every package is @NullMarked", Set.of("unmarked.Unmarked")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("agentRules")
    void the_agent_keeps(ArchRule rule) {
        rule.check(AGENT_CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRules")
    void a_breach_is_reported(ArchRule rule) {
        List<String> details = rule.evaluate(BAD_CLASSES).getFailureReport().getDetails();
        String report = String.join("\n", details);

        Set<String> named = BAD_CLASSES.stream()
                .map(type -> type.getName().substring(BAD.root().length() + 1))
                .filter(name -> report.lines().anyMatch(line -> startsWithClass(line.strip(), name)))
                .collect(Collectors.toSet());

        assertThat(named).as(report).isEqualTo(BREACHES.get(rule.getDescription()));
    }

    @Test
    void every_package_of_the_tests_is_null_marked_too() {
        JavaClasses all = new ClassFileImporter()
                .importPackages(AGENT.root())
                .that(not(resideInAnyPackage(BAD.root() + ".unmarked", "..jmh_generated..")));

        AGENT.everyPackageIsNullMarked().check(all);
    }

    private static boolean startsWithClass(String line, String name) {
        return line.matches("(- )?(Class|Constructor|Method|Field|Static Initializer)? ?<?\\Q" + BAD.root() + "." + name
                + "\\E\\b.*");
    }

    private static Stream<ArchRule> agentRules() {
        return AGENT.rules().stream();
    }

    private static Stream<ArchRule> badRules() {
        return BAD.rules().stream();
    }
}
