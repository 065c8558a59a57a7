package io.prodhealth;

import io.prodhealth.cli.LiveAuditor;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AwsOutcome;
import io.prodhealth.source.kubernetes.KubernetesSource;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One look at a live cluster: the sources of the agent, until each has answered or failed once. */
final class LiveAudit implements AutoCloseable {

    /** Most of what is waited for tells of itself; a failure may not. */
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Clock clock;
    private final Vertx vertx;
    private final KubernetesSource kubernetes;
    private final AwsSources aws;
    private final PostureSources posture;
    private final PrometheusSources prometheus;
    private final Object changes = new Object();

    LiveAudit(Config config, BuildInfo build, Clock clock) {
        this.clock = clock;
        this.vertx = SmallVertx.start();
        this.kubernetes = new KubernetesSource(Agent.options(config, build), clock, this::changed);
        this.aws = new AwsSources(config, kubernetes::objects, "prodhealth/" + build.version(), clock, this::changed);
        this.posture = new PostureSources(
                config, aws.clients(), aws.books(), vertx, kubernetes::objects, clock, this::changed);
        this.prometheus = new PrometheusSources(config, vertx, kubernetes::objects, clock, this::changed);
    }

    /** Looks at the cluster of a configuration. */
    static LiveAuditor.Seen look(Config config, Duration timeout) throws InterruptedException {
        try (LiveAudit audit = new LiveAudit(config, BuildInfo.read(), Clock.systemUTC())) {
            return audit.look(timeout);
        }
    }

    private LiveAuditor.Seen look(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Optional<String> unreadable = readKubernetes(end);
        if (unreadable.isEmpty()) {
            prometheus.start();
            readAws(end);
            await(end, () -> prometheus.statuses().stream().allMatch(LiveAudit::asked));
        }
        return new LiveAuditor.Seen(snapshot(), unreadable.stream().toList());
    }

    /**
     * Has every source of AWS read once.
     *
     * @return why that could not be begun, a sentence; empty when it was
     */
    Optional<String> askAws(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Optional<String> unreadable = readKubernetes(end);
        if (unreadable.isEmpty()) {
            readAws(end);
        }
        return unreadable;
    }

    /** What has come of the calls to AWS, by their actions. */
    Map<String, AwsOutcome> outcomes() {
        Map<String, AwsOutcome> outcomes = new HashMap<>();
        aws.books().outcomes().forEach((operation, outcome) -> outcomes.put(operation.action(), outcome));
        return outcomes;
    }

    private Optional<String> readKubernetes(long end) throws InterruptedException {
        kubernetes.start();
        await(end, () -> kubernetes.notReady().isEmpty() || unreachable());
        if (!gaveNothing()) {
            return Optional.empty();
        }
        String why = kubernetes.notReady().isEmpty() ? kubernetes.status().problem() : kubernetes.notReady();
        return Optional.of("Kubernetes gave nothing: " + why + ".");
    }

    /** They ask by what the cluster holds: which queues, which VPC, which address. */
    private void readAws(long end) throws InterruptedException {
        aws.startQueues();
        posture.startAtOnce();
        await(
                end,
                () -> sourcesOfAws().stream()
                        .filter(source -> !source.name().equals("cloudwatch"))
                        .allMatch(LiveAudit::asked));
        // It asks about the queues that have been read: before that it would find that there is nothing to ask.
        aws.startActivity();
        await(end, () -> sourcesOfAws().stream().allMatch(LiveAudit::asked));
    }

    private static boolean asked(SourceStatus source) {
        return source.collections() > 0;
    }

    /** How the sources of AWS are doing, and who asks for the domain. */
    List<SourceStatus> sourcesOfAws() {
        return Stream.of(aws.statuses(), posture.statuses())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether every kind has failed and none has ever been answered: waiting longer would only make it slower to say. */
    private boolean unreachable() {
        return kubernetes.kinds().stream()
                .allMatch(kind -> kind.lastContact() == null && !kind.problem().isEmpty());
    }

    private boolean gaveNothing() {
        return kubernetes.kinds().stream().map(KindStatus::trouble).noneMatch(trouble -> trouble.isEmpty());
    }

    private ClusterSnapshot snapshot() {
        return Snapshots.of(clock, kubernetes, prometheus, aws, posture);
    }

    private void await(long end, BooleanSupplier done) throws InterruptedException {
        synchronized (changes) {
            while (!done.getAsBoolean() && System.nanoTime() < end) {
                changes.wait(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    @Override
    public void close() {
        prometheus.close();
        posture.close();
        aws.close();
        kubernetes.close();
        vertx.close();
    }
}
