package io.prodhealth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.source.kubernetes.FuzzedParsers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FuzzTest {

    private static final long SEED = 20_260_115;

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void ten_thousand_mutated_inputs_are_read_or_refused(String name) {
        Fuzzing fuzzing = new Fuzzing(target(name), SEED);

        List<Fuzzing.Failure> failures = LongStream.range(0, 10_000)
                .mapToObj(fuzzing::read)
                .map(Fuzzing.Outcome::failure)
                .flatMap(Optional::stream)
                .limit(3)
                .toList();

        assertThat(failures).isEmpty();
    }

    /** Inputs that are all refused at the first look, or none of them, would prove nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void some_inputs_are_understood_and_some_are_not(String name) {
        Fuzzing fuzzing = new Fuzzing(target(name), SEED);

        long understood = LongStream.range(0, 1_000)
                .mapToObj(fuzzing::read)
                .filter(Fuzzing.Outcome::understood)
                .count();

        assertThat(understood).isBetween(20L, 999L);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void the_samples_themselves_are_read(String name) {
        assertThat(target(name).samples()).isNotEmpty().allMatch(target(name).parser());
    }

    @Test
    void the_same_seed_gives_the_same_inputs_and_few_of_them_twice() {
        FuzzTarget target = FuzzedParsers.all().getFirst();
        Set<String> inputs = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String input = new Fuzzing(target, SEED).input(i);
            assertThat(new Fuzzing(target, SEED).input(i)).isEqualTo(input);
            inputs.add(input);
        }

        assertThat(inputs).hasSizeGreaterThan(150);
    }

    @Test
    void a_parser_that_falls_is_reported_with_its_input() {
        FuzzTarget falls = new FuzzTarget("falls", List.of("0123456789"), text -> {
            if (!text.startsWith("0123")) {
                throw new IllegalStateException("as it should");
            }
            return true;
        });

        List<Fuzzing.Failure> failures = LongStream.range(0, 200)
                .mapToObj(new Fuzzing(falls, SEED)::read)
                .flatMap(outcome -> outcome.failure().stream())
                .toList();

        assertThat(failures).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.input()).doesNotStartWith("0123");
            assertThat(failure.cause()).hasMessage("as it should");
        });
    }

    private static Stream<String> targets() {
        return FuzzedParsers.all().stream().map(FuzzTarget::name);
    }

    private static FuzzTarget target(String name) {
        return FuzzedParsers.all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
