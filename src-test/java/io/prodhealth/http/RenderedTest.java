package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Report;
import io.prodhealth.report.Samples;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenderedTest {

    private final Report sample = Samples.healthy();
    private final AtomicInteger written = new AtomicInteger();
    private Evaluation evaluation = sample.evaluation();
    private Instant now = Samples.NOW;

    private final Rendered rendered = new Rendered(
            new Results(
                    () -> evaluation,
                    sample::sources,
                    sample::kinds,
                    sample::alerting,
                    sample::leadership,
                    () -> new Readyz(true, ""),
                    sample::config,
                    (accept, gzip, names) -> new Exposition.Page("", false, new byte[0]),
                    List::of,
                    sample.build(),
                    clock(() -> now)),
            report -> new byte[] {(byte) written.incrementAndGet()});

    @Test
    void however_many_ask_it_is_written_once() {
        byte[] first = rendered.now().plain();

        assertThat(rendered.now().plain()).isSameAs(first);
        assertThat(written).hasValue(1);
    }

    @Test
    void a_new_evaluation_is_written_at_once() {
        rendered.now();
        evaluation = Samples.incident().evaluation();

        assertThat(rendered.now().plain()).containsExactly(2);
    }

    @Test
    void after_a_second_the_ages_in_it_are_no_longer_true() {
        rendered.now();
        now = now.plusMillis(999);
        assertThat(rendered.now().plain()).containsExactly(1);

        now = now.plusMillis(1);
        assertThat(rendered.now().plain()).containsExactly(2);
    }

    @Test
    void a_clock_set_back_does_not_keep_it_for_hours() {
        rendered.now();
        now = now.minusSeconds(7_200);

        assertThat(rendered.now().plain()).containsExactly(2);
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
