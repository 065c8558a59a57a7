package io.prodhealth.signal.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CounterTest {

    private Instant now = Instant.parse("2026-01-15T09:00:00Z");
    private Counter counter = Counter.start(now, 1000);
    private Counter.Step last = new Counter.Step(counter, 0, false);

    @Test
    void a_rise_is_what_was_counted() {
        assertThat(read(1007)).isEqualTo(7);
        assertThat(last.uncertain()).isFalse();
        assertThat(read(1007)).isZero();
    }

    @Test
    void the_end_of_a_pod_counts_nothing_but_may_hide_something() {
        assertThat(read(400)).isZero();
        assertThat(last.uncertain()).isTrue();
        read(400);
        assertThat(last.uncertain()).isFalse();
    }

    @Test
    void a_pod_that_could_not_be_scraped_for_a_moment_has_counted_only_what_is_new() {
        read(400);
        assertThat(read(1000)).isZero();
        assertThat(last.uncertain()).isFalse();

        read(400);
        assertThat(read(1003)).isEqualTo(3);
    }

    @Test
    void pods_that_come_back_one_after_the_other_count_nothing_for_certain() {
        read(0);
        assertThat(read(600)).isZero();
        assertThat(last.uncertain()).isTrue();
        assertThat(read(1000)).isZero();
    }

    @Test
    void new_pods_count_from_their_second_rise_on() {
        read(0);
        read(3);
        assertThat(read(5)).isEqualTo(2);
        assertThat(read(9)).isEqualTo(4);
    }

    @Test
    void after_prometheus_has_forgotten_what_fell_every_rise_counts() {
        read(0);
        for (int i = 0; i < 21; i++) {
            read(0);
        }

        assertThat(read(2)).isEqualTo(2);
    }

    @Property
    void never_more_is_counted_than_it_has_risen(@ForAll @Size(max = 50) List<@IntRange(max = 1000) Integer> values) {
        counter = Counter.start(now, 1000);
        double counted = 0;
        double risen = 0;
        double before = 1000;
        for (int value : values) {
            counted += read(value);
            risen += Math.max(0, value - before);
            before = value;
            assertThat(counted).isBetween(0.0, risen);
        }
    }

    private double read(double value) {
        now = now.plusSeconds(15);
        last = counter.with(now, value);
        counter = last.counter();
        return last.counted();
    }
}
