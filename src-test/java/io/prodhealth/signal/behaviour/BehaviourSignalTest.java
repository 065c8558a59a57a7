package io.prodhealth.signal.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourSignalTest {

    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final BehaviourSignal SIGNAL = new BehaviourSignal();

    @Test
    void of_more_than_five_hundred_apis_no_more_are_remembered() {
        Behaviour seen = Behaviour.NONE;
        for (int minute = 0; minute < 3; minute++) {
            seen = SIGNAL.step(seen, loaded(NOON.plusSeconds(60L * minute)), apis(0, 600));
        }

        assertThat(seen.apis()).hasSize(500);
        assertThat(seen.apis().values())
                .allSatisfy(one -> assertThat(one.minutes()).hasSize(3));
    }

    @Test
    void apis_that_are_gone_make_room_for_others() {
        Behaviour first = SIGNAL.step(Behaviour.NONE, loaded(NOON), apis(0, 600));
        Behaviour next = SIGNAL.step(first, loaded(NOON.plusSeconds(60)), apis(550, 600));

        assertThat(next.apis()).hasSize(50);
        assertThat(next.of(workload(599))).isPresent();
    }

    @Test
    void while_requests_are_unknown_nothing_is_entered_and_nothing_forgotten() {
        Behaviour first = SIGNAL.step(Behaviour.NONE, loaded(NOON), apis(0, 2));

        assertThat(SIGNAL.step(first, ClusterSnapshot.empty(NOON.plusSeconds(60)), apis(0, 2)))
                .isEqualTo(first);
    }

    private static Observed<List<ApiReadiness>> apis(int from, int to) {
        return new Observed.Known<>(
                IntStream.range(from, to).mapToObj(BehaviourSignalTest::api).toList(), NOON);
    }

    /** Scaled to zero, of which there is no series. */
    private static ApiReadiness api(int i) {
        Api api = new Api(
                workload(i), "uid-" + i, "", List.of(), List.of(), List.of(), 0, 0, 0, 5, null, null, null, false, 1);
        return new ApiReadiness(
                api,
                0,
                Map.of(),
                OptionalInt.empty(),
                new ApiHistory("uid-" + i, NOON, Times.within(60), Map.of(), 0, 0, Map.of()));
    }

    private static Workload workload(int i) {
        return new Workload("default", "RealtimeAPI", "api-" + i);
    }

    private static ClusterSnapshot loaded(Instant at) {
        ClusterSnapshot empty = ClusterSnapshot.empty(at);
        return new ClusterSnapshot(
                at,
                empty.kubernetes(),
                empty.podUsage(),
                new Observed.Known<>(RequestLoad.NONE, at),
                empty.queues(),
                empty.queueActivity(),
                empty.autoScaling(),
                empty.changes());
    }
}
