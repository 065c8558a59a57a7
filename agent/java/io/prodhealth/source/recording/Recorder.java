package io.prodhealth.source.recording;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
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
    private final Privacy privacy;
    private final Instant openedAt;
    private final LineFile watch;
    private final LineFile aws;
    private final LineFile sqs;
    private final LineFile metrics;
    private final LineFile server;
    private final ScalingLines scalingLines = new ScalingLines();
    private final QueueLines queueLines = new QueueLines();
    private final RequestLines requestLines = new RequestLines();
    private final ServerLines serverLines = new ServerLines();
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
     */
    public record About(String version, String cortexNamespace) {}

    /**
     * What has been read beside the objects, which are heard.
     *
     * @param cluster name of the cluster; empty while it is not known
     * @param kinds how each kind is doing
     */
    public record Read(
            String cluster,
            List<KindStatus> kinds,
            Observed<AutoScaling> autoScaling,
            Observed<Queues> queues,
            Observed<List<QueueActivity>> queueActivity,
            Observed<RequestLoad> requests,
            Observed<PrometheusServer> server) {}

    /**
     * Makes the folder, where it is missing.
     *
     * @throws FolderInUseException when there is something in it
     */
    public Recorder(Path folder, Clock clock, About about, Privacy privacy) throws FolderInUseException, IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new FolderInUseException(folder + " is not empty");
            }
        }
        this.folder = folder;
        this.clock = clock;
        this.about = about;
        this.privacy = privacy;
        this.openedAt = clock.instant();
        this.watch = new LineFile(folder.resolve(RecordedCluster.Part.WATCH.file()));
        this.aws = new LineFile(folder.resolve(RecordedCluster.Part.AWS.file()));
        this.sqs = new LineFile(folder.resolve(RecordedCluster.Part.SQS.file()));
        this.metrics = new LineFile(folder.resolve(RecordedCluster.Part.METRICS.file()));
        this.server = new LineFile(folder.resolve(RecordedCluster.Part.SERVER.file()));
    }

    @Override
    public void heard(String resource, String type, ObjectNode object) {
        // Not when it comes to be written: another object may be in the way.
        write(resource, type, object, clock.instant());
    }

    private synchronized void write(String resource, String type, ObjectNode object, Instant heardAt) {
        privacy.apply(resource, object);
        ObjectNode record = JSON.createObjectNode();
        record.put("resource", resource);
        record.put("type", type);
        record.set("object", object);
        write(watch, record, heardAt);
    }

    /**
     * Writes what else has been read since the last time, and lets everything be seen. To be called each second.
     *
     * @throws IOException when something could not be written, then or since the last time
     */
    public synchronized void tick(Read read) throws IOException {
        Instant now = clock.instant();
        boolean settled = read.kinds.stream().allMatch(KindStatus::settled);
        if (begin.isEmpty() && (settled || !now.isBefore(openedAt.plus(LONGEST_LIST)))) {
            begin = Optional.of(now);
        }
        if (begin.isPresent()) {
            writeParts(read, now);
            describe(begin.get(), read);
        }
        for (LineFile file : List.of(watch, aws, sqs, metrics, server)) {
            file.flush();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The last tick: what has been heard until now was all there is. */
    public synchronized void finish(Read read) throws IOException {
        if (begin.isEmpty()) {
            begin = Optional.of(clock.instant());
        }
        tick(read);
    }

    private void writeParts(Read read, Instant now) {
        scalingLines.of(read.autoScaling).forEach(line -> writePart(aws, line, now));
        queueLines.depths(read.queues).forEach(line -> writePart(sqs, line, now));
        queueLines.minutes(read.queueActivity).forEach(line -> writePart(sqs, line, now));
        requestLines.of(read.requests).forEach(line -> writePart(metrics, line, now));
        serverLines.of(read.server).ifPresent(line -> writePart(server, line, now));
    }

    private void writePart(LineFile file, ObjectNode line, Instant now) {
        privacy.apply("", line);
        write(file, line, now);
    }

    private void write(LineFile file, ObjectNode record, Instant now) {
        try {
            ObjectNode line = JSON.createObjectNode();
            line.put("at", BigDecimal.valueOf(millis(now), 3));
            line.setAll(record);
            file.write(line);
            records++;
        } catch (IOException e) {
            // Nobody who reads the cluster can do anything about it; the next tick says so.
            failure = e;
        }
    }

    /** Milliseconds since second 0, never fewer than before. */
    private long millis(Instant now) {
        last = begin.map(from -> Math.max(last, Duration.between(from, now).toMillis()))
                .orElse(0L);
        return last;
    }

    private void describe(Instant from, Read read) throws IOException {
        List<String> kinds = read.kinds.stream()
                .filter(kind -> kind.lists() > 0)
                .map(kind -> kind.kind().replaceFirst("/.*", ""))
                .distinct()
                .toList();
        List<String> denied = read.kinds.stream()
                .filter(kind -> kind.trouble()
                        .filter(reason -> reason == Observed.Reason.PERMISSION_DENIED)
                        .isPresent())
                .map(KindStatus::kind)
                .toList();
        boolean activitiesDenied = read.autoScaling
                .known()
                .filter(scaling -> scaling.activities() instanceof Observed.Unknown<?> unknown
                        && unknown.reason() == Observed.Reason.PERMISSION_DENIED)
                .isPresent();
        Manifest manifest = new Manifest(
                from,
                about.version,
                privacy.name(read.cluster),
                privacy.name(about.cortexNamespace),
                kinds,
                activitiesDenied
                        ? Stream.concat(denied.stream(), Stream.of(Manifest.ACTIVITIES))
                                .toList()
                        : denied);
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
        for (LineFile file : List.of(watch, aws, sqs, metrics, server)) {
            file.close();
        }
    }
}
