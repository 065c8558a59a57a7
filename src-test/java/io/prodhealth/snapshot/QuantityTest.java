package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "200m, 0.2",
        "1, 1",
        "1.5, 1.5",
        "2560Mi, 2684354560",
        "16082888Ki, 16468877312",
        "1e3, 1000",
        "1E3, 1000",
        "1e-3, 0.001",
        "1E, 1e18",
        "2Ei, 2305843009213693952",
        "5k, 5000",
        "12M, 12e6",
        "1G, 1e9",
        "1T, 1e12",
        "1P, 1e15",
        "604323n, 0.000604323",
        "7u, 0.000007",
        "-1, -1",
        "+2, 2"
    })
    void quantities_are_read_as_kubernetes_writes_them(String text, double expected) {
        assertThat(Quantity.parse(text)).isCloseTo(expected, within(Math.abs(expected) * 1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "m", "1K", "1 Gi", "1ki", "1e", "1e999", "NaN", "Infinity", "0x1p3", "1.2.3", "1Gi ", "１"})
    void any_other_text_is_nothing(String text) {
        assertThat(Quantity.parse(text)).isZero();
    }

    @Property
    void no_text_gives_more_than_a_number(@ForAll String text) {
        assertThat(Quantity.parse(text)).isFinite();
    }
}
