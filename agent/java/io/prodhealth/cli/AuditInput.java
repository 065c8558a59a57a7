package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.logging.HostileText;
import io.prodhealth.logging.LogbackSetup;
import io.prodhealth.practice.Evidence.Origin;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unread;
import io.prodhealth.report.AuditReport;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.FilePlaces;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.source.files.CortexFiles;
import io.prodhealth.source.recording.DumpedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an audit is of. */
sealed interface AuditInput {

    /** Reads it and judges it once. */
    AuditReport judge(Config config) throws Exception;

    /** A cluster that was dumped to a folder. */
    record Dump(Path folder, Instant at) implements AuditInput {
        @Override
        public AuditReport judge(Config config) {
            List<String> unreadable = new ArrayList<>();
            ClusterSnapshot snapshot = DumpedCluster.read(
                    folder,
                    at,
                    config.cortex().namespace(),
                    complaint ->
                            unreadable.add(HostileText.oneLine(complaint.where() + ": " + complaint.what() + ".")));
            if (snapshot.kubernetes().pods().known().isEmpty()
                    && snapshot.kubernetes().deployments().known().isEmpty()) {
                unreadable.add(
                        "the folder holds nothing of Kubernetes: neither pods.json nor deployments.json can be read.");
            }
            Audit audit = Audit.of(snapshot, Origin.DUMP, config);
            return new AuditReport(at, audit.verdicts(), List.copyOf(unreadable));
        }
    }

    /** Files that users of Cortex write. */
    record Written(List<Path> paths, Instant at) implements AuditInput {
        @Override
        public AuditReport judge(Config config) {
            CortexFiles.Found found =
                    CortexFiles.read(paths, at, config.cortex().namespace());
            Unread unread = new Unread(
                    found.partly().apis().stream()
                            .map(name ->
                                    Subject.api(new Workload(config.cortex().namespace(), "", name)))
                            .toList(),
                    found.partly().configuration(),
                    found.partly().anything());
            Audit audit = Audit.of(found.snapshot(), Origin.FILES, config, unread);
            return new AuditReport(
                    at,
                    audit.verdicts(),
                    found.unreadable().stream()
                            .map(sentence -> HostileText.oneLine(sentence + "."))
                            .toList(),
                    found.places());
        }
    }

    /** A cluster that runs. */
    record Live(LiveAuditor auditor, Duration timeout) implements AuditInput {
        @Override
        public AuditReport judge(Config config) throws Exception {
            LogbackSetup.apply(config.log().level(), config.log().format());
            LiveAuditor.Seen seen = auditor.look(config, timeout);
            Audit audit = Audit.of(seen.snapshot(), Origin.LIVE, config);
            return new AuditReport(
                    seen.snapshot().at(),
                    audit.verdicts(),
                    seen.unreadable().stream().map(HostileText::oneLine).toList(),
                    FilePlaces.NONE);
        }
    }

    /**
     * What stands at the paths; empty, and said, when they make no sense together.
     *
     * @param at the moment that was asked for; otherwise a dump's own, and now for files, which have none
     */
    static Optional<AuditInput> ofPaths(
            List<String> given, Optional<Instant> at, String namespace, Clock clock, List<String> errors) {
        if (given.isEmpty()) {
            errors.add(Flags.PATH + ": needs a value, or --live.");
        }
        List<Path> paths = given.stream()
                .flatMap(path -> Flags.path(path, errors).stream())
                .toList();
        List<Path> dumps = paths.stream()
                .filter(path -> Files.isDirectory(path) && DumpedCluster.is(path, namespace))
                .toList();
        if (dumps.isEmpty()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            return Optional.of(new Written(paths, at.orElse(now)));
        }
        Path dump = dumps.getFirst();
        if (paths.size() > 1) {
            errors.add(HostileText.oneLine(dump.toString())
                    + ": is a dumped cluster, which is judged alone; leave the others for an audit of their own.");
        }
        Optional<Instant> moment = at.or(() -> DumpedCluster.takenAt(dump));
        if (moment.isEmpty()) {
            errors.add(HostileText.oneLine(dump.toString())
                    + ": has no cluster.json that says when it was taken (taken_at); say it with --at.");
        }
        return moment.map(taken -> new Dump(dump, taken));
    }
}
