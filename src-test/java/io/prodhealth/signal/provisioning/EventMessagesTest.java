package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.provisioning.AutoscalerMessage.Triggered.Growth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMessagesTest {

    private static final String GROUP = "eksctl-cortex-nodegroup-cx-ws-gpu-NodeGroup-1F5TKS610A9N4";

    @Test
    void every_recorded_message_of_a_known_reason_is_understood() throws IOException {
        Set<String> unread = Set.of("ScaleDown", "ScaleDownEmpty", "PriorityConfigMapNoGroupMatched");
        List<String> lines = Files.readAllLines(Path.of("src-test", "resources", "provisioning", "events.tsv"));

        assertThat(lines).hasSizeGreaterThan(10);
        for (String line : lines) {
            String[] event = line.split("\t", 2);
            assertThat(EventMessages.read(event[0], event[1]).isPresent())
                    .as(line)
                    .isNotEqualTo(unread.contains(event[0]));
        }
    }

    @Test
    void both_messages_of_a_scale_up_are_told_apart() {
        assertThat(EventMessages.read("ScaledUpGroup", "Scale-up: setting group " + GROUP + " size to 2"))
                .contains(new AutoscalerMessage.ScaledUp(GROUP, 2, false));
        assertThat(EventMessages.read("ScaledUpGroup", "Scale-up: group " + GROUP + " size set to 2"))
                .contains(new AutoscalerMessage.ScaledUp(GROUP, 2, true));
        assertThat(EventMessages.read(
                        "ScaledUpGroup", "Scale-up: setting group " + GROUP + " size to 2 instead of 1 (max: 5)"))
                .contains(new AutoscalerMessage.ScaledUp(GROUP, 2, false));
    }

    @Test
    void a_timeout_tells_the_time_the_nodes_were_given() {
        assertThat(EventMessages.read(
                        "ScaleUpTimedOut", "Nodes added to group " + GROUP + " failed to register within 8m6.91s"))
                .contains(new AutoscalerMessage.TimedOut(GROUP, Optional.of(Duration.ofMillis(8 * 60_000 + 6_910))));
        assertThat(EventMessages.read(
                        "ScaleUpTimedOut", "Nodes added to group " + GROUP + " failed to register within "))
                .contains(new AutoscalerMessage.TimedOut(GROUP, Optional.empty()));
    }

    @Test
    void a_failure_tells_its_class_and_code() {
        assertThat(EventMessages.read(
                        "ScaleUpFailed",
                        "Failed adding 3 nodes to group " + GROUP
                                + " due to OutOfResource.placeholder-cannot-be-fulfilled; source errors: AWS"
                                + " cannot; sorry"))
                .contains(new AutoscalerMessage.Failed(
                        GROUP,
                        OptionalInt.of(3),
                        "OutOfResource",
                        "placeholder-cannot-be-fulfilled",
                        "source errors: AWS cannot; sorry"));
        assertThat(EventMessages.read("ScaleUpFailed", "Failed adding 1 nodes to group " + GROUP + " due to Other"))
                .contains(new AutoscalerMessage.Failed(GROUP, OptionalInt.of(1), "Other", "", ""));
    }

    @Test
    void a_refused_call_tells_the_words_of_the_cloud() {
        assertThat(EventMessages.read(
                        "FailedToScaleUpGroup",
                        "Scale-up failed for group " + GROUP
                                + ": ValidationError: New SetDesiredCapacity value 6 is above"))
                .contains(new AutoscalerMessage.Refused(
                        GROUP, "ValidationError: New SetDesiredCapacity value 6 is above"));
    }

    @Test
    void a_pod_names_the_groups_that_grow_for_it() {
        assertThat(EventMessages.read(
                        "TriggeredScaleUp",
                        "pod triggered scale-up: [{" + GROUP + " 0->1 (max: 5)} {other 2->12 (max: 20)}]"))
                .contains(new AutoscalerMessage.Triggered(List.of(
                        new Growth(GROUP, 0, 1, OptionalInt.of(5)), new Growth("other", 2, 12, OptionalInt.of(20)))));
        assertThat(EventMessages.read(
                        "TriggeredScaleUp", "pod triggered scale-up: [{" + GROUP + " 0->1 (max: 5)} {cut off 1->"))
                .contains(new AutoscalerMessage.Triggered(List.of(new Growth(GROUP, 0, 1, OptionalInt.of(5)))));
        assertThat(EventMessages.read("TriggeredScaleUp", "pod triggered scale-up: []"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod didn't trigger scale-up: 1 in backoff after failed scale-up, 2 max node group size reached|1|2|0",
                "pod didn't trigger scale-up: 4 node(s) didn't match Pod's node affinity/selector|0|0|4",
                "pod didn't trigger scale-up: 1 node(s) had taint {workload: true}, that the pod didn't tolerate, 3"
                        + " Insufficient cpu, 1 in backoff after failed scale-up|1|0|4",
                "pod didn't trigger scale-up (it wouldn't fit if a new node is added): 2 max node group size"
                        + " reached|0|2|0",
                "pod didn't trigger scale-up: |0|0|0"
            })
    void a_pod_that_triggers_nothing_tells_why(String message, int backoff, int atMax, int unfit) {
        assertThat(EventMessages.read("NotTriggerScaleUp", message))
                .contains(new AutoscalerMessage.NotTriggered(backoff, atMax, unfit));
    }

    @Test
    void placeholders_and_groups_without_priority_are_named() {
        assertThat(EventMessages.read(
                        "DeleteUnregistered",
                        "Removed unregistered node aws:///us-east-1a/i-placeholder-" + GROUP + "-0"))
                .contains(new AutoscalerMessage.Unregistered(GROUP));
        assertThat(EventMessages.read(
                        "PriorityConfigMapNotMatchedGroup",
                        "Priority expander: node group " + GROUP + " not found in priority expander configuration. The"
                                + " group won't be used."))
                .contains(new AutoscalerMessage.Unmatched(GROUP));
    }

    @ParameterizedTest
    @CsvSource({
        "ScaledUpGroup, ''",
        "ScaledUpGroup, Scale-up: setting group x size to 99999999999",
        "ScaleUpTimedOut, Nodes added to nothing",
        "TriggeredScaleUp, 'pod triggered scale-up: [{a 1->99999999999 (max: 5)}]'",
        "ScaleUpFailed, Failed adding many nodes to group a due to b",
        "Pulled, Scale-up: setting group x size to 2"
    })
    void what_is_not_understood_says_nothing(String reason, String message) {
        assertThat(EventMessages.read(reason, message)).isEmpty();
    }
}
