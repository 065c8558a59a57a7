package io.prodhealth.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.recording.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final Replay.Pace PACE = new Replay.Pace(Duration.ofSeconds(15), Duration.ofMillis(100));

    @TempDir
    private Path folder;

    private final List<StateChange> changes = new ArrayList<>();
    private final List<Duration> paced = new ArrayList<>();
    private final List<Double> judged = new ArrayList<>();
    private final Map<Double, List<String>> nodes = new HashMap<>();

    @Test
    void time_is_given_to_pass_before_each_evaluation() throws Exception {
        replay(0, node(0, "a"), node(20, "b"));

        assertThat(paced).containsExactly(Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    @Test
    void there_is_an_evaluation_at_once_when_something_changes_and_after_an_interval_when_nothing_does()
            throws Exception {
        replay(0, node(0, "a"), node(20, "b"), node(50, "c"));

        assertThat(judged).containsExactly(0.0, 15.0, 20.0, 35.0, 50.0);
    }

    @Test
    void changes_within_the_gap_are_judged_together() throws Exception {
        replay(
                0,
                node(0, "a"),
                node(10, "b"),
                node(10, "c"),
                node(10.02, "d"),
                node(10.05, "e"),
                node(10.1, "f"),
                node(10.35, "g"));

        assertThat(judged).containsExactly(0.0, 10.0, 10.1, 10.35);
        assertThat(nodes).containsEntry(10.0, List.of("a", "b", "c"));
        assertThat(nodes).containsEntry(10.1, List.of("a", "b", "c", "d", "e", "f"));
    }

    @Test
    void the_last_change_is_judged_even_if_it_comes_within_the_gap() throws Exception {
        replay(0, node(0, "a"), node(10, "b"), node(10.03, "c"));

        assertThat(judged).containsExactly(0.0, 10.0, 10.1);
        assertThat(nodes.get(10.1)).contains("c");
    }

    @Test
    void time_is_counted_from_the_first_record_wherever_it_begins() throws Exception {
        replay(0, node(1234.5, "a"), node(1244.5, "b"));

        assertThat(judged).containsExactly(0.0, 10.0);
        assertThat(changes).extracting(StateChange::since).containsExactly(Duration.ZERO, Duration.ofSeconds(10));
    }

    @Test
    void started_in_the_middle_it_finds_what_there_is_by_then_and_tells_nothing_of_before() throws Exception {
        replay(25, node(0, "a"), node(10, "b"), node(20, "a").replace("ADDED", "DELETED"), node(30, "c"));

        assertThat(judged).containsExactly(25.0, 30.0);
        assertThat(nodes).containsEntry(25.0, List.of("b"));
        assertThat(changes).extracting(change -> change.subject().name()).containsExactly("b", "c");
        assertThat(changes.getFirst().since()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void started_after_its_end_it_finds_the_end() throws Exception {
        replay(500, node(0, "a"), node(10, "b"));

        assertThat(judged).containsExactly(500.0);
        assertThat(nodes).containsEntry(500.0, List.of("a", "b"));
    }

    @Test
    void a_subject_that_is_gone_is_unknown_once_and_new_when_it_comes_again() throws Exception {
        replay(0, node(0, "a"), node(10, "a").replace("ADDED", "DELETED"), node(20, "b"), node(30, "a"));

        assertThat(changes)
                .extracting(change ->
                        change.since().toSeconds() + " " + change.subject().name() + " "
                                + change.before().map(State::word).orElse("-") + " "
                                + change.after().word() + " " + change.after().reason())
                .containsExactly("0 a - ready ", "10 a ready unknown gone", "20 b - ready ", "30 a - ready ");
    }

    /** What is tracked is each node, to keep the test small: its state is whether it is ready. */
    private static final class NodeTracker implements Tracker {
        @Override
        public Subject.Kind kind() {
            return Subject.Kind.NODE_FAMILY;
        }

        @Override
        public Observed<Map<Subject, State>> states(Evaluation evaluation) {
            return evaluation.snapshot().kubernetes().nodes().map(all -> {
                Map<Subject, State> states = new HashMap<>();
                all.forEach(node -> states.put(new Subject(kind(), node.name()), new State("ready", "")));
                return states;
            });
        }
    }

    private void replay(double from, String... lines) throws Exception {
        Files.writeString(folder.resolve("watch.jsonl"), String.join("\n", lines) + "\n");
        try (Recording recording = Recording.open(folder, Set.of(), "default", complaint -> {
            throw new AssertionError(complaint);
        })) {
            Instant begin = recording.begin();
            new Replay(
                            recording,
                            snapshot -> judge(snapshot, begin),
                            PACE,
                            moment -> paced.add(Duration.between(begin, moment)),
                            List.of(new NodeTracker()),
                            changes::add)
                    .run(Duration.ofNanos(Math.round(from * 1e9)));
        }
    }

    private Evaluation judge(ClusterSnapshot snapshot, Instant begin) {
        double at = Duration.between(begin, snapshot.at()).toNanos() / 1e9;
        judged.add(at);
        nodes.put(
                at,
                snapshot.kubernetes().nodes().orElse(List.of()).stream()
                        .map(Node::name)
                        .toList());
        return Signals.of(Config.defaults()).start(snapshot.at()).evaluation(snapshot, Duration.ZERO);
    }

    private static String node(double at, String name) {
        return "{\"at\":" + at + ",\"resource\":\"nodes\",\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\""
                + name + "\"}}}";
    }
}
