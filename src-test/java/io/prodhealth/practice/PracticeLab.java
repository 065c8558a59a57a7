package io.prodhealth.practice;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.DumpedCluster;
import java.nio.file.Path;
import java.util.List;

/** Judges a folder of dumped objects as of the moment it was taken. */
record PracticeLab(Path folder) {

    ClusterSnapshot snapshot() {
        return DumpedCluster.read(folder, DumpedCluster.takenAt(folder).orElseThrow(), "default", complaint -> {
            throw new AssertionError(complaint);
        });
    }

    Audit audit(Evidence.Origin origin, Config config) {
        return Audit.of(snapshot(), origin, config, List.of());
    }
}
