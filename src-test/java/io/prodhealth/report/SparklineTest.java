package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SparklineTest {

    private static final float GAP = Float.NaN;
    private static final float[] NONE = {};

    @Test
    void a_line_goes_from_zero_at_the_bottom_to_the_most_at_the_top() {
        assertThat(drawn(0, 2, 4)).contains("d=\"M0 22.5L2 12L4 1.5\"").contains("viewBox=\"0 0 4 24\"");
    }

    @Test
    void a_gap_is_not_drawn_over() {
        assertThat(drawn(1, 1, GAP, 1, 1)).contains("d=\"M0 1.5L2 1.5M6 1.5L8 1.5\"");
        assertThat(drawn(GAP, Float.POSITIVE_INFINITY, 1, 1)).contains("d=\"M4 1.5L6 1.5\"");
    }

    @Test
    void a_value_alone_is_seen() {
        assertThat(drawn(3, GAP, 3)).contains("d=\"M0 1.5h1M4 1.5h-1\"");
    }

    @Test
    void what_does_not_change_needs_two_points() {
        assertThat(drawn(5, 5, 5, 5, 5)).contains("d=\"M0 1.5L8 1.5\"");
        assertThat(drawn(0, 0, 0)).contains("d=\"M0 22.5L4 22.5\"");
    }

    @Test
    void it_says_in_words_what_it_shows() {
        assertThat(drawn(1, 3, 2))
                .contains("aria-label=\"Ready in the last hour: now 2 pods, between 1 pods and 3 pods\"");
        assertThat(drawn(2, 2)).contains("Ready in the last hour: now 2 pods, without change");
        assertThat(drawn(2, GAP)).contains("Ready in the last hour: now not known, before 2 pods");
        assertThat(drawn(GAP, GAP))
                .contains("Ready in the last hour: not known")
                .doesNotContain("<path");
        assertThat(drawn()).contains("Ready in the last hour: not known");
    }

    @Test
    void what_is_wanted_is_a_line_of_the_same_scale_and_is_said() {
        assertThat(written(new float[] {1, 1}, new float[] {4, 4}))
                .contains(
                        "class=\"wanted\" d=\"M0 1.5L2 1.5\"",
                        "class=\"is\" d=\"M0 17.3L2 17.3\"",
                        "; wanted 4 pods\"");
    }

    @Test
    void what_is_below_zero_stays_within_the_frame() {
        assertThat(drawn(-1, -2)).contains("d=\"M0 22.5L2 22.5\"");
    }

    private static String drawn(float... minutes) {
        return written(minutes, NONE);
    }

    private static String written(float[] minutes, float[] wanted) {
        Html html = new Html();
        Sparkline.write(html, "Ready", minutes, wanted, value -> Math.round(value) + " pods");
        return new String(html.bytes(), StandardCharsets.UTF_8);
    }
}
