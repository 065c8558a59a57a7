package io.prodhealth.signal.history;

import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.signal.queues.RequestFigures;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Condition;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Workload;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the signals of readiness and of queues say of APIs, as points. */
final class ApiSaid {

    /** As the page shows them. */
    private static final Comparator<ApiReadiness> WORST_FIRST =
            Condition.WORST_FIRST.thenComparing(said -> said.api().workload(), Workload.BY_NAME);

    private ApiSaid() {}

    /**
     * Of every API; empty while they are unknown.
     *
     * @param ranked whether the worst are to be first: of a thousand APIs that is most of the work
     */
    static Optional<List<Said<Workload>>> of(Readiness readiness, QueueHealth queues, boolean ranked) {
        Map<Workload, Load> loads = loads(queues);
        return readiness
                .apis()
                .known()
                .map(apis -> (ranked ? apis.stream().sorted(WORST_FIRST) : apis.stream())
                        .map(api -> said(api, loads.getOrDefault(api.api().workload(), Load.UNKNOWN)))
                        .toList());
    }

    private static Said<Workload> said(ApiReadiness api, Load load) {
        return new Said<>(api.api().workload(), Condition.of(api).needsAttention(), new float[] {
            number(api.ready()), number(api.api().desired()), load.inFlight, load.waiting
        });
    }

    private static float number(@Nullable Integer value) {
        return value == null ? Float.NaN : value;
    }

    private record Load(float inFlight, float waiting) {
        static final Load UNKNOWN = new Load(Float.NaN, Float.NaN);

        Load plus(Load other) {
            // What is not known makes the sum unknown.
            return new Load(inFlight + other.inFlight, waiting + other.waiting);
        }
    }

    private static Map<Workload, Load> loads(QueueHealth queues) {
        Map<Workload, Load> loads = new HashMap<>();
        for (RequestFigures requests : queues.requests()) {
            loads.put(requests.api(), new Load((float) requests.inFlight(), (float)
                    requests.queued().orElse(Double.NaN)));
        }
        for (QueueFigures queue : queues.queues()) {
            if (queue.role() == QueueRole.ASYNC || queue.role() == QueueRole.BATCH) {
                Queue read = queue.read();
                Load load = read == null ? Load.UNKNOWN : new Load(read.inFlight(), read.visible());
                loads.merge(queue.api(), load, Load::plus);
            }
        }
        return loads;
    }
}
