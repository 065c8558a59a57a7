package io.prodhealth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The arrows between the packages as rules, see the drawing in the package documentation.
 *
 * @param root the package the arrows hold in: the agent's own, or the one whose classes break every rule once
 */
record Architecture(String root) {

    /** Every rule, in the order of the drawing. A package that does not exist yet breaks none. */
    List<ArchRule> rules() {
        return Stream.of(
                        coreKnowsNoClientLibrary(),
                        snapshotIsMadeOfTheJdkAlone(),
                        sourceOnlyObserves(),
                        practiceSeesOnlyWhatIsKnown(),
                        signalSeesOnlyTheSnapshot(),
                        onlyTheWiringSeesSources(),
                        nothingSeesTheWiring(),
                        noCycles(),
                        onlyTheCommandLinePrints(),
                        noVagueNames(),
                        everyPackageIsNullMarked())
                .map(rule -> rule.allowEmptyShould(true))
                .toList();
    }

    private ArchRule coreKnowsNoClientLibrary() {
        return noClasses()
                .that(in("snapshot", "practice", "signal", "metrics"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.vertx..", "software.amazon..")
                .as("snapshot, practice, signal and metrics know no client library");
    }

    private ArchRule snapshotIsMadeOfTheJdkAlone() {
        return classes()
                .that(in("snapshot"))
                .should()
                .onlyDependOnClassesThat(in("snapshot").or(resideInAnyPackage("java..", "org.jspecify..")))
                .as("snapshot is made of the JDK alone");
    }

    private ArchRule sourceOnlyObserves() {
        return noClasses()
                .that(in("source"))
                .should()
                .dependOnClassesThat(in("signal", "practice", "http", "cli", "report"))
                .as("source only observes");
    }

    /** The configuration hands practices their numbers: they do not see it, or both would see each other. */
    private ArchRule practiceSeesOnlyWhatIsKnown() {
        return classes()
                .that(in("practice"))
                .should()
                .onlyDependOnClassesThat(
                        in("practice", "snapshot", "signal", "metrics").or(not(ours())))
                .as("practice sees only the snapshot, the signals and metrics");
    }

    private ArchRule signalSeesOnlyTheSnapshot() {
        return classes()
                .that(in("signal"))
                .should()
                .onlyDependOnClassesThat(in("signal", "snapshot", "metrics").or(not(ours())))
                .as("signal sees only the snapshot and metrics");
    }

    /** Implies that http and report carry results only; how a source is doing is one. */
    private ArchRule onlyTheWiringSeesSources() {
        DescribedPredicate<JavaClass> status = simpleName("SourceStatus")
                .or(simpleName("KindStatus"))
                .or(simpleName("FailureReason"))
                .forSubtype();
        return noClasses()
                .that(ours().and(not(in("source")).and(not(wiring()))))
                .should()
                .dependOnClassesThat(in("source").and(not(status)))
                .as("only the wiring sees source");
    }

    private ArchRule nothingSeesTheWiring() {
        return noClasses()
                .that(ours().and(not(wiring())))
                .should()
                .dependOnClassesThat(wiring())
                .as("nothing sees the wiring");
    }

    /** Between the packages directly below the root, and the root itself. */
    private ArchRule noCycles() {
        SliceAssignment topLevel = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                if (!ours().test(type)) {
                    return SliceIdentifier.ignore();
                }
                String below = type.getPackageName().substring(root.length());
                return SliceIdentifier.of(below.isEmpty() ? "root" : below.split("\\.", -1)[1]);
            }

            @Override
            public String getDescription() {
                return "the packages directly below " + root;
            }
        };
        return CompositeArchRule.of(slices().assignedFrom(topLevel)
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true))
                .as("no package cycles");
    }

    private ArchRule onlyTheCommandLinePrints() {
        return noClasses()
                .that(ours().and(not(wiring())))
                .should(ACCESS_STANDARD_STREAMS)
                .as("only the command line prints");
    }

    private ArchRule noVagueNames() {
        return noClasses()
                .that(ours())
                .should()
                .haveNameMatching(".*(Util|Utils|Manager|Impl)")
                .as("no class is named Util, Utils, Manager or Impl");
    }

    ArchRule everyPackageIsNullMarked() {
        ArchCondition<JavaClass> nullMarked = new ArchCondition<>("be in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type,
                        type.getPackage().isAnnotatedWith(NullMarked.class),
                        type.getName() + " is in a package without @NullMarked in its package-info"));
            }
        };
        return classes().that(ours()).should(nullMarked).as("every package is @NullMarked");
    }

    private DescribedPredicate<JavaClass> wiring() {
        return resideInAPackage(root).or(in("cli"));
    }

    private DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(root + "..");
    }

    private DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(
                Stream.of(packages).map(name -> root + "." + name + "..").toArray(String[]::new));
    }
}
