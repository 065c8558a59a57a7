package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Point;
import io.prodhealth.signal.behaviour.Start;
import io.prodhealth.signal.behaviour.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Practices that judge by how an API has answered, what its pods have used, and how its replicas followed, over an hour. */
class AnswersPracticesTest {

    private static final Instant NOW = BehaviourPracticesTest.SNAPSHOT.at();
    private static final String IRIS = "iris";
    private static final String RANKER = "flaky-ranker";
    private static final String GENERATOR = "text-generator";
    private static final String READINESS = "readiness_probe_inaccurate";
    private static final String LOW = "max_concurrency_too_low";
    private static final String HIGH = "max_concurrency_too_high";
    private static final String RETRY = "clients_retry_without_delay";

    /** One minute of an API, the parts of it that a test is about. */
    private record Told(double inFlight, double most, Vitals vitals) {}

    private static Vitals answered(double requests, double errors, double refused) {
        return new Vitals(
                (float) requests,
                (float) errors,
                (float) refused,
                Float.NaN,
                Float.NaN,
                Float.NaN,
                Float.NaN,
                new Vitals.Cpu(Float.NaN, Float.NaN, Float.NaN, Float.NaN),
                0,
                0);
    }

    private static Vitals busy(double requests, double p50, double saturated, double cpu) {
        return new Vitals(
                (float) requests,
                0,
                0,
                (float) p50,
                (float) p50,
                (float) p50,
                (float) saturated,
                new Vitals.Cpu((float) cpu, (float) cpu, 0.3f, (float) cpu),
                0,
                0);
    }

    private static Vitals unready(int times) {
        Vitals quiet = answered(1, 0, 0);
        return new Vitals(
                quiet.requests(),
                quiet.errors(),
                quiet.refused(),
                quiet.mean(),
                quiet.p50(),
                quiet.p99(),
                quiet.saturated(),
                quiet.cpu(),
                0,
                times);
    }

    private static List<Minute> hour(int replicas, IntFunction<Told> each) {
        List<Minute> minutes = new ArrayList<>();
        for (int i = 0; i <= 60; i++) {
            Told told = each.apply(i);
            minutes.add(new Minute(
                    NOW.minusSeconds(60L * (60 - i)),
                    told.inFlight(),
                    replicas,
                    replicas,
                    replicas,
                    OptionalDouble.of(told.most()),
                    OptionalDouble.of(told.most()),
                    OptionalDouble.empty(),
                    false,
                    told.vitals()));
        }
        return minutes;
    }

    private static String of(String practice, String api, ApiBehaviour seen) {
        Verdict verdict = BehaviourPracticesTest.verdict(practice, api, seen);
        return verdict.findings().stream()
                .filter(finding -> finding.subject().name().equals(api))
                .map(finding -> finding.severity().toString())
                .findFirst()
                .orElseGet(() -> verdict.unjudged().stream()
                        .filter(one -> one.subject().name().equals(api))
                        .map(Unjudged::reason)
                        .findFirst()
                        .orElse("pass"));
    }

    private static String of(String practice, String api, List<Minute> minutes) {
        return of(practice, api, new ApiBehaviour("", minutes, List.of()));
    }

    private static String starts(Start... starts) {
        return of(
                READINESS,
                IRIS,
                new ApiBehaviour("", hour(1, i -> new Told(1, 1, unready(0))), List.of(), List.of(starts), List.of()));
    }

    private static Start start(double requests, double errors, double usual) {
        return new Start(NOW.minusSeconds(600), (float) requests, (float) errors, (float) usual);
    }

    @Test
    void errors_after_three_starts_mean_that_the_readiness_check_passes_too_early() {
        assertThat(starts(start(100, 3, 0.001), start(100, 0, 0.001), start(100, 4, 0.001), start(100, 9, 0)))
                .isEqualTo("WARNING");
    }

    @Test
    void starts_without_errors_after_them_show_a_check_that_is_right() {
        assertThat(starts(start(100, 0, 0.001), start(100, 1, 0.001), start(100, 0, 0.001)))
                .isEqualTo("pass");
    }

