package io.prodhealth.signal.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.Recording;
import io.prodhealth.source.recording.Recording.Without;
import io.prodhealth.source.recording.Stories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded incident of workers that hang from 300 s on, while every pod stays ready, and are restarted at 1500 s. */
class StuckQueueStoryTest {

    private static final String QUEUE = "cx_1ee11af4_video-tagger_0123456789.fifo";

    private final QueueSignal signal = new QueueSignal(
            "default", Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(5));

    /** What was said at a moment, seconds after the begin. */
    private record Moment(double at, QueueFigures queue) {
        private Cause cause() {
            return queue.stuck() == null ? Cause.OK : queue.stuck().cause();
        }
    }

    /** Without CloudWatch's delay, and with it. */
    @ParameterizedTest
    @CsvSource({
        "15,,600,1560",
        "30,,600,1560",
        "7,,600,1560",
        "15,AWS,600,1560",
        "30,AWS,600,1560",
        "15,PROMETHEUS,690,1560"
    })
    void the_hang_is_found_and_over_with_the_first_completion(int pace, Without without, double found, double over)
            throws Exception {
        List<Moment> moments = play(pace, without == null ? EnumSet.noneOf(Without.class) : EnumSet.of(without), 0);

        List<Moment> stuck =
                moments.stream().filter(moment -> moment.cause() != Cause.OK).toList();
        assertThat(stuck).extracting(Moment::cause).containsOnly(Cause.NO_COMPLETION);
        assertThat(stuck.getFirst().at()).isBetween(600.0, found + pace);
        assertThat(stuck.getLast().at()).isBetween(over - pace, over + pace);
        assertThat(moments)
                .filteredOn(moment -> moment.at() >= found + pace && moment.at() < over)
                .extracting(Moment::cause)
                .containsOnly(Cause.NO_COMPLETION);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 30})
    void depth_age_and_drain_time_rise_and_fall_with_it(int pace) throws Exception {
        List<Moment> moments = play(pace, Set.of(), 0);

        assertThat(at(moments, 270).read())
                .satisfies(read -> assertThat(read.visible()).isZero());
        assertThat(at(moments, 1200).read())
                .satisfies(read -> assertThat(read.visible()).isEqualTo(1023));
        assertThat(at(moments, 240).oldestAge().orElseThrow()).isLessThan(10);
        assertThat(at(moments, 1230).oldestAge().orElseThrow()).isGreaterThan(900);
        assertThat(at(moments, 240).drain().orElseThrow()).isLessThan(20);
        assertThat(at(moments, 1200).drain()).hasValue(Double.POSITIVE_INFINITY);
        // 40 messages each 30 s.
        assertThat(at(moments, 2400).drain().orElseThrow()).isBetween(800.0, 1000.0);
        assertThat(at(moments, 2400).sent()).hasValue(39 * 66);
        assertThat(at(moments, 2400).deleted()).hasValue(3 * 66 + 15 * 80);
    }

    /** The pods do not tell how long requests took, but for how long they have lived and how many they have completed. */
    @ParameterizedTest
    @ValueSource(ints = {315, 420, 900})
    void an_agent_that_starts_in_the_middle_of_it_finds_it_too(int begin) throws Exception {
        List<Moment> moments = play(15, EnumSet.of(Without.AWS), begin);

        assertThat(moments)
                .filteredOn(moment -> moment.cause() == Cause.NO_COMPLETION)
                .first()
                .satisfies(moment -> assertThat(moment.at()).isBetween(begin + 300.0, begin + 345.0));
    }

    private static QueueFigures at(List<Moment> moments, double second) {
        return moments.stream()
                .filter(moment -> moment.at() <= second)
                .reduce((first, last) -> last)
                .orElseThrow()
                .queue();
    }

    /** One evaluation every {@code pace} seconds, the first of which is at {@code begin}. */
    private List<Moment> play(int pace, Set<Without> without, double begin) throws Exception {
        ReadinessSignal readinessSignal = new ReadinessSignal(0.99, Optional.empty());
        List<Moment> moments = new ArrayList<>();
        try (Recording recording = Recording.open(Stories.of('j'), without, "default", complaint -> {
            throw new AssertionError(complaint);
        })) {
            Instant zero = recording.begin();
            ReadinessState readiness = readinessSignal.start(zero);
            QueueState queues = signal.start(zero);
            boolean listed = false;
            for (double second = begin; second <= 2400; second += pace) {
                Instant now = zero.plusMillis(Math.round(second * 1000));
                while (recording.next().filter(at -> !at.isAfter(now)).isPresent()) {
                    recording.take();
                }
                if (!listed) {
                    recording.endList();
                    listed = true;
                }
                ClusterSnapshot snapshot = recording.snapshot(now);
                readiness = readinessSignal.step(readiness, snapshot);
                queues = signal.step(queues, snapshot, readiness.result().apis());
                moments.add(new Moment(second, queues.result().queues().getFirst()));
                assertThat(queues.result().queues())
                        .extracting(QueueFigures::name)
                        .containsExactly(QUEUE);
            }
        }
        return moments;
    }
}
