package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Phase;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.Registry;
import io.prodhealth.snapshot.Times;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {

    /** A rollout from 60 to 136 s whose three pods each lose their readiness five times until 357 s. */
    private static final String FLAPS = "i-rollout-readiness-flaps";

    /** Two new pods of {@code caption} cannot be pulled from 64 to 1283 s; {@code ranker}, of another registry, can. */
    private static final String OUTAGE = "k-image-pull-registry-outage";

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 15, 60})
    void every_flap_of_the_rollout_is_counted_however_seldom_it_is_looked_at(double seconds) throws IOException {
        ApiHistory history = last(new Story(FLAPS).play("ranker", seconds)).history();

        assertThat(history.becameReady()).isEqualTo(18);
        assertThat(history.becameNotReady()).isEqualTo(15);
        assertThat(history.restarts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 15, 60})
    void every_new_pod_took_its_time_once(double seconds) throws IOException {
        ApiHistory history = last(new Story(FLAPS).play("ranker", seconds)).history();

        assertThat(history.readySeconds().count()).isEqualTo(3);
        assertThat(history.readySeconds().sum()).isEqualTo(29 + 30 + 32);
        double phases = history.phases().values().stream()
                .mapToDouble(ApiHistory.Total::sum)
                .sum();
        assertThat(phases).isCloseTo(29 + 30 + 32, within(1e-6));
        assertThat(history.phases()
                        .getOrDefault(Phase.PULL, new ApiHistory.Total(0, 0))
                        .sum())
                .isCloseTo(15 + 17 + 18, within(1.0));
    }

    @Test
    void the_rollout_is_in_progress_while_it_lasts_and_not_while_its_pods_go_on_flapping() throws IOException {
        for (Story.Moment moment : new Story(FLAPS).play("ranker", 0)) {
            boolean lasts = moment.at() >= 60.061 && moment.at() < 136.084;
            assertThat(moment.api().api().rolloutInProgress())
                    .as("at %s", moment.at())
                    .isEqualTo(lasts);
        }
    }

    @Test
    void old_and_new_pods_are_counted_together_during_the_rollout() throws IOException {
        List<Story.Moment> moments = new Story(FLAPS).play("ranker", 0);

        assertThat(at(moments, 62)).satisfies(api -> {
            assertThat(api.ready()).isEqualTo(3);
            assertThat(state(api, PodState.CREATING)).isEqualTo(2);
        });
        assertThat(at(moments, 91)).satisfies(api -> {
            assertThat(api.ready()).isEqualTo(3);
            assertThat(state(api, PodState.TERMINATING)).isEqualTo(2);
            assertThat(state(api, PodState.CREATING)).isEqualTo(1);
        });
        assertThat(at(moments, 122)).satisfies(api -> {
            assertThat(api.ready()).isEqualTo(2);
            assertThat(state(api, PodState.NOT_READY)).isEqualTo(2);
        });
        assertThat(last(moments)).satisfies(api -> {
            assertThat(api.api().desired()).isEqualTo(3);
            assertThat(api.ready()).isEqualTo(3);
            assertThat(api.podsByState().values()).containsExactlyInAnyOrder(3, 0, 0, 0, 0, 0, 0, 0, 0);
        });
    }

    @Test
    void the_api_is_down_only_for_the_two_half_seconds_in_which_all_its_pods_were_unready() throws IOException {
        List<Double> down = new Story(FLAPS)
                .play("ranker", 0).stream()
                        .filter(moment ->
                                moment.api().ready() != null && moment.api().ready() == 0)
                        .map(Story.Moment::at)
                        .toList();

        assertThat(down).isNotEmpty().allMatch(at -> (at > 167 && at < 167.6) || (at > 261 && at < 261.6));
    }

    @Test
    void no_pod_of_the_flapping_rollout_is_ever_said_to_be_worse_than_not_ready() throws IOException {
        for (Story.Moment moment : new Story(FLAPS).play("ranker", 0)) {
            for (PodState worse : List.of(
                    PodState.UNSCHEDULABLE,
                    PodState.IMAGE_PULL_ERROR,
                    PodState.CRASH_LOOPING,
                    PodState.OOM_KILLED,
                    PodState.FAILED)) {
                assertThat(state(moment.api(), worse))
                        .as("%s at %s", worse, moment.at())
                        .isZero();
            }
        }
    }

    @Test
    void pods_without_image_are_told_during_the_outage_and_not_after_it() throws IOException {
        for (Story.Moment moment : new Story(OUTAGE).play("caption", 0)) {
            boolean before = moment.at() < 64;
            boolean during = moment.at() >= 64.05 && moment.at() < 1283;
            boolean after = moment.at() > 1283.067;
            if (before || during || after) {
                assertThat(state(moment.api(), PodState.IMAGE_PULL_ERROR))
                        .as("at %s", moment.at())
                        .isEqualTo(during ? 2 : 0);
            }
            assertThat(state(moment.api(), PodState.UNSCHEDULABLE)).isZero();
            assertThat(moment.api().ready()).as("at %s", moment.at()).isGreaterThanOrEqualTo(2);
            assertThat(moment.api().api().rolloutInProgress()).isFalse();
        }
    }

    @Test
    void another_registrys_api_grows_without_trouble_during_the_outage() throws IOException {
        List<Story.Moment> moments = new Story(OUTAGE).play("ranker", 0);

        assertThat(moments).allMatch(moment -> state(moment.api(), PodState.IMAGE_PULL_ERROR) == 0);
        assertThat(last(moments).ready()).isEqualTo(3);
        assertThat(last(moments).history().readySeconds().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 15})
    void pods_that_waited_for_the_registry_took_their_time_and_it_is_known_where(double seconds) throws IOException {
        Story story = new Story(OUTAGE);
        ApiHistory history = last(story.play("caption", seconds)).history();

        assertThat(history.becameReady()).isEqualTo(2);
        assertThat(history.becameNotReady()).isZero();
        assertThat(history.readySeconds().count()).isEqualTo(2);
        assertThat(history.readySeconds().sum()).isEqualTo(2 * (20 * 60 + 35));
        Times publicPulls = story.result().pulls().getOrDefault(Registry.PUBLIC, Times.within());
        assertThat(publicPulls.count()).isEqualTo(2);
        assertThat(publicPulls.sum()).isCloseTo(10, within(0.1));
    }

    private static ApiReadiness last(List<Story.Moment> moments) {
        return moments.getLast().api();
    }

    private static ApiReadiness at(List<Story.Moment> moments, double seconds) {
        return moments.stream()
                .filter(moment -> moment.at() <= seconds)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .api();
    }

    private static int state(ApiReadiness api, PodState state) {
        return api.podsByState().getOrDefault(state, 0);
    }
}
