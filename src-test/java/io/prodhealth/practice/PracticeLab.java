package io.prodhealth.practice;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.SignalStates;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.practice.review.Judge;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.DumpedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Judges a folder of dumped objects as of the moment it was taken. */
record PracticeLab(Path folder) {

    ClusterSnapshot snapshot() {
        return snapshot(Duration.ZERO);
    }

    /** As of a moment before. */
    ClusterSnapshot snapshot(Duration before) {
        return DumpedCluster.read(
                folder, DumpedCluster.takenAt(folder).orElseThrow().minus(before), "default", complaint -> {
                    throw new AssertionError(complaint);
                });
    }

    Audit audit(Evidence.Origin origin, Config config) {
        return Audit.of(snapshot(), origin, config);
    }

    /** Judges the last of some snapshots, with what the signals remember of those before. */
    static List<Verdict> judge(List<ClusterSnapshot> snapshots, Evidence.Origin origin, Config config) {
        Signals signals = Signals.of(config);
        SignalStates states = signals.start(snapshots.getFirst().at());
        for (ClusterSnapshot snapshot : snapshots) {
            states = signals.step(states, snapshot);
        }
        ClusterSnapshot last = snapshots.getLast();
        Evaluation evaluation = states.evaluation(last, Duration.ZERO);
        Evidence evidence = new Evidence(
                origin,
                last,
                evaluation.readiness(),
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus(),
                states.behaviour(),
                Unread.NOTHING);
        return Judge.judge(Practices.all(config.practices().limits()), evidence, List.of());
    }
}