    @Test
    void an_api_that_always_fails_has_another_fault_than_its_readiness_check() {
        assertThat(starts(start(100, 3, 0.02), start(100, 4, 0.02), start(100, 3, 0.02)))
                .isEqualTo("pass");
    }

    @Test
    void starts_with_few_requests_after_them_and_two_that_are_right_say_nothing() {
        assertThat(starts(start(49, 20, 0), start(49, 20, 0), start(49, 20, 0), start(90, 0, 0), start(90, 0, 0)))
                .isEqualTo(Unjudged.NO_HISTORY);
        assertThat(starts(start(90, 9, 0), start(90, 9, 0), start(90, 0, 0), start(90, 0, 0)))
                .isEqualTo(Unjudged.NO_HISTORY);
        assertThat(starts(start(90, 9, Float.NaN), start(90, 9, Float.NaN), start(90, 9, Float.NaN)))
                .isEqualTo(Unjudged.NO_HISTORY);
    }

    @Test
    void what_was_found_an_hour_ago_is_not_found_while_nobody_looks() {
        List<Minute> before =
                hour(1, i -> new Told(1, 1, unready(i < 10 ? 0 : 9))).subList(0, 50);
        Start bad = start(90, 9, 0);

        assertThat(of(READINESS, IRIS, new ApiBehaviour("", before, List.of(), List.of(bad, bad, bad), List.of())))
                .isEqualTo(Unjudged.NO_HISTORY);
        assertThat(of(
                        "autoscaling_thrashing",
                        GENERATOR,
                        hour(2, i -> new Told(9, 1, Vitals.UNKNOWN)).subList(0, 50)))
                .isEqualTo(Unjudged.NO_HISTORY);
    }

    @Test
    void four_times_unready_within_ten_minutes_is_flapping_and_within_an_hour_it_is_not() {
        assertThat(of(READINESS, IRIS, hour(1, i -> new Told(1, 1, unready(Math.max(0, Math.min(4, (i - 20) / 2)))))))
                .isEqualTo("WARNING");
        assertThat(of(READINESS, IRIS, hour(1, i -> new Told(1, 1, unready(i / 15)))))
                .isEqualTo(Unjudged.NO_HISTORY);
    }

