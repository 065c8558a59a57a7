package io.prodhealth.signal.history;

import static io.prodhealth.signal.history.Hour.async;
import static io.prodhealth.signal.history.Hour.realtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Workload IRIS = realtime("iris");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final float GAP = Float.NaN;

    private final Hour hour = new Hour("2026-01-15T09:00:20Z");

    @Test
    void before_the_first_evaluation_there_is_nothing() {
        assertThat(History.NONE.apis()).isEmpty();
        assertThat(History.NONE.api(IRIS)).isEmpty();
        assertThat(History.NONE.families()).isEmpty();
        assertThat(History.NONE.prometheus()).isEmpty();
    }

    @Test
    void the_first_evaluation_is_the_last_of_sixty_points_and_the_others_are_gaps() {
        hour.api(IRIS, 2, 3).evaluate();

        Track track = hour.history.api(IRIS).orElseThrow();
        assertThat(track.measures())
                .containsExactly(Measure.READY, Measure.DESIRED, Measure.IN_FLIGHT, Measure.WAITING);
        assertThat(track.values(Measure.READY)).hasSize(60).endsWith(GAP, 2).containsOnly(GAP, 2);
        assertThat(last(track, Measure.DESIRED, 1)).containsExactly(3);
        assertThat(track.lastMinute()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @Test
    void a_minute_is_what_was_said_last_in_it() {
        hour.api(IRIS, 2, 3).evaluate().api(IRIS, 1, 3).after(Duration.ofSeconds(15));
        hour.api(IRIS, 3, 3).after(Duration.ofSeconds(15)).after(MINUTE);

        assertThat(last(IRIS, Measure.READY, 3)).containsExactly(GAP, 3, 3);
    }

    @Test
    void of_what_waits_a_minute_is_the_most_that_was_said_in_it() {
        hour.api(IRIS, 2, 2).requests(IRIS, 9, OptionalDouble.of(4)).evaluate();
        hour.requests(IRIS, 30, OptionalDouble.of(17.5)).after(Duration.ofSeconds(15));
        hour.requests(IRIS, 5, OptionalDouble.of(0)).after(Duration.ofSeconds(15));

        assertThat(last(IRIS, Measure.WAITING, 1)).containsExactly(17.5f);
        assertThat(last(IRIS, Measure.IN_FLIGHT, 1)).containsExactly(5);

        hour.after(MINUTE);

        assertThat(last(IRIS, Measure.WAITING, 2)).containsExactly(17.5f, 0);
    }

    @Test
    void what_becomes_unknown_is_a_gap_and_never_the_value_before() {
        hour.api(IRIS, 2, 2).requests(IRIS, 9, OptionalDouble.of(4)).evaluate();

        hour.api(IRIS, null, 2).noRequests().after(Duration.ofSeconds(15));
        assertThat(last(IRIS, Measure.READY, 1)).as("in the same minute").containsExactly(GAP);
        assertThat(last(IRIS, Measure.IN_FLIGHT, 1)).containsExactly(GAP);
        assertThat(last(IRIS, Measure.WAITING, 1)).as("so many did wait").containsExactly(4);

        hour.after(MINUTE);
        assertThat(last(IRIS, Measure.READY, 2)).containsExactly(GAP, GAP);
        assertThat(last(IRIS, Measure.WAITING, 2)).containsExactly(4, GAP);
    }

    @Test
    void while_the_apis_are_unknown_they_are_followed_and_nothing_is_said_of_them() {
        hour.api(IRIS, 2, 2).evaluate();

        hour.apisKnown(false).after(MINUTE).apisKnown(true).after(MINUTE);

        assertThat(last(IRIS, Measure.READY, 3)).containsExactly(2, GAP, 2);
    }

    @Test
    void minutes_in_which_nothing_was_evaluated_are_gaps() {
        hour.api(IRIS, 2, 2).evaluate().after(MINUTE.multipliedBy(4));

        assertThat(last(IRIS, Measure.READY, 6)).containsExactly(GAP, 2, GAP, GAP, GAP, 2);
    }

    @Test
    void after_an_hour_nothing_is_left_of_a_minute() {
        hour.api(IRIS, 7, 7).evaluate().api(IRIS, 2, 2).after(Duration.ofMinutes(59));
        assertThat(hour.history.api(IRIS).orElseThrow().values(Measure.READY)).startsWith(7);

        hour.after(MINUTE);
        assertThat(hour.history.api(IRIS).orElseThrow().values(Measure.READY)).doesNotContain(7);

        hour.after(Duration.ofDays(3));
        assertThat(last(IRIS, Measure.READY, 2)).containsExactly(GAP, 2);
    }

    @Test
    void a_clock_that_is_put_back_a_little_changes_no_minute_that_is_over() {
        hour.api(IRIS, 2, 2).evaluate().after(MINUTE);

        hour.api(IRIS, 1, 2).after(MINUTE.negated());

        assertThat(last(IRIS, Measure.READY, 3)).containsExactly(GAP, 2, 1);
    }

    @Test
    void a_clock_that_is_put_back_far_begins_anew() {
        hour.api(IRIS, 2, 2).evaluate().after(MINUTE);

        hour.after(Duration.ofHours(-2));

        assertThat(last(IRIS, Measure.READY, 2)).containsExactly(GAP, 2);
        assertThat(hour.history.api(IRIS).orElseThrow().lastMinute()).isEqualTo(Instant.parse("2026-01-15T07:01:00Z"));
    }

    @Test
    void the_messages_of_an_api_are_those_of_all_its_queues_or_unknown() {
        Workload batch = new Workload("default", "BatchAPI", "resizer");
        hour.api(batch, 4, 4)
                .queue(batch, "one.fifo", QueueRole.BATCH, 40, 3)
                .queue(batch, "two.fifo", QueueRole.BATCH, 2, 1)
                .queue(batch, "dead.fifo", QueueRole.DEAD_LETTER, 900, 0)
                .evaluate();

        assertThat(last(batch, Measure.WAITING, 1)).containsExactly(42);
        assertThat(last(batch, Measure.IN_FLIGHT, 1)).containsExactly(4);

        hour.queue(batch, "two.fifo", QueueRole.BATCH, -1, 0).after(MINUTE);

        assertThat(last(batch, Measure.WAITING, 1)).containsExactly(GAP);
        assertThat(last(batch, Measure.IN_FLIGHT, 1)).containsExactly(GAP);
    }

    @Test
    void an_async_api_without_a_queue_has_no_messages_that_could_pass_for_none() {
        hour.api(async("tagger"), 1, 1).evaluate();

        assertThat(last(async("tagger"), Measure.WAITING, 1)).containsExactly(GAP);
    }

    @Test
    void a_family_has_its_nodes_its_waiting_pods_and_the_place_of_its_state() {
        hour.family("g4dn.xlarge", 4, 2, 3, FallbackState.FALLBACK_ACTIVE).evaluate();
        hour.family("g4dn.xlarge", null, 2, 0, FallbackState.UNKNOWN).after(MINUTE);

        Track track = hour.history.family("g4dn.xlarge").orElseThrow();
        assertThat(last(track, Measure.SPOT_NODES, 2)).containsExactly(4, GAP);
        assertThat(last(track, Measure.ON_DEMAND_NODES, 2))
                .as("one is of a spot group")
                .containsExactly(3, GAP);
        assertThat(last(track, Measure.UNSCHEDULABLE, 2)).containsExactly(3, 0);
        assertThat(last(track, Measure.FALLBACK, 2)).containsExactly(4, GAP);
    }

    @Test
    void prometheus_that_is_not_known_is_neither_up_nor_down() {
        hour.prometheus(Hour.unknownPrometheus()).evaluate();

        Track track = hour.history.prometheus().orElseThrow();
        assertThat(track.measures()).isEqualTo(Measure.OF_PROMETHEUS);
        for (Measure measure : track.measures()) {
            assertThat(track.values(measure)).containsOnly(GAP);
        }
    }

    @Test
    void a_measure_that_a_subject_does_not_have_is_refused() {
        hour.api(IRIS, 1, 1).evaluate();

        assertThatThrownBy(() -> hour.history.api(IRIS).orElseThrow().values(Measure.UP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_handed_out_is_a_copy() {
        hour.api(IRIS, 1, 1).evaluate();
        hour.history.api(IRIS).orElseThrow().values(Measure.READY)[59] = 99;

        assertThat(last(IRIS, Measure.READY, 1)).containsExactly(1);
    }

    @Test
    void the_history_before_stays_as_it_is() {
        History before = hour.api(IRIS, 1, 1).evaluate().history;

        hour.api(IRIS, 5, 5).after(Duration.ofSeconds(1)).after(MINUTE);

        assertThat(last(before.api(IRIS).orElseThrow(), Measure.READY, 2)).containsExactly(GAP, 1);
    }

    @Property(tries = 200)
    void every_point_is_what_was_said_last_in_its_minute(
            @ForAll @Size(max = 40) List<@IntRange(max = 170) Integer> seconds) {
        Hour any = new Hour("2026-01-15T09:00:00Z");
        float[] expected = new float[120];
        Arrays.fill(expected, GAP);
        int second = 0;
        for (int i = 0; i < seconds.size(); i++) {
            second += seconds.get(i);
            if (second / 60 >= expected.length) {
                break;
            }
            any.now = Instant.parse("2026-01-15T09:00:00Z").plusSeconds(second);
            any.api(IRIS, i, i).evaluate();
            expected[second / 60] = i;
        }
        any.history.api(IRIS).ifPresent(track -> {
            int open = (int) Duration.between(Instant.parse("2026-01-15T09:00:00Z"), track.lastMinute())
                    .toMinutes();
            float[] values = track.values(Measure.READY);
            for (int point = 0; point < 60; point++) {
                int minute = open - 59 + point;
                assertThat(Float.valueOf(values[point])).isEqualTo(Float.valueOf(minute < 0 ? GAP : expected[minute]));
            }
        });
    }

    @Property(tries = 50)
    void never_more_than_three_hundred_apis_are_followed(
            @ForAll @Size(max = 5) List<@IntRange(max = 700) Integer> sizes) {
        Hour any = new Hour("2026-01-15T09:00:00Z");
        Set<Workload> known = Set.of();
        for (int size : sizes) {
            for (int i = 0; i < size; i++) {
                any.api(realtime("api-" + i), i % 3, 2);
            }
            any.after(MINUTE);
            assertThat(any.history.apis()).hasSizeLessThanOrEqualTo(300);
            assertThat(any.history.apis().keySet())
                    .as("a bad one is followed on")
                    .containsAll(known);
            known = Stream.concat(known.stream(), any.history.apis().keySet().stream())
                    .filter(api -> Integer.parseInt(api.name().substring(4)) % 3 < 2)
                    .collect(Collectors.toSet());
        }
    }

    private float[] last(Workload api, Measure measure, int points) {
        return last(hour.history.api(api).orElseThrow(), measure, points);
    }

    private static float[] last(Track track, Measure measure, int points) {
        return Arrays.copyOfRange(track.values(measure), 60 - points, 60);
    }
}
