package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.provisioning.ProvisioningState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recorded incident, with the Auto Scaling groups readable and without. */
class FallbackStoryTest {

    static Stream<Arguments> stories() {
        return FallbackStory.names().stream()
                .map(FallbackStory::read)
                .flatMap(story -> Stream.of(false, true)
                        .filter(aws -> !aws || story.withAws())
                        .map(aws -> Arguments.of(story, aws)));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void every_story_shows_its_timeline(FallbackStory story, boolean aws) {
        List<FallbackStory.Said> said = story.play(FallbackStory.Play.whole(aws));

        assertThat(new FallbackTimeline(story, aws).wrong(said, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void it_does_so_too_when_it_is_looked_at_every_15_seconds_only(FallbackStory story, boolean aws) {
        List<FallbackStory.Said> said = story.play(new FallbackStory.Play(0, 15, aws));

        assertThat(new FallbackTimeline(story, aws).wrong(said, 0)).isEmpty();
        FallbackExpectations.assertCounted(story, aws, said.getLast().provisioning());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void fallbacks_their_reason_and_interruptions_are_counted_once(FallbackStory story, boolean aws) {
        Provisioning last = story.play(FallbackStory.Play.whole(aws)).getLast().provisioning();

        FallbackExpectations.assertCounted(story, aws, last);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void the_lag_runs_from_the_first_trigger_of_spot_to_the_first_on_demand_node_that_is_ready(
            FallbackStory story, boolean aws) {
        Provisioning last = story.play(FallbackStory.Play.whole(aws)).getLast().provisioning();

        FallbackExpectations.assertLag(story, last);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void played_twice_it_says_the_same(FallbackStory story, boolean aws) {
        List<FallbackStory.Said> once = story.play(FallbackStory.Play.whole(aws));
        List<FallbackStory.Said> again = story.play(FallbackStory.Play.whole(aws));

        assertThat(again.stream().map(said -> said.provisioning().families()))
                .isEqualTo(once.stream()
                        .map(said -> said.provisioning().families())
                        .toList());
    }

    @Test
    void a_spot_node_that_vanished_is_counted_soon_and_for_its_group() {
        FallbackStory story = FallbackStory.read("e-spot-interruption");

        List<FallbackStory.Said> said = story.play(FallbackStory.Play.whole(false));

        for (FallbackStory.Said one : said) {
            Long counted = one.provisioning().interruptions().get("gpu-spot");
            if (one.at() < 132) {
                assertThat(counted).as("at %s", one.at()).isZero();
            } else if (one.at() >= 132 + 45) {
                assertThat(counted).as("at %s", one.at()).isOne();
            }
            assertThat(one.provisioning().interruptions().get("cpu-spot")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void on_demand_that_is_scaled_down_after_a_fallback_is_no_interruption(boolean aws) {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout")
                .with(lines ->
                        lines.stream().filter(line -> !line.says("ScaleDown")).toList());

        Provisioning last = story.play(FallbackStory.Play.whole(aws)).getLast().provisioning();

        assertThat(last.interruptions())
                .allSatisfy((group, count) -> assertThat(count).isZero());
    }

    @Test
    void the_cost_of_a_fallback_lasts_as_long_as_its_node() {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout");

        List<FallbackStory.Said> said = story.play(FallbackStory.Play.whole(false));

        for (FallbackStory.Said one : said) {
            FamilyProvisioning family =
                    one.provisioning().family(story.family()).orElseThrow();
            boolean there = one.at() >= 655.002 && one.at() < 1980;
            assertThat(family.standIns()).as("at %s", one.at()).hasSize(there ? 1 : 0);
            assertThat(family.extraCost().orElseThrow() > 0)
                    .as("at %s", one.at())
                    .isEqualTo(there);
        }
    }

    @Test
    void attempts_that_are_given_up_while_the_same_pod_waits_are_counted() {
        FallbackStory story = FallbackStory.read("c-fallback-blocked");

        FamilyProvisioning last = story.play(FallbackStory.Play.whole(false))
                .getLast()
                .provisioning()
                .family(story.family())
                .orElseThrow();

        assertThat(last.fallback().orElseThrow().attempts()).isEqualTo(2);
        assertThat(last.state()).isEqualTo(FallbackState.FALLBACK_STUCK);
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, 565, 590, 680, 900, 1400})
    void after_a_restart_with_memory_it_goes_on_as_if_nothing_had_been(double restart) {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout");
        ProvisioningSignal signal = Signals.provisioning(Config.defaults().provisioning());
        ProvisioningState before = story.playUntil(restart, false, signal);

        List<FallbackStory.Said> said = story.play(
                new FallbackStory.Play(restart + 20, 0, false),
                signal,
                signal.resume(before.memory(), FallbackStory.at(restart + 20)));

        assertThat(new FallbackTimeline(story, false).wrong(said, restart + 20 + 45))
                .isEmpty();
        Provisioning last = said.getLast().provisioning();
        FallbackExpectations.assertCounted(story, false, last);
        FallbackExpectations.assertLag(story, last);
        assertThat(last.countingSince()).isEqualTo(FallbackStory.at(0));
    }

    @Test
    void what_was_decided_while_the_agent_was_down_is_counted_when_it_remembers_that_it_was_open() {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout");
        ProvisioningSignal signal = Signals.provisioning(Config.defaults().provisioning());
        ProvisioningState before = story.playUntil(500, false, signal);

        Provisioning last = story.play(
                        new FallbackStory.Play(640, 0, false),
                        signal,
                        signal.resume(before.memory(), FallbackStory.at(640)))
                .getLast()
                .provisioning();

        FallbackExpectations.assertCounted(story, false, last);
        FallbackExpectations.assertLag(story, last);
    }

    @Test
    void what_was_decided_before_the_first_start_is_shown_and_not_counted() {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout");

        Provisioning last =
                story.play(new FallbackStory.Play(640, 0, false)).getLast().provisioning();

        FamilyProvisioning.Counted counted = last.counted().stream()
                .filter(one -> one.name().equals(story.family()))
                .findFirst()
                .orElseThrow();
        assertThat(counted.fallbacks()).isEmpty();
        assertThat(counted.lag().count()).isZero();
    }

    @Test
    void the_reason_is_the_autoscalers_timeout_until_AWS_tells_more() {
        FallbackStory story = FallbackStory.read("b-fallback-after-timeout");

        for (boolean aws : List.of(false, true)) {
            FamilyProvisioning.Fallback active = story.play(FallbackStory.Play.whole(aws)).stream()
                    .filter(said -> said.at() > 600)
                    .findFirst()
                    .orElseThrow()
                    .provisioning()
                    .family(story.family())
                    .flatMap(FamilyProvisioning::fallback)
                    .orElseThrow();
            assertThat(active.reason()).isEqualTo(aws ? FallbackReason.CAPACITY : FallbackReason.TIMEOUT);
            assertThat(active.reason().word()).isEqualTo(active.reason().name().toLowerCase(Locale.ROOT));
        }
    }
}
