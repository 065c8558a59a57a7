package io.prodhealth.signal.history;

import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the signals have said in the last hour: {@link Track}s of at most 300 APIs, the worst where there are more, of at most
 * 100 families and of Prometheus. Less than 1 MiB in all. Immutable, and not kept over a restart: what the agent has not seen
 * is a gap.
 */
public final class History {

    /** APIs that are followed. */
    public static final int MOST_APIS = 300;

    /** Families that are followed. */
    public static final int MOST_FAMILIES = 100;

    /** Minutes by which a clock may be put back; one that is put back further begins a new history. */
    private static final long SET_BACK = 2;

    /** Before the first step. */
    public static final History NONE = new History(
            Long.MIN_VALUE,
            Tracks.none(Measure.OF_API, MOST_APIS),
            Tracks.none(Measure.OF_FAMILY, MOST_FAMILIES),
            Tracks.none(Measure.OF_PROMETHEUS, 1));

    private static final String PROMETHEUS = "prometheus";

    private final long minute;
    private final Tracks<Workload> apis;
    private final Tracks<String> families;
    private final Tracks<String> prometheus;

    private History(long minute, Tracks<Workload> apis, Tracks<String> families, Tracks<String> prometheus) {
        this.minute = minute;
        this.apis = apis;
        this.families = families;
        this.prometheus = prometheus;
    }

    /**
     * The next one.
     *
     * @param at moment of the evaluation
     * @param readiness what each signal says then
     */
    public History next(
            Instant at,
            Readiness readiness,
            QueueHealth queues,
            Provisioning provisioning,
            PrometheusLoad prometheusLoad) {
        long now = Math.floorDiv(at.getEpochSecond(), 60);
        if (this != NONE && now < minute - SET_BACK) {
            return NONE.next(at, readiness, queues, provisioning, prometheusLoad);
        }
        boolean begins = now > minute;
        long open = Math.max(now, minute);
        return new History(
                open,
                apis.next(open, begins, ApiSaid.of(readiness, queues, apis.choose(begins))),
                families.next(open, begins, FamilySaid.of(provisioning)),
                prometheus.next(open, begins, Optional.of(PrometheusSaid.of(PROMETHEUS, prometheusLoad))));
    }

    /** Of an API; empty for one that is not followed. */
    public Optional<Track> api(Workload api) {
        return apis.of(api);
    }

    /** Of every API that is followed. */
    public Map<Workload, Track> apis() {
        return apis.all();
    }

    /** Of the family of that name; empty for one that is not followed. */
    public Optional<Track> family(String name) {
        return families.of(name);
    }

    /** Of every family that is followed, by name. */
    public Map<String, Track> families() {
        return families.all();
    }

    /** Of Prometheus; empty before the first step. */
    public Optional<Track> prometheus() {
        return prometheus.of(PROMETHEUS);
    }
}
