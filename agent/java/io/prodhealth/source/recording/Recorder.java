package io.prodhealth.source.recording;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.kubernetes.ObjectTap;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down what is read of a live cluster. Second 0 is the moment at which every kind has been read once: until then
 * everything belongs to the first list. Safe for threads.
 */
public final class Recorder implements ObjectTap, AutoCloseable {

    /** A kind that is not read by then comes later. */
    private static final Duration LONGEST_LIST = Duration.ofSeconds(60);

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Clock clock;
    private final About about;
    private final Parts parts;
    private final Privacy privacy;
    private final Instant openedAt;
    private final LineFile watch;
    private final LineFile aws;
    private final LineFile sqs;
    private final LineFile metrics;
    private final ScalingLines scalingLines = new ScalingLines();
    private final QueueLines queueLines = new QueueLines();
    private final RequestLines requestLines = new RequestLines();
    private Optional<Instant> begin = Optional.empty();
    private Manifest written = Manifest.NONE;
    private long last;
    private long records;
    private @Nullable IOException failure;

    /**
     * What a recording says of itself.
     *
     * @param version of this agent
     * @param cortexNamespace where Cortex keeps its APIs
     * @param cluster name of the cluster; empty while it is not known
     */
    public record About(String version, String cortexNamespace, Supplier<String> cluster) {}

    /** What is read of AWS and Prometheus, asked for each time it is to be written. */
    public record Parts(
            Supplier<Observed<AutoScaling>> autoScaling,
            Supplier<Observed<Queues>> queues,
            Supplier<Observed<List<QueueActivity>>> queueActivity,
            Supplier<Observed<RequestLoad>> requests) {}

    /**
     * Makes the folder, where it is missing.
     *
     * @throws FolderInUseException when there is something in it
     */
    public Recorder(Path folder, Clock clock, About about, Parts parts, Privacy privacy)
            throws FolderInUseException, IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new FolderInUseException(folder + " is not empty");
            }
        }
        this.folder = folder;
        this.clock = clock;
        this.about = about;
        this.parts = parts;
        this.privacy = privacy;
        this.openedAt = clock.instant();
        this.watch = new LineFile(folder.resolve(RecordedCluster.Part.WATCH.file()));
        this.aws = new LineFile(folder.resolve(RecordedCluster.Part.AWS.file()));
        this.sqs = new LineFile(folder.resolve(RecordedCluster.Part.SQS.file()));
        this.metrics = new LineFile(folder.resolve(RecordedCluster.Part.METRICS.file()));
    }

    @Override
    public synchronized void heard(String resource, String type, ObjectNode object) {
        privacy.apply(resource, object);
        ObjectNode record = JSON.createObjectNode();
        record.put("resource", resource);
        record.put("type", type);
        record.set("object", object);
        write(watch, record);
    }

    /**
     * Writes what else has been read since the last time, and lets everything be seen. To be called each second.
     *
     * @param kinds how each kind is doing
     * @throws IOException when something could not be written, then or since the last time
     */
    public synchronized void tick(List<KindStatus> kinds) throws IOException {
        Instant now = clock.instant();
        boolean settled = kinds.stream().allMatch(KindStatus::settled);
        if (begin.isEmpty() && (settled || !now.isBefore(openedAt.plus(LONGEST_LIST)))) {
            begin = Optional.of(now);
        }
        if (begin.isPresent()) {
            writeParts();
            describe(begin.get(), kinds);
        }
        for (LineFile file : List.of(watch, aws, sqs, metrics)) {
            file.flush();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void writeParts() {
        scalingLines.of(parts.autoScaling.get()).forEach(line -> writePart(aws, line));
        queueLines.depths(parts.queues.get()).forEach(line -> writePart(sqs, line));
        queueLines.minutes(parts.queueActivity.get()).forEach(line -> writePart(sqs, line));
        requestLines.of(parts.requests.get()).forEach(line -> writePart(metrics, line));
    }

    private void writePart(LineFile file, ObjectNode line) {
        privacy.apply("", line);
        write(file, line);
    }

    private void write(LineFile file, ObjectNode record) {
        try {
            ObjectNode line = JSON.createObjectNode();
            line.put("at", BigDecimal.valueOf(millis(), 3));
            line.setAll(record);
            file.write(line);
            records++;
        } catch (IOException e) {
            // Nobody who reads the cluster can do anything about it; the next tick says so.
            failure = e;
        }
    }

    /** Milliseconds since second 0, never fewer than before. */
    private long millis() {
        last = begin.map(from ->
                        Math.max(last, Duration.between(from, clock.instant()).toMillis()))
                .orElse(0L);
        return last;
    }

    private void describe(Instant from, List<KindStatus> kinds) throws IOException {
        List<String> read = kinds.stream()
                .filter(kind -> kind.lists() > 0)
                .map(kind -> kind.kind().replaceFirst("/.*", ""))
                .distinct()
                .toList();
        List<String> denied = Stream.concat(
                        kinds.stream()
                                .filter(kind -> kind.trouble()
                                        .filter(reason -> reason == Observed.Reason.PERMISSION_DENIED)
                                        .isPresent())
                                .map(KindStatus::kind),
                        activitiesDenied() ? Stream.of(Manifest.ACTIVITIES) : Stream.of())
                .toList();
        Manifest manifest = new Manifest(
                from,
                about.version,
                privacy.name(about.cluster.get()),
                privacy.name(about.cortexNamespace),
                read,
                denied);
        if (!manifest.equals(written)) {
            // In one step, since the machine may go down at any moment.
            Path fresh = folder.resolve(Manifest.FILE + ".new");
            Files.writeString(fresh, manifest.json());
            LineFile.ownerOnly(fresh);
            Files.move(
                    fresh,
                    folder.resolve(Manifest.FILE),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            written = manifest;
        }
    }

    private boolean activitiesDenied() {
        return parts.autoScaling
                .get()
                .known()
                .filter(scaling -> scaling.activities() instanceof Observed.Unknown<?> unknown
                        && unknown.reason() == Observed.Reason.PERMISSION_DENIED)
                .isPresent();
    }

    /** Records written so far. */
    public synchronized long records() {
        return records;
    }

    /** The moment of second 0; empty before. */
    public synchronized Optional<Instant> begin() {
        return begin;
    }

    @Override
    public synchronized void close() throws IOException {
        for (LineFile file : List.of(watch, aws, sqs, metrics)) {
            file.close();
        }
    }
}
