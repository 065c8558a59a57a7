package io.prodhealth;

import io.prodhealth.cli.RecordRunner;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ProcessSignal;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.kubernetes.KubernetesSource;
import io.prodhealth.source.recording.FolderInUseException;
import io.prodhealth.source.recording.Privacy;
import io.prodhealth.source.recording.Recorder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A recording of a live cluster while it is made: the sources of the agent, and somebody who writes down what they read. */
final class LiveRecording implements AutoCloseable {

    /** What is in the files is at most this much behind the cluster. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Recorder recorder;
    private final Vertx vertx;
    private final KubernetesSource kubernetes;
    private final AwsSources aws;
    private final PrometheusSources prometheus;

    /**
     * Not started yet.
     *
     * @throws FolderInUseException when there is something in the folder
     */
    LiveRecording(RecordRunner.Wanted wanted, BuildInfo build, Clock clock) throws FolderInUseException, IOException {
        Config config = wanted.config();
        this.recorder = new Recorder(
                wanted.folder(),
                clock,
                new Recorder.About(build.version(), config.cortex().namespace()),
                wanted.hashNames() ? Privacy.withHashedNames() : Privacy.withNames());
        this.vertx = SmallVertx.start();
        this.kubernetes = new KubernetesSource(
                Agent.options(config, build), clock, LiveRecording::changed, Optional.of(recorder));
        this.aws = new AwsSources(
                config, kubernetes::objects, "prodhealth/" + build.version(), clock, LiveRecording::changed);
        this.prometheus = new PrometheusSources(config, vertx, kubernetes::objects, clock, LiveRecording::changed);
    }

    /** Nobody waits for a change: what is read is written each second. */
    private static void changed() {}

    void start() {
        kubernetes.start();
        aws.start();
        prometheus.start();
    }

    /** Writes what has been read since the last time. */
    void tick() throws IOException {
        recorder.tick(read());
    }

    private Recorder.Read read() {
        return new Recorder.Read(
                kubernetes
                        .objects()
                        .clusterConfig()
                        .known()
                        .map(ClusterConfig::clusterName)
                        .orElse(""),
                kubernetes.kinds(),
                aws.autoScaling(),
                aws.queues(),
                aws.activity(),
                prometheus.requests(),
                prometheus.server());
    }

    /** What it has read of the Kubernetes API. */
    KubernetesObjects objects() {
        return kubernetes.objects();
    }

    /** The moment of second 0; empty while the first list is not complete. */
    Optional<Instant> begin() {
        return recorder.begin();
    }

    @Override
    public void close() throws IOException {
        recorder.finish(read());
        prometheus.close();
        aws.close();
        kubernetes.close();
        vertx.close();
        recorder.close();
    }

    /** Records until the time is over or the process is told to end. */
    static void run(RecordRunner.Wanted wanted, Consumer<String> say) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        ProcessSignal.INT.handle(stopped::countDown);
        ProcessSignal.TERM.handle(stopped::countDown);
        try (LiveRecording recording = new LiveRecording(wanted, BuildInfo.read(), Clock.systemUTC())) {
            recording.start();
            say.accept("Recording to " + wanted.folder() + "; Ctrl-C ends it.");
            long start = System.nanoTime();
            long length = wanted.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
            boolean begun = false;
            boolean over = false;
            while (!over) {
                recording.tick();
                if (!begun && recording.begin().isPresent()) {
                    begun = true;
                    say.accept(recording.told());
                }
                long left = length - (System.nanoTime() - start);
                over = left <= 0 || stopped.await(Math.min(TICK.toNanos(), left), TimeUnit.NANOSECONDS);
            }
            say.accept("Recorded " + recording.recorder.records() + " records. Replay it with: prodhealth replay "
                    + wanted.folder());
        }
    }

    private String told() {
        String denied = String.join(
                ", ",
                kubernetes.kinds().stream()
                        .filter(kind -> kind.trouble()
                                .filter(reason -> reason == Observed.Reason.PERMISSION_DENIED)
                                .isPresent())
                        .map(KindStatus::kind)
                        .toList());
        String objects = "The first list is complete: " + recorder.records() + " objects.";
        return denied.isEmpty() ? objects : objects + " Denied: " + denied + ".";
    }
}
