package io.prodhealth.source.kubernetes;

import io.prodhealth.leadership.Election;
import io.prodhealth.leadership.Replica;
import io.prodhealth.logging.FaultLog;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the Kubernetes API: one reflector a kind, each kind on its own in failing. */
public final class KubernetesSource implements AutoCloseable {

    /**
     * How to read the cluster.
     *
     * @param kubeconfig path; empty for KUBECONFIG, the home directory, then the pod's service account
     * @param context context of the kubeconfig; empty for its current one
     * @param userAgent what the API server sees
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     * @param pageSize objects a page of a list
     * @param parallelLists lists at a time
     * @param watchTimeout after which a watch is renewed
     * @param requestTimeout until the headers of an answer, and between the chunks of a list
     * @param retryMost longest wait between tries; three of these without contact make a kind stale
     * @param podMetricsInterval between lists of pods.metrics.k8s.io, which cannot be watched
     */
    public record Options(
            String kubeconfig,
            String context,
            String userAgent,
            String cortexNamespace,
            int pageSize,
            int parallelLists,
            Duration watchTimeout,
            Duration requestTimeout,
            Duration retryMost,
            Duration podMetricsInterval) {}

    /** What an administrator has to change for a kind that is denied or absent; the agent need not be quick to see it. */
    private static final Duration ABSENT_RETRY = Duration.ofMinutes(1);
    /** Without pods and Deployments there is no readiness; every other kind degrades alone. */
    private static final List<String> CORE = List.of("pods", "deployments");

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
    private static final Duration FAULT_INTERVAL = Duration.ofMinutes(10);

    private final Clock clock;
    private final ApiServer server;
    private final SourceLedger ledger;
    private final Reflector.Context context;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watch-deadlines").factory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Kinds kinds;
    private final Map<String, Reflector<?>> reflectors = new LinkedHashMap<>();

    /**
     * Not started yet.
     *
     * @param onChange called on any thread whenever something has changed; must be quick
     */
    public KubernetesSource(Options options, Clock clock, Runnable onChange) {
        this(options, clock, onChange, Optional.empty());
    }

    /** The same, with somebody who hears every object. */
    public KubernetesSource(Options options, Clock clock, Runnable onChange, Optional<ObjectTap> tap) {
        this.clock = clock;
        this.server = new ApiServer(options.kubeconfig, options.context, options.userAgent, options.requestTimeout);
        this.ledger = new SourceLedger("kubernetes", options.retryMost, clock);
        this.context = new Reflector.Context(
                server,
                ledger,
                clock,
                new Semaphore(options.parallelLists, true),
                deadlines,
                new Reflector.Pace(options.pageSize, options.watchTimeout, options.retryMost, ABSENT_RETRY),
                new FaultLog(LOG, clock, FAULT_INTERVAL, 100),
                onChange);
        this.kinds = new Kinds(options.cortexNamespace, options.podMetricsInterval);
        kinds.all().forEach(kind -> reflectors.put(kind.name(), reflector(kind, tap)));
    }

    private Reflector<?> reflector(Kind<?> kind, Optional<ObjectTap> tap) {
        return new Reflector<>(
                tap.<Kind<?>>map(hearer -> Tapped.kind(kind, hearer)).orElse(kind), context);
    }

    /** Starts reading. */
    public void start() {
        reflectors.values().forEach(threads::execute);
    }

    /** What is known now, each kind dated, and unknown where nothing live is known. */
    public KubernetesObjects objects() {
        return kinds.objects(this::observed);
    }

    /** What pods use. */
    public Observed<List<PodUsage>> usage() {
        return kinds.usage(this::observed);
    }

    /** What has happened since the last call. */
    public Changes takeChanges() {
        return kinds.takeChanges();
    }

    private <V> Observed<V> observed(String kind, Supplier<V> view) {
        KindStatus status = Objects.requireNonNull(reflectors.get(kind)).status();
        Instant at = status.lastContact() == null ? clock.instant() : status.lastContact();
        return status.trouble()
                .<Observed<V>>map(reason -> new Observed.Unknown<>(reason, at))
                .orElseGet(() -> new Observed.Known<>(view.get(), at));
    }

    /** Keeps a text in a config map, over the same connection. */
    public StateStore stateStore(String namespace, String name) {
        return new ConfigMapStore(server, namespace, name);
    }

    /**
     * Agrees by a Lease who leads, over the same connection.
     *
     * @param leaseDuration after which a leader that is not heard of is replaced
     */
    public Election election(String namespace, String name, Replica self, Duration leaseDuration) {
        return new LeaseElection(server, namespace, name, self, leaseDuration, ABSENT_RETRY);
    }

    /** Asks whose a token is, over the same connection; to be made once, and only where it is used. */
    public TokenReviews tokenReviews() {
        return new TokenReviews(server, ledger, context.faults());
    }

    /** How each kind is doing. */
    public List<KindStatus> kinds() {
        return reflectors.values().stream().<KindStatus>map(Reflector::status).toList();
    }

    /**
     * How the source is doing. It is up while every core kind that may be read is live: one broken kind at the edge must
     * not silence the alerts that stand on the others.
     */
    public SourceStatus status() {
        SourceStatus books = ledger.status();
        List<KindStatus> core = kinds().stream()
                .filter(kind -> CORE.contains(kind.kind()))
                .filter(kind -> !kind.trouble().equals(Optional.of(Observed.Reason.PERMISSION_DENIED)))
                .toList();
        boolean up =
                !core.isEmpty() && core.stream().allMatch(kind -> kind.trouble().isEmpty());
        Instant last = core.stream()
                .map(KindStatus::lastContact)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        String problem = core.isEmpty()
                ? "neither pods nor deployments may be listed"
                : core.stream()
                        .map(KindStatus::problem)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return new SourceStatus(
                books.name(),
                up,
                last,
                books.interval(),
                books.collections(),
                Map.copyOf(books.failures()),
                books.durations(),
                books.denied(),
                problem);
    }

    /** Why the agent is not ready: kinds that are neither synced, nor denied, nor absent; empty when it is. */
    public String notReady() {
        List<KindStatus> waiting =
                kinds().stream().filter(kind -> !kind.settled()).toList();
        if (waiting.isEmpty()) {
            return "";
        }
        String why = waiting.stream()
                .map(KindStatus::problem)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> ": " + text)
                .orElse("");
        return "waiting for the first list of "
                + String.join(", ", waiting.stream().map(KindStatus::kind).toList()) + why;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        deadlines.shutdownNow();
        server.close();
    }
}
