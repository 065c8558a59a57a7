package io.prodhealth.practice;

import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that practices judge by, at one moment: what was observed, what the signals say of it, and where it comes from.
 * For one thread.
 */
public final class Evidence {

    /** What has just been made is not judged yet: a deployment settles within minutes, and nobody wants to hear of it. */
    public static final Duration SETTLING = Duration.ofMinutes(10);

    /** Where the evidence comes from. */
    public enum Origin {
        /** A cluster, watched. */
        LIVE,
        /** A cluster at one moment, from a folder. */
        DUMP,
        /** The files that a user has written, with no cluster. */
        FILES
    }

    private final Origin origin;
    private final ClusterSnapshot snapshot;
    private final Readiness readiness;
    private final QueueHealth queues;
    private final Provisioning provisioning;
    private final PrometheusLoad prometheus;
    private final Behaviour behaviour;
    private final Unread unread;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private @Nullable Observed<List<ApiSpec>> apis;

    /** Of an evaluation that remembers nothing of how APIs behave. */
    public Evidence(
            Origin origin,
            ClusterSnapshot snapshot,
            Readiness readiness,
            QueueHealth queues,
            Provisioning provisioning,
            PrometheusLoad prometheus) {
        this(origin, snapshot, readiness, queues, provisioning, prometheus, Behaviour.NONE, Unread.NOTHING);
    }

    /**
     * Of an evaluation.
     *
     * @param unread what could not be read, beside parts that are unknown as a whole
     */
    public Evidence(
            Origin origin,
            ClusterSnapshot snapshot,
            Readiness readiness,
            QueueHealth queues,
            Provisioning provisioning,
            PrometheusLoad prometheus,
            Behaviour behaviour,
            Unread unread) {
        this.origin = origin;
        this.snapshot = snapshot;
        this.readiness = readiness;
        this.queues = queues;
        this.provisioning = provisioning;
        this.prometheus = prometheus;
        this.behaviour = behaviour;
        this.unread = unread;
    }

    /** The moment that is judged. */
    public Instant at() {
        return snapshot.at();
    }

    /** Where it comes from. */
    public Origin origin() {
        return origin;
    }

    /** What was observed. */
    public ClusterSnapshot snapshot() {
        return snapshot;
    }

    /** Objects of Kubernetes. */
    public KubernetesObjects kubernetes() {
        return snapshot.kubernetes();
    }

    /** Cortex's configuration of the cluster. */
    public Observed<ClusterConfig> config() {
        return snapshot.kubernetes().clusterConfig();
    }

    /** What the readiness signal says. */
    public Readiness readiness() {
        return readiness;
    }

    /** What the queue signal says. */
    public QueueHealth queues() {
        return queues;
    }

    /** What the provisioning signal says. */
    public Provisioning provisioning() {
        return provisioning;
    }

    /** What the signal of Prometheus' load says. */
    public PrometheusLoad prometheus() {
        return prometheus;
    }

    /** How APIs have behaved while they were watched. */
    public Behaviour behaviour() {
        return behaviour;
    }

    /** What could not be read of it, beside parts that are unknown as a whole. */
    public Unread unread() {
        return unread;
    }

    /** Every API that is old enough to be judged, and what is declared of it. */
    public Observed<List<ApiSpec>> apis() {
        Observed<List<ApiSpec>> known = apis;
        if (known == null) {
            known = readiness.apis().map(all -> ApiSpec.of(all, snapshot, this::settling));
            apis = known;
        }
        return known;
    }

    /**
     * What several practices work out of the evidence in the same way. It is worked out once, when the first of them asks.
     *
     * @param type by which it is found again
     */
    public <T> T shared(Class<T> type, Function<Evidence, T> made) {
        Object known = shared.get(type);
        if (known != null) {
            return type.cast(known);
        }
        T fresh = made.apply(this);
        shared.put(type, fresh);
        return fresh;
    }

    /** Whether something made at that moment is too young to be judged. What comes from files has no age. */
    public boolean settling(Instant createdAt) {
        return origin == Origin.LIVE && createdAt.plus(SETTLING).isAfter(at());
    }

    /** Why a part cannot be judged by, as the reason of an {@link Unjudged}. */
    public String reason(Observed.Unknown<?> unknown) {
        boolean notAsked = unknown.reason() == Observed.Reason.ABSENT || unknown.reason() == Observed.Reason.DISABLED;
        if (origin == Origin.FILES && notAsked) {
            return Unjudged.NEEDS_LIVE;
        }
        return unknown.action().isEmpty()
                ? unknown.reason().word()
                : unknown.reason().word() + ": " + unknown.action();
    }
}
