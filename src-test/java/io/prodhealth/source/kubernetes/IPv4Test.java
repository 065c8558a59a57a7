package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IPv4Test {

    @Property
    void every_address_is_its_four_octets(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c,
            @ForAll @IntRange(max = 255) int d) {
        int address = IPv4.parse(a + "." + b + "." + c + "." + d);

        assertThat(address >>> 24).isEqualTo(a);
        assertThat(address >>> 16 & 255).isEqualTo(b);
        assertThat(address >>> 8 & 255).isEqualTo(c);
        assertThat(address & 255).isEqualTo(d);
    }

    @Property
    void no_text_derails_it(@ForAll String text) {
        IPv4.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.1.1.256",
                "1.2.3.-4",
                "1.2.3.4 ",
                "1.2.3.4:80",
                "99999999999.1.1.1",
                "::1",
                "fe80::1",
                "iris.example"
            })
    void what_is_no_address_is_none(String text) {
        assertThat(IPv4.parse(text)).isZero();
    }
}
