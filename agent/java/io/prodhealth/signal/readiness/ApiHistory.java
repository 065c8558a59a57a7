package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Times;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counters and times of one API since the agent has known it. Immutable: every addition is a new record.
 *
 * @param identity of the API; a new one under the same name starts afresh
 * @param since when counting began
 * @param readySeconds pods from creation to their first Ready, seconds
 * @param phases the same time split
 * @param becameReady times a pod became Ready
 * @param becameNotReady times a pod that was Ready and not terminating stopped being so
 * @param restarts container restarts, by container and reason
 */
public record ApiHistory(
        String identity,
        Instant since,
        Times readySeconds,
        Map<Phase, Total> phases,
        long becameReady,
        long becameNotReady,
        Map<String, Map<RestartReason, Long>> restarts) {

    /**
     * The bounds are those of a Cortex pod's life: a cached image on a warm node (15 s), a pull (60 s), a new node (120 and
     * 300 s), and past Cortex's 8 minutes of node provisioning (600 s).
     */
    private static final Times NO_TIMES = Times.within(15, 60, 120, 300, 600);

    /** A sum and how many made it. */
    public record Total(double sum, long count) {
        static final Total NONE = new Total(0, 0);

        Total with(double value) {
            return new Total(sum + Math.max(0, value), count + 1);
        }
    }

    static ApiHistory start(String identity, Instant since) {
        return new ApiHistory(identity, since, NO_TIMES, Map.of(), 0, 0, Map.of());
    }

    ApiHistory withReady() {
        return new ApiHistory(identity, since, readySeconds, phases, becameReady + 1, becameNotReady, restarts);
    }

    ApiHistory withNotReady() {
        return new ApiHistory(identity, since, readySeconds, phases, becameReady, becameNotReady + 1, restarts);
    }

    ApiHistory withFirstReady(double seconds, Map<Phase, Double> split) {
        Map<Phase, Total> totals = new EnumMap<>(Phase.class);
        totals.putAll(phases);
        split.forEach((phase, time) ->
                totals.put(phase, totals.getOrDefault(phase, Total.NONE).with(time)));
        return new ApiHistory(
                identity, since, readySeconds.with(seconds), totals, becameReady, becameNotReady, restarts);
    }

    ApiHistory withRestarts(String container, RestartReason reason, long times) {
        Map<String, Map<RestartReason, Long>> all = new TreeMap<>(restarts);
        Map<RestartReason, Long> mine = new EnumMap<>(RestartReason.class);
        mine.putAll(all.getOrDefault(container, Map.of()));
        mine.merge(reason, times, Long::sum);
        all.put(container, mine);
        return new ApiHistory(identity, since, readySeconds, phases, becameReady, becameNotReady, all);
    }
}