    @Test
    void requests_that_wait_for_pods_which_idle_want_a_higher_concurrency() {
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(5, 0.2, 1, 0.2)))))
                .isEqualTo("WARNING");
    }

    @Test
    void pods_that_are_busy_or_keep_nobody_waiting_have_concurrency_enough() {
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(5, 0.2, 1, 0.9)))))
                .isEqualTo("pass");
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(1, 1, busy(5, 0.2, 1, 0.2)))))
                .isEqualTo("pass");
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(0.3, 0.2, 1, 0.2)))))
                .isEqualTo("pass");
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(5, 0.2, i == 50 ? 0 : 1, 0.2)))))
                .isEqualTo("pass");
    }

    @Test
    void an_idle_cpu_beside_an_accelerator_or_a_latency_that_moves_says_nothing_of_the_concurrency() {
        assertThat(of(LOW, GENERATOR, hour(2, i -> new Told(12, 6, busy(5, 0.2, 1, 0.2)))))
                .isEqualTo("accelerator_not_seen");
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(5, 0.1 + i * 0.01, 1, 0.2)))))
                .isEqualTo("latency_not_steady");
        assertThat(of(LOW, IRIS, hour(1, i -> new Told(6, 6, busy(5, 0.2, 1, Float.NaN)))))
                .isEqualTo(Unjudged.NO_HISTORY);
    }

    private static String points(IntFunction<Point> each, double fullest) {
        List<Minute> minutes = hour(
                3,
                i -> new Told(
                        3,
                        1,
                        new Vitals(1, 0, 0, 1, 1, 1, 0, new Vitals.Cpu(0.5f, 0.5f, (float) fullest, 0.5f), 0, 0)));
        return of(
                HIGH,
                RANKER,
                new ApiBehaviour(
                        "",
                        minutes,
                        List.of(),
                        List.of(),
                        IntStream.range(0, 120).mapToObj(each).toList()));
    }

    @Test
    void a_latency_that_grows_with_the_requests_of_pods_without_cpu_to_spare_is_too_much_concurrency() {
        assertThat(points(i -> new Point(1 + i % 15, 0.1f * (1 + i % 15), 1.1f), 0.5))
                .isEqualTo("WARNING");
    }

    @Test
    void a_latency_that_stays_is_right_however_many_requests_a_pod_has() {
        assertThat(points(i -> new Point(1 + i % 15, 0.1f + 0.01f * (i % 7), 1.1f), 0.5))
                .isEqualTo("pass");
        assertThat(points(i -> new Point(1 + i % 15, 0.1f + 0.002f * (i % 15), 1.1f), 0.5))
                .isEqualTo("pass");
    }

    @Test
    void slow_answers_fill_pods_too_and_waiting_is_no_work() {
        // At one rate of requests, a latency that grows makes more requests be in flight.
        assertThat(points(i -> new Point(1 + i % 15, 0.1f * (1 + i % 15), 0.3f), 0.5))
                .isEqualTo("latency_grows_for_another_reason");
        // Above 16, max_concurrency, they wait.
        assertThat(points(i -> new Point(17 + i % 15, 0.1f * (1 + i % 15), 1.1f), 0.5))
                .isEqualTo(Unjudged.NO_HISTORY);
        assertThat(points(i -> new Point(1 + i % 15, 0.1f * (1 + i % 15), 1.1f), 0.95))
                .isEqualTo("nodes_are_full");
        assertThat(points(i -> new Point(10 + i % 3, 0.1f * (1 + i % 3), 1.1f), 0.5))
                .isEqualTo("load_hardly_varied");
    }

    @Test
    void requests_that_double_after_refusals_and_are_refused_again_are_a_storm() {
        assertThat(of(RETRY, IRIS, hour(1, i -> new Told(1, 1, storm(i))))).isEqualTo("WARNING");
    }

    private static Vitals storm(int i) {
        return switch (i) {
            case 20, 40 -> answered(10, 2, 2);
            case 21, 41 -> answered(25, 15, 15);
            default -> answered(10, 0, 0);
        };
    }

    @Test
    void clients_that_come_back_slowly_are_right() {
        assertThat(of(RETRY, IRIS, hour(1, i -> new Told(1, 1, answered(10, 2, i % 20 == 0 ? 2 : 0)))))
                .isEqualTo("pass");
    }

    @Test
    void batches_that_are_refused_when_they_come_are_no_storm() {
        assertThat(of(
                        RETRY,
                        IRIS,
                        hour(1, i -> new Told(1, 1, i % 20 == 10 ? answered(90, 9, 9) : answered(10, 0, 0)))))
                .isEqualTo("pass");
        // One storm may be a load that rises by itself.
        assertThat(of(RETRY, IRIS, hour(1, i -> new Told(1, 1, i < 30 ? storm(i) : answered(10, 0, 0)))))
                .isEqualTo("pass");
    }

    @Test
    void where_nothing_is_refused_nobody_has_to_try_again() {
        assertThat(of(RETRY, IRIS, hour(1, i -> new Told(1, 1, answered(10, 0, 0)))))
                .isEqualTo("nothing_was_refused");
    }

    @Test
    void more_replicas_that_do_not_come_in_time_are_found() {
        // text-generator has a target of 1.6, a window and an upscale stabilization of half a minute each.
        assertThat(of("autoscaling_thrashing", GENERATOR, hour(2, i -> new Told(i < 4 ? 9 : 1, 1, Vitals.UNKNOWN))))
                .isEqualTo("WARNING");
        assertThat(of("autoscaling_thrashing", GENERATOR, hour(2, i -> new Told(i < 3 ? 9 : 1, 1, Vitals.UNKNOWN))))
                .isEqualTo("pass");
    }

    @Test
    void a_whole_hour_of_too_few_replicas_is_no_pass() {
        assertThat(of("upscale_rate_limited", GENERATOR, hour(2, i -> new Told(9, 5, Vitals.UNKNOWN))))
                .isEqualTo("WARNING");
    }
}
