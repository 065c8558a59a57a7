package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is written of AWS and Prometheus is read back as it was. */
class PartLinesTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    @Test
    void groups_and_activities_come_back_and_are_written_once() {
        ScalingLines lines = new ScalingLines();
        RecordedScaling read = new RecordedScaling();
        AutoScaling first = scaling(2, activity("1", AutoScaling.Outcome.IN_PROGRESS, null));
        AutoScaling second = scaling(
                3,
                activity("2", AutoScaling.Outcome.CANCELLED, NOW),
                activity("1", AutoScaling.Outcome.SUCCESSFUL, NOW));

        lines.of(known(first)).forEach(line -> assertThat(read.take(line, NOW)).isTrue());
        assertThat(read.observed(NOW).known()).contains(first);
        assertThat(lines.of(known(first))).isEmpty();

        lines.of(known(second)).forEach(line -> assertThat(read.take(line, NOW)).isTrue());
        assertThat(read.observed(NOW).known().orElseThrow().groups()).isEqualTo(second.groups());
        assertThat(read.observed(NOW).known().orElseThrow().activities().known().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(second.activities().orElse(List.of()));

        assertThat(lines.of(Observed.notSynced(NOW))).isEmpty();
        lines.of(known(new AutoScaling(List.of(), known(List.of())))).forEach(line -> read.take(line, NOW));
        assertThat(read.observed(NOW).known().orElseThrow().groups()).isEmpty();
    }

    @Test
    void queues_come_back_with_each_reading() {
        QueueLines lines = new QueueLines();
        RecordedQueues read = new RecordedQueues();
        Queue queue = queue("cx_1ee11af4_a_0123456789.fifo", 5, NOW);
        Queue later = queue("cx_1ee11af4_a_0123456789.fifo", 5, NOW.plusSeconds(15));

        lines.depths(known(new Queues(List.of(queue), List.of()))).forEach(line -> read.take(line, NOW));
        assertThat(read.queues(NOW).known().orElseThrow().read()).containsExactly(queue);
        assertThat(lines.depths(known(new Queues(List.of(queue), List.of())))).isEmpty();

        lines.depths(known(new Queues(List.of(later), List.of())))
                .forEach(line -> read.take(line, NOW.plusSeconds(15)));
        assertThat(read.queues(NOW).known().orElseThrow().read()).containsExactly(later);

        lines.depths(known(Queues.NONE)).forEach(line -> read.take(line, NOW));
        assertThat(read.queues(NOW).known()).isEmpty();
    }

    @Test
    void minutes_come_back_and_one_that_was_corrected_is_written_again() {
        QueueLines lines = new QueueLines();
        RecordedQueues read = new RecordedQueues();

        lines.minutes(known(List.of(activity(NOW, 4, 7)))).forEach(line -> read.take(line, NOW));
        assertThat(lines.minutes(known(List.of(activity(NOW, 4, 7))))).isEmpty();
        List<?> corrected = lines.minutes(known(List.of(activity(NOW.plusSeconds(60), 4, 8))));

        assertThat(corrected).hasSize(1);
        assertThat(read.activity(NOW).known().orElseThrow()).containsExactly(activity(NOW, 4, 7));
    }

    @Test
    void requests_come_back_and_what_has_ended_is_gone() {
        RequestLines lines = new RequestLines();
        RecordedRequests read = new RecordedRequests();
        RequestLoad load = new RequestLoad(
                List.of(new RequestLoad.Realtime(
                        "a",
                        3.5,
                        List.of(new RequestLoad.Share(0.5, 1), new RequestLoad.Share(1.5, 2)),
                        new Answers(
                                new Answers.Rates(OptionalDouble.of(12.5), OptionalDouble.of(2), OptionalDouble.of(1)),
                                new Answers.Rates(OptionalDouble.of(13), OptionalDouble.of(0), OptionalDouble.empty()),
                                OptionalDouble.of(0.25),
                                OptionalDouble.of(0.2),
                                OptionalDouble.of(4)))),
                List.of(new RequestLoad.Async(
                        "b",
                        OptionalDouble.of(1),
                        OptionalDouble.of(2),
                        Map.of("200", 10.0, "500", 1.0),
                        OptionalDouble.of(20),
                        OptionalDouble.empty(),
                        new Answers(
                                Answers.Rates.UNKNOWN,
                                new Answers.Rates(OptionalDouble.of(3), OptionalDouble.of(1), OptionalDouble.empty()),
                                OptionalDouble.of(14),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()))));

        lines.of(known(load)).forEach(line -> assertThat(read.take(line, NOW)).isTrue());
        assertThat(read.observed(NOW).known()).contains(load);
        assertThat(lines.of(known(load))).isEmpty();

        lines.of(new Observed.Known<>(RequestLoad.NONE, NOW.plusSeconds(15)))
                .forEach(line -> read.take(line, NOW.plusSeconds(15)));
        assertThat(read.observed(NOW.plusSeconds(15)).known()).contains(RequestLoad.NONE);
    }

    @Test
    void a_recording_from_before_answers_were_read_has_what_was_served_alone() {
        RecordedRequests read = new RecordedRequests();
        for (String line : List.of(
                "{'metric':'cortex_in_flight_requests','labels':{'api_name':'a'},'value':3}",
                "{'metric':'api:served_requests:rate5m','labels':{'api_name':'a'},'value':2.5}")) {
            read.take(new JsonMapper().readTree(line.replace('\'', '"')), NOW);
        }

        assertThat(read.observed(NOW).orElse(RequestLoad.NONE))
                .isEqualTo(new RequestLoad(
                        List.of(new RequestLoad.Realtime("a", 3, List.of(), OptionalDouble.of(2.5))), List.of()));
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, NOW);
    }

    private static AutoScaling scaling(int desired, AutoScaling.Activity... activities) {
        return new AutoScaling(
                List.of(new AutoScaling.Group(
                        "g", 0, 5, desired, 1, List.of("g4dn.xlarge", "g4dn.2xlarge"), Map.of("k8s.io/x", "owned"))),
                known(List.of(activities)));
    }

    private static AutoScaling.Activity activity(
            String id, AutoScaling.Outcome outcome, @org.jspecify.annotations.Nullable Instant endedAt) {
        return new AutoScaling.Activity(id, "g", outcome, "words", true, NOW.minusSeconds(60), endedAt);
    }

    private static Queue queue(String name, long visible, Instant at) {
        return new Queue(
                name,
                "https://sqs.us-east-1.amazonaws.com/123456789012/" + name,
                true,
                visible,
                2,
                1,
                Duration.ofDays(4),
                "dead.fifo",
                at);
    }

    private static QueueActivity activity(Instant at, double age, double sent) {
        Instant minute = NOW.minusSeconds(180);
        return new QueueActivity(
                "q",
                List.of(new QueueActivity.Minute(minute, age)),
                List.of(new QueueActivity.Minute(minute, sent)),
                List.of(),
                at);
    }
}
