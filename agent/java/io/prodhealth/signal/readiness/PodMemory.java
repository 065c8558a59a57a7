package io.prodhealth.signal.readiness;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has to be remembered of pods that are not ready: whether they have been, and how long their images took. Forgotten
 * when a pod becomes ready or goes, so it is as large as the number of pods that are not ready. Immutable.
 *
 * @param onceReady uids of pods that are not ready now but have been
 * @param pullSeconds seconds that the node spent on their images, by uid
 */
record PodMemory(Set<String> onceReady, Map<String, Double> pullSeconds) {

    static final PodMemory NONE = new PodMemory(Set.of(), Map.of());

    /** Past this the oldest are forgotten: an event may name any uid, and those of pods that never were must not stay. */
    private static final int MOST = 50_000;

    Draft draft() {
        return new Draft(this);
    }

    /** The memory while one evaluation works on it. */
    static final class Draft {
        private final LinkedHashSet<String> onceReady;
        private final LinkedHashMap<String, Double> pullSeconds;

        private Draft(PodMemory memory) {
            this.onceReady = new LinkedHashSet<>(memory.onceReady);
            this.pullSeconds = new LinkedHashMap<>(memory.pullSeconds);
        }

        boolean wasReady(String uid) {
            return onceReady.contains(uid);
        }

        double pullSeconds(String uid) {
            return pullSeconds.getOrDefault(uid, 0.0);
        }

        void rememberReady(String uid) {
            onceReady.add(uid);
            if (onceReady.size() > MOST) {
                onceReady.removeFirst();
            }
        }

        void rememberPull(String uid, double seconds) {
            if (!uid.isEmpty()) {
                pullSeconds.merge(uid, seconds, Double::sum);
            }
            if (pullSeconds.size() > MOST) {
                pullSeconds.pollFirstEntry();
            }
        }

        void forget(String uid) {
            onceReady.remove(uid);
            pullSeconds.remove(uid);
        }

        PodMemory done() {
            return new PodMemory(onceReady, pullSeconds);
        }
    }
}
