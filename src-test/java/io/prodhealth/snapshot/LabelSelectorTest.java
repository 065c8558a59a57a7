package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.snapshot.LabelSelector.Operator;
import io.prodhealth.snapshot.LabelSelector.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    private static final List<String> KEYS = List.of("a", "b", "c.d/e", "in", "notin");
    private static final List<String> VALUES = List.of("", "x", "y", "in", "x.y_z-1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=x | true", "a==x | true", "a!=x | false", "b!=x | true", "a in (x,y) | true", "a in (y) | false",
                "a notin (x) | false", "b notin (x) | true", "a | true", "!a | false", "!b | true", "b | false",
                "a=x,!b | true", "a=x,b | false", " a = x , ! b | true", "a in ( x , y ),b notin (z) | true",
                        "a in () | false"
            })
    void a_selector_reads_as_in_kubernetes(String text, boolean matches) {
        assertThat(LabelSelector.parse(text).matches(Map.of("a", "x"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "a=x,",
                "=x",
                "a=x=y",
                "a in x",
                "a in (x",
                "a in x)",
                "a in (x))",
                "a in ((x))",
                "a<1",
                "!a=x",
                "a=-x",
                "-a",
                "A/",
                "UPPER/a",
                "a b",
                "a=x y",
                "a in (x y)",
                "ä"
            })
    void what_is_none_is_refused_by_name(String text) {
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a label ");
    }

    @Property
    void a_selector_matches_what_each_of_its_requirements_matches(
            @ForAll("requirements") List<Requirement> requirements, @ForAll("labels") Map<String, String> labels) {
        String text = requirements.stream().map(LabelSelectorTest::print).collect(Collectors.joining(","));

        assertThat(LabelSelector.parse(text).matches(labels))
                .isEqualTo(requirements.stream().allMatch(requirement -> matches(requirement, labels)));
    }

    @Property
    void any_text_is_a_selector_or_refused(@ForAll String text) {
        try {
            assertThat(LabelSelector.parse(text).requirements()).isNotEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not a label ");
        }
    }

    @Test
    void a_long_text_is_refused_quickly() {
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String unit : List.of("a.", "a-", "a/", " ", "(", "a in (", "1")) {
                String text = unit.repeat(5_000) + "!";
                assertThatThrownBy(() -> LabelSelector.parse(text)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    private static boolean matches(Requirement requirement, Map<String, String> labels) {
        boolean there = labels.containsKey(requirement.key());
        boolean among = there && requirement.values().contains(labels.get(requirement.key()));
        return switch (requirement.operator()) {
            case IN -> among;
            case NOT_IN -> !among;
            case EXISTS -> there;
            case ABSENT -> !there;
        };
    }

    private static String print(Requirement requirement) {
        String key = requirement.key();
        return switch (requirement.operator()) {
            case EXISTS -> key;
            case ABSENT -> "!" + key;
            case IN -> key + " in (" + String.join(",", requirement.values()) + ")";
            case NOT_IN ->
                requirement.values().size() == 1
                        ? key + "!=" + requirement.values().iterator().next()
                        : key + " notin (" + String.join(", ", requirement.values()) + ")";
        };
    }

    @Provide
    Arbitrary<List<Requirement>> requirements() {
        Arbitrary<Set<String>> values =
                Arbitraries.of(VALUES).set().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(KEYS), Arbitraries.of(Operator.class), values)
                .as((key, operator, some) -> new Requirement(
                        key, operator, operator == Operator.IN || operator == Operator.NOT_IN ? some : Set.of()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.of(VALUES)).ofMaxSize(4);
    }
}
