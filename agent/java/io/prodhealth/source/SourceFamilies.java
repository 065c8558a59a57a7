package io.prodhealth.source;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.HISTOGRAM;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the agent says of its sources. */
public final class SourceFamilies {

    private static final Family UP = Family.stable(
            GAUGE,
            "prodhealth_source_up",
            "1 while the source has succeeded within three of its intervals; at 0 what stands on it is withdrawn. The"
                    + " kubernetes source is up while pods and deployments are live.",
            "source");
    private static final Family LAST_SUCCESS = Family.stable(
            GAUGE,
            "prodhealth_source_last_success_timestamp_seconds",
            "Unix time of the last success; for a watch, of the last moment it was known to be connected.",
            "source");
    private static final Family INTERVAL = Family.stable(
            GAUGE, "prodhealth_source_interval_seconds", "Seconds between two readings of the source.", "source");
    private static final Family COLLECTIONS = Family.stable(
            COUNTER, "prodhealth_source_collections_total", "Readings tried, failed ones included.", "source");
    private static final Family FAILURES = Family.stable(
            COUNTER, "prodhealth_source_failures_total", "Readings that failed, by reason.", "source", "reason");
    private static final Family DURATION = Family.stable(
            HISTOGRAM,
            "prodhealth_source_collection_duration_seconds",
            "Seconds a reading that succeeded took; for kubernetes, a complete list of one kind.",
            "source");
    private static final Family DENIED = Family.stable(
            GAUGE,
            "prodhealth_source_permission_denied",
            "1 while the permission is denied. action: the exact verb to grant.",
            "source",
            "action");
    private static final Family OBJECTS = Family.stable(
            GAUGE,
            "prodhealth_kubernetes_objects",
            "Objects known of a kind; withdrawn while the kind is not live. configmaps counts those that are read.",
            "kind");
    private static final Family RELISTS = Family.stable(
            COUNTER,
            "prodhealth_kubernetes_relists_total",
            "Complete lists of a kind after the first: the watch could not be resumed, or the kind cannot be watched.",
            "kind");
    private static final Family WATCH_EVENTS =
            Family.stable(COUNTER, "prodhealth_kubernetes_watch_events_total", "Changes received by watch.", "kind");
    private static final Family KIND_UP = Family.stable(
            GAUGE,
            "prodhealth_kubernetes_kind_up",
            "1 while a kind is live; absent for a kind that the cluster does not have.",
            "kind");

    private final Instant startedAt;

    /**
     * A writer.
     *
     * @param startedAt when the agent began to count
     */
    public SourceFamilies(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                UP,
                LAST_SUCCESS,
                INTERVAL,
                COLLECTIONS,
                FAILURES,
                DURATION,
                DENIED,
                KIND_UP,
                OBJECTS,
                RELISTS,
                WATCH_EVENTS);
    }

    /** Adds what is known of the sources. */
    public void write(List<SourceStatus> sources, Series series) {
        for (SourceStatus source : sources) {
            series.gauge(UP, source.up() ? 1 : 0, source.name());
            Instant last = source.lastSuccess();
            if (last != null) {
                series.gauge(LAST_SUCCESS, last.toEpochMilli() / 1000.0, source.name());
            }
            series.gauge(INTERVAL, source.interval().toMillis() / 1000.0, source.name());
            series.counter(
                    COLLECTIONS, (double) source.collections(), startedAt, Series.labels(COLLECTIONS, source.name()));
            source.failures()
                    .forEach((reason, count) -> series.counter(
                            FAILURES,
                            (double) count,
                            startedAt,
                            Series.labels(FAILURES, source.name(), reason.label())));
            series.histogram(DURATION, source.durations(), startedAt, Series.labels(DURATION, source.name()));
            source.denied().forEach((action, denied) -> series.gauge(DENIED, denied ? 1 : 0, source.name(), action));
        }
    }

    /** Adds what is known of the kinds of Kubernetes objects; the config maps are read one by one and counted together. */
    public void writeKinds(List<KindStatus> kinds, Series series) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (KindStatus kind : kinds) {
            String name = kind.kind().startsWith("configmaps/") ? "configmaps" : kind.kind();
            sums.computeIfAbsent(name, none -> new Sum()).add(kind);
        }
        sums.forEach((kind, sum) -> {
            if (sum.live > 0) {
                series.gauge(OBJECTS, sum.objects, kind);
            }
            if (sum.live > 0 || sum.troubled > 0) {
                series.gauge(KIND_UP, sum.troubled == 0 ? 1 : 0, kind);
            }
            series.counter(RELISTS, (double) sum.relists, startedAt, Series.labels(RELISTS, kind));
            series.counter(WATCH_EVENTS, (double) sum.watchEvents, startedAt, Series.labels(WATCH_EVENTS, kind));
        });
    }

    private static final class Sum {
        private int live;
        private int troubled;
        private int objects;
        private long relists;
        private long watchEvents;

        private void add(KindStatus kind) {
            if (kind.trouble().isEmpty()) {
                live++;
                objects += kind.objects();
            } else if (kind.trouble().get() != io.prodhealth.snapshot.Observed.Reason.ABSENT) {
                troubled++;
            }
            relists += Math.max(0, kind.lists() - 1);
            watchEvents += kind.watchEvents();
        }
    }
}
