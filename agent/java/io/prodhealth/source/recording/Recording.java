package io.prodhealth.source.recording;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.recording.RecordedCluster.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of records of a cluster, read in order of their time, never more than one line of each file in memory. Any file
 * may be missing, and may be packed ({@code .gz}).
 */
public final class Recording implements AutoCloseable {

    /** Past this a time is taken for a mistake: every interval of it would be judged. */
    private static final long LONGEST_SILENCE = Duration.ofDays(31).toSeconds() * 1_000_000;

    private final RecordedCluster cluster;
    private final List<Tape> tapes = new ArrayList<>();
    private final Consumer<Complaint> complaints;
    private Instant zero = Instant.EPOCH;
    private long first;
    private long reached;

    private Recording(RecordedCluster cluster, Consumer<Complaint> complaints) {
        this.cluster = cluster;
        this.complaints = complaints;
    }

    /** What may be left out, as if it had not been recorded. */
    public enum Without {
        AWS,
        PROMETHEUS
    }

    /**
     * Opens the recording in {@code folder}.
     *
     * @param without what is left out
     * @param cortexNamespace where Cortex keeps its APIs, unless the recording says
     * @param complaints hears of every line that cannot be used
     * @throws NotARecordingException when there is no record in it
     */
    public static Recording open(
            Path folder, Set<Without> without, String cortexNamespace, Consumer<Complaint> complaints)
            throws NotARecordingException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotARecordingException(folder + " is no folder");
        }
        Manifest manifest = Manifest.read(folder);
        RecordedCluster cluster =
                new RecordedCluster(manifest.namespace().isEmpty() ? cortexNamespace : manifest.namespace());
        Recording recording = new Recording(cluster, complaints);
        try {
            recording.load(folder, without, manifest);
            return recording;
        } catch (NotARecordingException | IOException | RuntimeException e) {
            recording.close();
            throw e;
        }
    }

    private void load(Path folder, Set<Without> without, Manifest manifest) throws NotARecordingException, IOException {
        boolean any = false;
        Instant begin = manifest.begin();
        for (Part part : Part.values()) {
            Path file = file(folder, part);
            any |= file != null;
            boolean leftOut = switch (part) {
                case WATCH -> false;
                case AWS, SQS -> without.contains(Without.AWS);
                case METRICS, SERVER -> without.contains(Without.PROMETHEUS);
            };
            if (leftOut || file == null) {
                cluster.missing(part, leftOut ? Observed.Reason.DISABLED : Observed.Reason.ABSENT);
            } else {
                add(part, file);
                begin = begin == null || part == Part.WATCH ? told(part, file, manifest, begin) : begin;
            }
        }
        if (!any) {
            throw new NotARecordingException(folder + " is no recording: it has none of watch.jsonl, aws.jsonl,"
                    + " sqs.jsonl, metrics.jsonl and prometheus.jsonl");
        }
        zero = begin == null ? Instant.EPOCH : begin;
        manifest.kinds().forEach(cluster.kubernetes()::present);
        for (String denied : manifest.denied()) {
            if (denied.equals(Manifest.ACTIVITIES)) {
                cluster.scaling().activitiesDenied();
            } else {
                cluster.kubernetes().withheld(denied, Observed.Reason.PERMISSION_DENIED);
            }
        }
        start(folder);
    }

    private static @Nullable Path file(Path folder, Part part) {
        for (String suffix : List.of("", ".gz")) {
            Path file = folder.resolve(part.file() + suffix);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    private void add(Part part, Path file) throws IOException {
        tapes.add(
                switch (part) {
                    case WATCH -> new WatchTape(file, cluster.kubernetes(), complaints);
                    case AWS ->
                        new TreeTape(file, (at, json) -> cluster.scaling().take(json, moment(at)), complaints);
                    case SQS ->
                        new TreeTape(file, (at, json) -> cluster.queues().take(json, moment(at)), complaints);
                    case METRICS ->
                        new TreeTape(file, (at, json) -> cluster.requests().take(json, moment(at)), complaints);
                    case SERVER ->
                        new TreeTape(file, (at, json) -> cluster.server().take(json, moment(at)), complaints);
                });
    }

    /** What a file tells of the recording as a whole. */
    private @Nullable Instant told(Part part, Path file, Manifest manifest, @Nullable Instant begin)
            throws IOException {
        if (begin != null && !manifest.kinds().isEmpty()) {
            return begin;
        }
        Survey survey = Survey.of(file);
        if (part == Part.WATCH) {
            survey.resources().forEach(cluster.kubernetes()::present);
        }
        Optional<Instant> told = survey.begin();
        return begin == null ? told.orElse(null) : begin;
    }

    private void start(Path folder) throws NotARecordingException, IOException {
        List<Tape> begun = new ArrayList<>();
        for (Tape tape : tapes) {
            if (tape.advance()) {
                begun.add(tape);
            } else {
                tape.close();
            }
        }
        tapes.clear();
        tapes.addAll(begun);
        if (tapes.isEmpty()) {
            throw new NotARecordingException(folder + " is no recording: there is no record in it");
        }
        first = tapes.stream().mapToLong(Tape::at).min().orElse(0);
        reached = first;
        cluster.kubernetes().beginList();
    }

    private Instant moment(double second) {
        return zero.plus(Second.micros(second), ChronoUnit.MICROS);
    }

    /** The moment of the first record. */
    public Instant begin() {
        return zero.plus(first, ChronoUnit.MICROS);
    }

    /** The moment of the next record, never before that of the last; empty at the end. */
    public Optional<Instant> next() {
        Tape tape = earliest();
        return tape == null
                ? Optional.empty()
                : Optional.of(zero.plus(Math.max(reached, tape.at()), ChronoUnit.MICROS));
    }

    private @Nullable Tape earliest() {
        Tape earliest = null;
        for (Tape tape : tapes) {
            if (earliest == null || tape.at() < earliest.at()) {
                earliest = tape;
            }
        }
        return earliest;
    }

    /** Takes in the next record. */
    public void take() throws IOException {
        Tape tape = earliest();
        if (tape == null) {
            return;
        }
        reached = Math.max(reached, tape.at());
        tape.take();
        if (!advance(tape)) {
            tapes.remove(tape);
            tape.close();
        }
    }

    private boolean advance(Tape tape) throws IOException {
        while (tape.advance()) {
            if (tape.at() - reached <= LONGEST_SILENCE) {
                return true;
            }
            tape.refuse("lies more than 31 days after the record before it");
        }
        return false;
    }

    /** What has been taken in so far was there when the recording began; what follows happens. */
    public void endList() {
        cluster.kubernetes().endList();
    }

    /** The cluster as of {@code now}, which lies not before the last record taken. */
    public ClusterSnapshot snapshot(Instant now) {
        return cluster.snapshot(now);
    }

    @Override
    public void close() throws IOException {
        for (Tape tape : tapes) {
            tape.close();
        }
    }
}
