package io.prodhealth.signal.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource({
        "0, 2, 0, DOWN, true",
        "1, 2, 0, SHORT, true",
        "2, 2, 1, TROUBLED, true",
        ", 2, 0, UNKNOWN, true",
        "2, 2, 0, COMPLETE, false",
        "0, 0, 0, COMPLETE, false",
        ", , 0, NO_REPLICAS, false"
    })
    void an_api_is_as_its_replicas_are(
            @Nullable Integer ready, @Nullable Integer desired, int crashing, Condition condition, boolean attention) {
        Condition found = Condition.of(api("a", ready, desired, crashing));

        assertThat(found).isEqualTo(condition);
        assertThat(found.needsAttention()).isEqualTo(attention);
    }

    @Test
    void the_worst_is_first_and_of_two_that_lack_replicas_the_one_that_lacks_more() {
        assertThat(Stream.of(
                                api("whole", 2, 2, 0),
                                api("half", 1, 2, 0),
                                api("crashing", 2, 2, 1),
                                api("tenth", 1, 10, 0),
                                api("down", 0, 9, 0))
                        .sorted(Condition.WORST_FIRST)
                        .map(api -> api.api().workload().name()))
                .containsExactly("down", "tenth", "half", "crashing", "whole");
    }

    private static ApiReadiness api(String name, @Nullable Integer ready, @Nullable Integer desired, int crashing) {
        Workload workload = new Workload("default", "RealtimeAPI", name);
        Api api = new Api(
                workload, "", "", List.of(), List.of(), List.of(), desired, null, null, null, null, null, null, false,
                1);
        return new ApiReadiness(
                api,
                ready,
                Map.of(PodState.CRASH_LOOPING, crashing),
                OptionalInt.empty(),
                new ApiHistory("", Instant.EPOCH, Times.within(1), Map.of(), 0, 0, Map.of()));
    }
}
