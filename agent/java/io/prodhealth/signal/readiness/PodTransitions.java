package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodChange;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enters one change of a pod into the history of its API. */
final class PodTransitions {

    /** The kubelet sets Ready to false when it takes a pod in; one that turned false later than this has been ready. */
    private static final long TAKEN_IN_MILLIS = 10_000;

    private PodTransitions() {}

    /** The history after {@code change}; {@code memory} is brought up to it. */
    static ApiHistory enter(PodChange change, ApiHistory history, PodMemory.Draft memory) {
        Pod before = change.before();
        Pod after = change.after();
        if (after == null) {
            if (before != null) {
                memory.forget(before.uid());
            }
            return history;
        }
        ApiHistory counted = restarts(before, after, history);
        boolean wasReady = before != null && before.ready() == Pod.Condition.TRUE;
        boolean isReady = after.ready() == Pod.Condition.TRUE;
        if (!wasReady && isReady) {
            return becameReady(after, counted, memory);
        }
        // A pod that ends, by deletion or completion, stops being ready too; that is no flap.
        if (wasReady && !isReady && !after.terminating() && !ended(after)) {
            memory.rememberReady(after.uid());
            return counted.withNotReady();
        }
        return counted;
    }

    /** For a pod that was not ready when the agent first saw it: whether it seems to have been ready before. */
    static boolean seemsOnceReady(Pod pod) {
        return pod.ready() == Pod.Condition.FALSE
                && pod.scheduledAt() > 0
                && pod.readyAt() - pod.scheduledAt() > TAKEN_IN_MILLIS;
    }

    private static ApiHistory becameReady(Pod pod, ApiHistory history, PodMemory.Draft memory) {
        ApiHistory counted = history.withReady();
        if (!memory.wasReady(pod.uid()) && pod.createdAt() > 0 && pod.readyAt() >= pod.createdAt()) {
            double seconds = (pod.readyAt() - pod.createdAt()) / 1000.0;
            counted = counted.withFirstReady(seconds, phases(pod, memory.pullSeconds(pod.uid())));
        }
        memory.forget(pod.uid());
        return counted;
    }

    private static boolean ended(Pod pod) {
        return pod.phase() == Pod.Phase.SUCCEEDED || pod.phase() == Pod.Phase.FAILED;
    }

    /**
     * Where the time went. A container that has been restarted has lost the moment of its first start, so such a pod's time
     * after scheduling is not split.
     */
    private static Map<Phase, Double> phases(Pod pod, double pullSeconds) {
        Map<Phase, Double> phases = new EnumMap<>(Phase.class);
        if (pod.scheduledAt() >= pod.createdAt()) {
            phases.put(Phase.SCHEDULE, (pod.scheduledAt() - pod.createdAt()) / 1000.0);
        }
        phases.put(Phase.PULL, pullSeconds);
        long started = lastStart(pod);
        if (started > 0 && pod.scheduledAt() > 0 && pod.restarts() == 0) {
            // Starts are whole seconds and pulls are not, so that a pull can seem longer than what it is a part of.
            double starting = Math.max(0, (started - pod.scheduledAt()) / 1000.0);
            double pulling = Math.min(pullSeconds, starting);
            phases.put(Phase.PULL, pulling);
            phases.put(Phase.START, starting - pulling);
            phases.put(Phase.PROBE, Math.max(0, (pod.readyAt() - started) / 1000.0));
        }
        return phases;
    }

    private static long lastStart(Pod pod) {
        long last = 0;
        for (ContainerState container : pod.containers()) {
            if (container.type() != ContainerState.Type.INIT) {
                last = Math.max(last, container.startedAt());
            }
        }
        return last;
    }

    private static ApiHistory restarts(@Nullable Pod before, Pod after, ApiHistory history) {
        ApiHistory counted = history;
        for (ContainerState container : after.containers()) {
            int times = container.restarts() - restartsBefore(before, container.name());
            if (times > 0) {
                RestartReason reason = RestartReason.of(container.lastReason(), container.lastExitCode());
                counted = counted.withRestarts(container.name(), reason, 1);
                if (times > 1) {
                    counted = counted.withRestarts(container.name(), RestartReason.UNKNOWN, times - 1L);
                }
            }
        }
        return counted;
    }

    private static int restartsBefore(@Nullable Pod before, String container) {
        if (before != null) {
            for (ContainerState state : before.containers()) {
                if (state.name().equals(container)) {
                    return state.restarts();
                }
            }
        }
        return 0;
    }
}
