package io.prodhealth.practice.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0/8",
                "256.0.0.0/8",
                "10.0.0.0/33",
                "a.b.c.d/8",
                "1::2::3/8",
                "::/129",
                "sg-1"
            })
    void what_is_no_range_is_none(String text) {
        assertThat(Cidr.of(text)).isEmpty();
    }

    @Test
    void halves_and_quarters_are_everything_and_a_gap_is_not() {
        assertThat(Cidr.everywhere(ranges("0.0.0.0/0"))).isTrue();
        assertThat(Cidr.everywhere(ranges("203.0.113.0/24", "::/0"))).isTrue();
        assertThat(Cidr.everywhere(ranges("128.0.0.0/1", "0.0.0.0/1"))).isTrue();
        assertThat(Cidr.everywhere(ranges("64.0.0.0/2", "0.0.0.0/2", "128.0.0.0/1")))
                .isTrue();
        assertThat(Cidr.everywhere(ranges("::/1", "8000::/1"))).isTrue();
        assertThat(Cidr.everywhere(ranges("0.0.0.0/2", "128.0.0.0/1"))).isFalse();
        assertThat(Cidr.everywhere(ranges("0.0.0.0/1", "8000::/1"))).isFalse();
        assertThat(Cidr.everywhere(List.of())).isFalse();
    }

    @Test
    void a_range_is_within_two_neighbours_that_make_it() {
        Cidr whole = Cidr.of("10.0.0.0/23").orElseThrow();

        assertThat(whole.within(ranges("10.0.0.0/24", "10.0.1.0/24"))).isTrue();
        assertThat(whole.within(ranges("10.0.0.0/24"))).isFalse();
    }

    @Test
    void private_ranges_are_those_that_nobody_routes() {
        assertThat(Cidr.of("10.1.2.0/24").orElseThrow().isPrivate()).isTrue();
        assertThat(Cidr.of("172.32.0.0/16").orElseThrow().isPrivate()).isFalse();
        assertThat(Cidr.of("8.0.0.0/6").orElseThrow().isPrivate()).isFalse();
    }

    @Property
    void every_range_contains_its_halves(
            @ForAll @IntRange(max = 255) int octet, @ForAll @IntRange(max = 31) int prefix) {
        Cidr range = Cidr.of(octet + ".7.7.7/" + prefix).orElseThrow();
        Cidr half = new Cidr(32, range.first(), prefix + 1);

        assertThat(range.contains(half)).isTrue();
        assertThat(half.contains(range)).isFalse();
    }

    @Property
    void no_text_breaks_it(@ForAll String text) {
        assertThat(Cidr.of(text + "/8")).isNotNull();
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::of).flatMap(Optional::stream).toList();
    }
}
