package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Objects that come from elsewhere than a live API server, read and kept as those of one are. A kind of which nothing has
 * ever come counts as absent, so that nothing downstream mistakes it for empty. For one thread.
 */
public final class KubernetesFeed {

    /** What is listed now and then on a live cluster comes here when it comes. */
    private static final Duration NEVER = Duration.ZERO;

    private final Kinds kinds;
    private final Set<String> present = new HashSet<>();
    private final Map<String, Observed.Reason> withheld = new HashMap<>();
    private boolean listing;
    private @Nullable Instant since;

    /**
     * An empty cluster.
     *
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     */
    public KubernetesFeed(String cortexNamespace) {
        this.kinds = new Kinds(cortexNamespace, NEVER);
    }

    /** Whether a kind of this plural name is read at all. */
    public boolean reads(String resource) {
        return kinds.reads(resource);
    }

    /** The plural names of all kinds that are read. */
    public Set<String> resources() {
        return kinds.all().stream()
                .map(kind -> Kinds.resource(kind.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The kind is there, even if no object of it has come yet. */
    public void present(String resource) {
        present.add(resource);
    }

    /**
     * The kind is not to be had.
     *
     * @param kind plural name, or {@code configmaps/<name>} for a single config map
     */
    public void withheld(String kind, Observed.Reason reason) {
        withheld.put(kind, reason);
    }

    /** What comes from now on is the first list: it has not happened, it is there. */
    public void beginList() {
        listing = true;
        kinds.all().forEach(kind -> kind.sink().beginList());
    }

    /** The first list is complete. */
    public void endList() {
        listing = false;
        kinds.all().forEach(kind -> kind.sink().endList());
    }

    /**
     * Takes an object in.
     *
     * @param resource plural name; an object of a kind that is not read is passed over
     * @param deleted it has gone; else it has come or changed
     * @param object stands on the object, and is moved to its end
     * @throws tools.jackson.core.JacksonException when it is no JSON; nothing has been taken in
     */
    public void apply(String resource, boolean deleted, JsonParser object) {
        present.add(resource);
        kinds.read(resource, deleted, new JsonCursor(object), new Kinds.Change() {
            @Override
            public <T> void apply(Sink<T> sink, T read) {
                if (deleted) {
                    sink.deleted(read);
                } else if (listing) {
                    sink.listed(read);
                } else {
                    sink.updated(read);
                }
            }
        });
    }

    /** What is known at {@code now}, each kind dated. */
    public KubernetesObjects objects(Instant now) {
        return kinds.objects(health(now));
    }

    /** What pods use. */
    public Observed<List<PodUsage>> usage(Instant now) {
        return kinds.usage(health(now));
    }

    /** What has happened since the last call. */
    public Changes takeChanges() {
        return kinds.takeChanges();
    }

    private Kinds.Health health(Instant now) {
        Instant first = since == null ? now : since;
        since = first;
        return new Kinds.Health() {
            @Override
            public <V> Observed<V> observed(String kind, Supplier<V> view) {
                Observed.Reason reason = reason(kind);
                return reason == null ? new Observed.Known<>(view.get(), now) : new Observed.Unknown<>(reason, first);
            }
        };
    }

    private Observed.@Nullable Reason reason(String kind) {
        Observed.Reason reason = withheld.get(kind);
        if (reason != null) {
            return reason;
        }
        return present.contains(Kinds.resource(kind)) ? null : Observed.Reason.ABSENT;
    }
}
