package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.ProvisioningMemory;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.snapshot.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not matter: a single event, being told twice, the order of arrival, and when the agent started. */
class FallbackStoryPropertyTest {

    static Stream<Arguments> stories() {
        return FallbackStoryTest.stories();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void no_single_event_is_needed(FallbackStory story, boolean aws) {
        List<String> uids = story.lines().stream()
                .map(FallbackStory.Line::object)
                .filter(Event.class::isInstance)
                .map(event -> ((Event) event).uid())
                .distinct()
                .toList();

        FallbackTimeline timeline = new FallbackTimeline(story, aws);

        assertThat(uids).isNotEmpty();
        for (String uid : uids) {
            FallbackStory without = story.with(lines -> lines.stream()
                    .filter(line -> !(line.object() instanceof Event event
                            && event.uid().equals(uid)))
                    .toList());
            assertRight(without, timeline, aws, "without " + uid);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void no_event_of_an_autoscaler_is_needed_at_all(FallbackStory story, boolean aws) {
        FallbackStory without = story.with(lines -> lines.stream()
                .filter(line -> !(line.object() instanceof Event event
                        && event.component().equals("cluster-autoscaler")))
                .toList());

        List<FallbackStory.Said> said = without.play(FallbackStory.Play.whole(aws));

        assertThat(new FallbackTimeline(without, aws).wrong(said, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void what_is_told_twice_counts_once(FallbackStory story, boolean aws) {
        assertRight(
                story.with(lines ->
                        lines.stream().flatMap(line -> Stream.of(line, line)).toList()),
                new FallbackTimeline(story, aws),
                aws,
                "twice");
    }

    @ParameterizedTest
    @MethodSource("stories")
    void the_order_within_a_second_does_not_matter(FallbackStory story, boolean aws) {
        FallbackTimeline timeline = new FallbackTimeline(story, aws);

        for (int seed = 0; seed < 5; seed++) {
            int chance = seed;
            assertRight(story.with(lines -> shuffled(lines, new Random(chance))), timeline, aws, "seed " + chance);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void started_at_any_tenth_the_state_is_right_a_minute_later(FallbackStory story, boolean aws) {
        FallbackTimeline timeline = new FallbackTimeline(story, aws);

        for (int tenth = 0; tenth < 10; tenth++) {
            double from = story.length() * tenth / 10;
            List<FallbackStory.Said> said = story.play(new FallbackStory.Play(from, 0, aws));
            assertThat(timeline.wrong(said, from + 60)).as("from %s", from).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void restarted_with_its_memory_at_any_tenth_it_counts_the_same(FallbackStory story, boolean aws) {
        ProvisioningSignal signal = Signals.provisioning(Config.defaults().provisioning());
        FallbackTimeline timeline = new FallbackTimeline(story, aws);

        for (int tenth = 1; tenth < 10; tenth++) {
            double down = story.length() * tenth / 10;
            double up = Math.min(story.length() - 5, down + 20);
            ProvisioningMemory memory = story.playUntil(down, aws, signal).memory();
            List<FallbackStory.Said> said =
                    story.play(new FallbackStory.Play(up, 0, aws), signal, signal.resume(memory, FallbackStory.at(up)));
            assertThat(timeline.wrong(said, up + 60)).as("down at %s", down).isEmpty();
            FallbackExpectations.assertCounted(story, aws, said.getLast().provisioning());
            FallbackExpectations.assertLag(story, said.getLast().provisioning());
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void no_other_family_is_drawn_in(FallbackStory story, boolean aws) {
        for (FallbackStory.Said said : story.play(FallbackStory.Play.whole(aws))) {
            for (String family : List.of("c5.xlarge", "g4dn.xlarge")) {
                if (!family.equals(story.family())) {
                    assertThat(said.state(family))
                            .as("%s at %s", family, said.at())
                            .isIn(FallbackState.NORMAL, FallbackState.UNKNOWN);
                }
            }
        }
    }

    private static void assertRight(FallbackStory story, FallbackTimeline timeline, boolean aws, String how) {
        List<FallbackStory.Said> said = story.play(FallbackStory.Play.whole(aws));
        assertThat(timeline.wrong(said, 0)).as(how).isEmpty();
        FallbackExpectations.assertCounted(story, aws, said.getLast().provisioning());
        FallbackExpectations.assertLag(story, said.getLast().provisioning());
    }

    /** Lines of the same second in any order; those of one object keep theirs, as in any watch. */
    private static List<FallbackStory.Line> shuffled(List<FallbackStory.Line> lines, Random random) {
        List<FallbackStory.Line> all = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            while (to < lines.size()
                    && Math.floor(lines.get(to).at())
                            == Math.floor(lines.get(from).at())) {
                to++;
            }
            List<FallbackStory.Line> second = lines.subList(from, to);
            List<String> resources = new ArrayList<>(
                    second.stream().map(FallbackStory.Line::resource).distinct().toList());
            Collections.shuffle(resources, random);
            double at = second.getFirst().at();
            resources.forEach(resource -> IntStream.range(0, second.size())
                    .mapToObj(second::get)
                    .filter(line -> line.resource().equals(resource))
                    .map(line -> line.at(at))
                    .forEach(all::add));
            from = to;
        }
        return all;
    }
}
