package io.prodhealth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {

    @ParameterizedTest
    @CsvSource({"1h,1m", "5m,5s", "1d,24m", "30s,500ms", "1h30m,1m30s", "2w,5h36m", "0s,0s", "1y,6d2h"})
    void a_time_is_shortened(String given, String shorter) {
        assertThat(new TimeScale(60).duration(given)).isEqualTo(shorter);
    }

    @Test
    void what_is_not_said_stays_unsaid() {
        assertThat(new TimeScale(60).duration("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rate(x[5m]) > 300 | rate(x[5s]) > 300
        count_over_time((x == 1)[6h:1m]) > 0.8 * 360 | count_over_time((x == 1)[6m:1s]) > 0.8 * 360
        max_over_time(x[1h:]) | max_over_time(x[1m:])
        x offset 1d == 1 | x offset 24m == 1
        x{a="[5m]", b=~"api-[^.]+", c="\\"[1h]"}[1h] | x{a="[5m]", b=~"api-[^.]+", c="\\"[1h]"}[1m]
        time() - x > 3 * 60 | time() - x > 3 * 60
        """)
    void windows_are_shortened_and_numbers_and_texts_are_not(String given, String shorter) {
        assertThat(new TimeScale(60).expression(given)).isEqualTo(shorter);
    }

    @Test
    void a_scale_of_one_changes_no_rule() {
        for (RuleFile file : RuleFiles.all()) {
            assertThat(file.rules().map(rule -> TimeScale.parse(new TimeScale(1).duration(hold(rule)))))
                    .isEqualTo(file.rules()
                            .map(rule -> TimeScale.parse(hold(rule)))
                            .toList());
            assertThat(file.rules().map(rule -> new TimeScale(1).expression(rule.expr())))
                    .isEqualTo(file.rules().map(Rule::expr).toList());
        }
    }

    private static String hold(Rule rule) {
        return rule instanceof Rule.Alerting alert ? alert.hold() : "";
    }

    @Property
    void a_time_that_is_written_is_read_as_it_was(@ForAll @LongRange(min = 0, max = 100_000_000_000L) long millis) {
        String written = new TimeScale(1).duration(millis + "ms");

        assertThat(TimeScale.parse(written)).isEqualTo(Duration.ofMillis(millis));
    }
}
