package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProvisioningMemoryTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final FallbackCluster cluster = FallbackCluster.ofTheGuide().api("ranker");

    private FallbackCluster failed() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(561).givesUp("gpu-spot").step();
        return cluster;
    }

    private FallbackCluster fallsBack() {
        failed().at(581).asks("gpu-od").step();
        return cluster;
    }

    private static ProvisioningMemory kept(ProvisioningMemory memory) {
        return JSON.readValue(JSON.writeValueAsString(memory), ProvisioningMemory.class);
    }

    @Test
    void an_open_fallback_its_counter_and_its_lag_outlive_restarts() {
        ProvisioningMemory first = kept(fallsBack().memory());

        cluster.unwatchedUntil(600).restarts(first);
        assertThat(cluster.state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
        cluster.at(655).boots("gpu-od", "od-0").step();
        cluster.at(700).ready("od-0").runs("ranker", "a", "od-0").step();
        cluster.unwatchedUntil(720).restarts(kept(cluster.memory())).step();

        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
        FamilyProvisioning.Counted counted = cluster.result().counted().getFirst();
        assertThat(counted.lag().count()).isOne();
        assertThat(counted.lag().sum()).isEqualTo(626);
        assertThat(counted.lag().nativeCounts().values()).containsExactly(1L);
        assertThat(cluster.result().countingSince()).isEqualTo(FallbackCluster.START);
    }

    @Test
    void what_is_kept_and_read_is_kept_the_same_again() {
        ProvisioningMemory memory = kept(fallsBack().memory());

        ProvisioningMemory again = cluster.restarts(memory).memory();

        assertThat(again.families()).isEqualTo(memory.families());
        assertThat(again.interruptions()).isEqualTo(memory.interruptions());
        assertThat(again.countingSince()).isEqualTo(memory.countingSince());
    }

    @Test
    void a_choice_that_was_made_while_the_agent_was_down_is_counted() {
        ProvisioningMemory memory = kept(failed().memory());

        cluster.unwatchedUntil(581).asks("gpu-od");
        cluster.unwatchedUntil(600).restarts(memory);

        assertThat(cluster.state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
    }

    @Test
    void without_memory_a_choice_that_was_made_before_is_shown_and_not_counted() {
        fallsBack().unwatchedUntil(600).restartsWithoutMemory();

        assertThat(cluster.state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        assertThat(cluster.counted()).isEmpty();
    }

    @Test
    void without_memory_a_choice_that_is_made_while_it_watches_is_counted_and_no_time_is_made_up() {
        failed().unwatchedUntil(570).restartsWithoutMemory().step();

        assertThat(cluster.at(581).asks("gpu-od").state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        cluster.at(655).comes("gpu-od", "od-0").step();

        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
        assertThat(cluster.result().counted().getFirst().lag().count())
                .as("nothing tells any more when spot was first asked for")
                .isZero();
    }

    @Test
    void a_failure_that_was_closed_is_not_opened_again_by_what_is_still_told_of_it() {
        failed().says(
                        "ScaleUpTimedOut",
                        "Nodes added to group " + GroupsCluster.asgName("cx-ws-gpu-spot")
                                + " failed to register within 8m7s");
        cluster.at(581).asks("gpu-od").step();
        cluster.at(655).comes("gpu-od", "od-0").runs("ranker", "a", "od-0").step();
        cluster.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();
        cluster.scaleUp("gpu-od", ScaleUp.NO_ACTIVITY)
                .at(900)
                .deletes("a")
                .goes("od-0")
                .target("gpu-od", 0);
        assertThat(cluster.state()).isEqualTo(FallbackState.NORMAL);
        cluster.comes("gpu-od", "od-1").step();

        cluster.unwatchedUntil(1500).restarts(kept(cluster.memory()));

        assertThat(cluster.state()).isEqualTo(FallbackState.NORMAL);
        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
    }

    @Test
    void interruptions_outlive_a_restart() {
        cluster.at(0).step();
        cluster.at(10).goes("spot-0").step();
        cluster.at(60).step();

        cluster.restarts(kept(cluster.memory())).at(80).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void a_node_that_had_just_gone_is_decided_after_the_restart() {
        cluster.at(0).step();
        cluster.at(10).goes("spot-0").step();
        assertThat(cluster.memory().gone()).hasSize(1);

        cluster.unwatchedUntil(30).restarts(kept(cluster.memory())).step();
        cluster.at(60).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
        assertThat(cluster.memory().gone()).isEmpty();
    }

    @Test
    void nothing_to_remember_is_a_first_start() {
        cluster.at(0).restarts(ProvisioningMemory.NONE);

        assertThat(cluster.state()).isEqualTo(FallbackState.NORMAL);
        assertThat(cluster.result().countingSince()).isEqualTo(FallbackCluster.START);
    }

    @Test
    void a_hundred_groups_in_the_midst_of_fallbacks_take_less_than_64_KiB() {
        ProvisioningMemory.Family one = fallsBack().memory().families().getFirst();
        Map<Integer, Long> natives = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            natives.put(60 + i, 12L);
        }
        List<Long> buckets = List.of(1L, 2L, 3L, 4L, 5L, 6L, 339L);
        ProvisioningMemory.Lag lag = new ProvisioningMemory.Lag(buckets, 123_456.789, 0, natives);
        List<ProvisioningMemory.Family> families = new ArrayList<>();
        Map<String, Long> interruptions = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            families.add(new ProvisioningMemory.Family(
                    "g4dn.12xlarge-" + i,
                    one.seenAt(),
                    one.seenAt(),
                    one.seenAt(),
                    one.state(),
                    one.stateSince(),
                    one.open(),
                    Map.of("capacity", 100L, "timeout", 200L, "quota", 12L),
                    lag));
            interruptions.put("a-spot-group-of-some-name-" + i, 1000L);
        }
        String text = JSON.writeValueAsString(new ProvisioningMemory(
                1, 1, families, interruptions, cluster.memory().gone()));

        assertThat(one.open()).hasSize(1);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(64 * 1024);
    }

    @Test
    void a_memory_from_a_clock_that_was_ahead_does_not_stop_the_counting() {
        cluster.at(3000).step();
        ProvisioningMemory ahead = kept(cluster.memory());
        FallbackCluster other = FallbackCluster.ofTheGuide().api("ranker");

        other.at(0).restarts(ahead).step();
        other.at(60).waits("ranker", "a").step();
        other.at(74).asks("gpu-spot").step();
        other.at(561).givesUp("gpu-spot").step();
        other.at(581).asks("gpu-od").step();

        assertThat(other.counted()).containsExactly(Map.entry(FallbackReason.TIMEOUT, 1L));
    }

    @Test
    void a_memory_with_holes_in_it_is_read_as_far_as_it_goes() {
        String text = JSON.writeValueAsString(fallsBack().memory())
                .replace("\"timeout\":1", "\"timeout\":null,\"quota\":3")
                .replace("\"gpu-od\":0", "\"gpu-od\":null")
                .replace("\"gone\":[]", "\"gone\":[null]")
                .replace("\"families\":[", "\"families\":[null,");

        cluster.restarts(JSON.readValue(text, ProvisioningMemory.class)).step();

        assertThat(cluster.counted()).containsExactly(Map.entry(FallbackReason.QUOTA, 3L));
    }

    @Property(tries = 300)
    void whatever_somebody_wrote_into_the_memory_the_agent_goes_on(
            @ForAll long moment,
            @ForAll String word,
            @ForAll int count,
            @ForAll boolean flag,
            @ForAll @Size(max = 9) List<Long> buckets,
            @ForAll double sum) {
        ProvisioningMemory.Open open = new ProvisioningMemory.Open(
                moment,
                flag,
                moment,
                moment,
                word,
                moment,
                word,
                count,
                moment,
                Map.of(word, count),
                moment,
                moment,
                flag,
                moment,
                moment);
        ProvisioningMemory memory = new ProvisioningMemory(
                moment,
                moment,
                List.of(new ProvisioningMemory.Family(
                        flag ? FallbackCluster.FAMILY : word,
                        moment,
                        moment,
                        moment,
                        word,
                        moment,
                        List.of(open),
                        Map.of(word, moment),
                        new ProvisioningMemory.Lag(buckets, sum, moment, Map.of(count, moment)))),
                Map.of(word, moment),
                List.of(new ProvisioningMemory.Gone(word, word, word, word, word, flag, !flag, moment)));
        FallbackCluster any = FallbackCluster.ofTheGuide();

        any.at(0).restarts(memory).step();

        assertThat(any.at(120).state()).isNotEqualTo(FallbackState.UNKNOWN);
        assertThat(kept(any.memory()).families()).isNotEmpty();
    }
}
