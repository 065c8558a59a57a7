package io.prodhealth.signal.readiness;

import java.util.Comparator;
import java.util.Set;

/** How an API is doing, the worst first. */
public enum Condition {
    /** Replicas are asked for and none is ready. */
    DOWN,
    /** Some replicas are missing. */
    SHORT,
    /** All replicas are ready, and yet a pod crashes, lacks its image or memory, or finds no node. */
    TROUBLED,
    /** It is not known how many are ready. */
    UNKNOWN,
    /** All replicas are ready. */
    COMPLETE,
    /** It has no replicas of its own: a TrafficSplitter. */
    NO_REPLICAS;

    /** By condition, then by how few of its replicas an API has. */
    public static final Comparator<ApiReadiness> WORST_FIRST =
            Comparator.<ApiReadiness, Condition>comparing(Condition::of).thenComparingDouble(Condition::readyShare);

    private static final Set<PodState> TROUBLE = Set.of(
            PodState.CRASH_LOOPING,
            PodState.OOM_KILLED,
            PodState.IMAGE_PULL_ERROR,
            PodState.FAILED,
            PodState.UNSCHEDULABLE);

    /** Of one API. */
    public static Condition of(ApiReadiness api) {
        Integer desired = api.api().desired();
        Integer ready = api.ready();
        if (desired == null) {
            return NO_REPLICAS;
        }
        if (ready == null) {
            return UNKNOWN;
        }
        if (ready < desired) {
            return ready == 0 ? DOWN : SHORT;
        }
        for (PodState state : TROUBLE) {
            if (api.podsByState().getOrDefault(state, 0) > 0) {
                return TROUBLED;
            }
        }
        return COMPLETE;
    }

    /** Whether someone should look at it. */
    public boolean needsAttention() {
        return compareTo(COMPLETE) < 0;
    }

    private static double readyShare(ApiReadiness api) {
        Integer desired = api.api().desired();
        Integer ready = api.ready();
        return desired == null || ready == null || desired == 0 ? 1 : (double) ready / desired;
    }
}
