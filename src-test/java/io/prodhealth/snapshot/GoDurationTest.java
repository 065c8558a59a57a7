package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "1m2.3s, PT1M2.3S",
        "15.006515583s, PT15.006515583S",
        "834.5ms, PT0.8345S",
        "12µs, PT0.000012S",
        "12us, PT0.000012S",
        "7ns, PT0.000000007S",
        "1h0m0s, PT1H",
        "0s, PT0S",
        "2562047h, PT2562047H"
    })
    void durations_are_read_as_go_prints_them(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "1 s", "-1s", "1s ", "1d", "1.s", "1,5s", "9999999999999h", "１s", "1s1", "1e3s"})
    void any_other_text_is_none(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Property
    void what_go_prints_is_read_back(@ForAll @LongRange(max = 8_000_000_000_000_000L) long nanos) {
        assertThat(GoDuration.parse(print(nanos))).contains(Duration.ofNanos(nanos));
    }

    @Property
    void no_text_is_too_odd(@ForAll String text) {
        GoDuration.parse(text);
    }

    /** As Go's {@code Duration.String} does for a second and more. */
    private static String print(long nanos) {
        long hours = nanos / 3_600_000_000_000L;
        long minutes = nanos / 60_000_000_000L % 60;
        String seconds =
                java.math.BigDecimal.valueOf(nanos % 60_000_000_000L, 9).toPlainString() + "s";
        return hours > 0 ? hours + "h" + minutes + "m" + seconds : minutes > 0 ? minutes + "m" + seconds : seconds;
    }
}
