package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @Property(tries = 5000)
    void a_moment_is_read_as_the_jdk_reads_it(@ForAll @LongRange(min = 1, max = 4_102_444_800L) long second) {
        Instant instant = Instant.ofEpochSecond(second);

        assertThat(Moment.millis(instant.toString())).isEqualTo(instant.toEpochMilli());
        assertThat(Moment.instant(instant.toString())).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "2026-01-31T00:00:00Z, 2026-01-31T00:00:00Z",
        "2026-01-15T09:00:00.123456Z, 2026-01-15T09:00:00.123Z",
        "2026-01-15T09:00:00+02:00, 2026-01-15T07:00:00Z",
        "1970-01-01T00:00:01Z, 1970-01-01T00:00:01Z"
    })
    void every_form_of_a_moment_is_read(String text, Instant expected) {
        assertThat(Moment.millis(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-15T25:00:00Z",
                "2026-01-15T09:60:00Z",
                "2026-01-15T09:00:60Z",
                "2026x01x15T09x00x00Z",
                "2026-01-15t09:00:00z ",
                "yesterday",
                "+999999999-12-31T23:59:59Z",
                "99999-01-01T00:00:00Z"
            })
    void what_is_absent_or_absurd_is_never(String text) {
        assertThat(Moment.millis(text)).isZero();
        assertThat(Moment.instant(text)).isNull();
    }

    @Property(tries = 5000)
    void a_text_of_the_usual_length_is_a_moment_only_where_the_jdk_says_so(@ForAll("nearlyMoments") String text) {
        assertThat(Moment.millis(text)).isEqualTo(expected(text));
    }

    private static long expected(String text) {
        try {
            return Math.max(0, Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** A moment of which a few characters are others. */
    @Provide
    Arbitrary<String> nearlyMoments() {
        Arbitrary<Character> others =
                Arbitraries.of('0', '1', '2', '3', '5', '6', '9', '-', ':', 'T', 'Z', ' ', '/', ';');
        return Arbitraries.maps(Arbitraries.integers().between(0, 18), others)
                .ofMaxSize(3)
                .map(changes -> {
                    StringBuilder text = new StringBuilder("2026-01-15T09:00:00Z");
                    changes.forEach(text::setCharAt);
                    return text.toString();
                });
    }
}
