package io.prodhealth.signal.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.QueueActivity.Minute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MinuteLedgerTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");
    private static final long FIRST = MinuteLedger.minuteOf(START);

    private final MinuteLedger empty = MinuteLedger.start(0, FIRST);

    @Test
    void a_minute_counts_once_however_often_it_is_told() {
        MinuteLedger ledger = empty.with(List.of(minute(0, 5), minute(1, 7)), at(5))
                .with(List.of(minute(0, 5), minute(1, 7), minute(2, 1)), at(6));

        assertThat(ledger.total()).isEqualTo(13);
        assertThat(ledger.next()).isEqualTo(FIRST + 3);
    }

    @Test
    void of_a_correction_only_what_is_added_counts() {
        MinuteLedger ledger = empty.with(List.of(minute(0, 5)), at(5))
                .with(List.of(minute(0, 8)), at(6))
                .with(List.of(minute(0, 3)), at(7));

        assertThat(ledger.total()).isEqualTo(8);
    }

    @Test
    void minutes_before_the_first_sight_tell_and_do_not_count() {
        MinuteLedger ledger = empty.with(List.of(minute(-3, 50), minute(-2, 60)), at(1));

        assertThat(ledger.total()).isZero();
        assertThat(ledger.sum(Long.MIN_VALUE)).isEqualTo(110);
        assertThat(ledger.newestWithSome()).isEqualTo(FIRST - 2);
        assertThat(ledger.oldest()).isEqualTo(FIRST - 3);
    }

    @Test
    void the_first_minute_that_counts_begins_after_the_first_sight() {
        assertThat(MinuteLedger.firstAfter(START)).isEqualTo(FIRST);
        assertThat(MinuteLedger.firstAfter(START.plusNanos(1))).isEqualTo(FIRST + 1);
        assertThat(MinuteLedger.firstAfter(START.plusSeconds(59))).isEqualTo(FIRST + 1);
    }

    @Test
    void what_is_no_number_or_lies_ahead_is_not_counted() {
        MinuteLedger ledger = empty.with(
                List.of(
                        minute(0, Double.NaN),
                        minute(1, Double.POSITIVE_INFINITY),
                        minute(2, -4),
                        minute(1_000_000, 9),
                        minute(3, 2)),
                at(5));

        assertThat(ledger.total()).isEqualTo(2);
        assertThat(ledger.newest()).isEqualTo(FIRST + 3);
    }

    @Test
    void nothing_new_is_the_same_ledger() {
        MinuteLedger ledger = empty.with(List.of(minute(0, 5)), at(5));

        assertThat(ledger.with(List.of(minute(0, 5)), at(6))).isSameAs(ledger);
        assertThat(ledger.with(List.of(), at(6))).isSameAs(ledger);
    }

    @Property
    void in_any_order_and_told_any_number_of_times_the_total_is_that_of_the_minutes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int minutes) {
        Random random = new Random(seed);
        Map<Long, Double> highest = new TreeMap<>();
        MinuteLedger ledger = empty;
        for (int begin = 0; begin < minutes; begin += 1 + random.nextInt(5)) {
            List<Minute> reading = new ArrayList<>();
            // A reading looks back over at most an hour.
            for (int i = 0; i < 8; i++) {
                long minute = Math.max(0, begin - random.nextInt(60));
                double value = Math.max(highest.getOrDefault(minute, 0.0), random.nextInt(20));
                highest.put(minute, value);
                reading.add(minute(minute, value));
                reading.add(minute(minute, value / 2));
            }
            Collections.shuffle(reading, random);
            ledger = ledger.with(reading, at(begin + 1));
        }

        double sum = highest.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(ledger.total()).isCloseTo(sum, within(1e-6));
    }

    private static Instant at(long minute) {
        return START.plusSeconds(minute * 60);
    }

    private static Minute minute(long minute, double value) {
        return new Minute(at(minute), value);
    }
}
