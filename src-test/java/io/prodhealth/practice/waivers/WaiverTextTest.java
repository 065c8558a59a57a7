package io.prodhealth.practice.waivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WaiverTextTest {

    @Test
    void the_parts_may_come_in_any_order_and_the_reason_may_hold_more_semicolons() {
        WaiverText text = WaiverText.of(" until=2026-12-31;legacy client; moves in March ; owner= ml team ");

        assertThat(text.problems()).isEmpty();
        assertThat(text.reason()).isEqualTo("legacy client; moves in March");
        assertThat(text.owner()).isEqualTo("ml team");
        assertThat(text.until()).isEqualTo(LocalDate.parse("2026-12-31"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(WaiverText.of("").problems())
                .containsExactly("owner= is missing", "until= is missing", "the reason is missing");
        assertThat(WaiverText.of("why; owner=; owner=b; until=next week").problems())
                .containsExactly("owner= is given twice", "until= is no date like 2027-01-31");
        assertThat(WaiverText.of("why; owner=a; until=2026-02-30").problems())
                .containsExactly("until= is no date like 2027-01-31");
    }

    @Property
    void any_text_is_a_waiver_or_has_a_problem(@ForAll String text) {
        WaiverText read = WaiverText.of(text);

        assertThat(read.problems().isEmpty())
                .isEqualTo(!read.reason().isEmpty() && !read.owner().isEmpty() && read.until() != null);
    }
}
