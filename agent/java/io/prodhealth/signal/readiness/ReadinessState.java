package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.LabelSelector;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the readiness signal remembers between two evaluations. Immutable.
 *
 * @param result what it last said
 * @param from the objects it last said it of
 * @param histories counters and times by API
 * @param pods what is remembered of pods that are not ready yet
 * @param pulls image pulls by class of registry
 * @param inFlight requests in flight of the last minutes, by name of API
 * @param inFlightAt reading that was entered last; null before the first
 * @param plain what selected the Deployments outside Cortex
 */
public record ReadinessState(
        Readiness result,
        KubernetesObjects from,
        Map<Workload, ApiHistory> histories,
        PodMemory pods,
        Map<Registry, Times> pulls,
        Map<String, InFlightWindow> inFlight,
        @Nullable Instant inFlightAt,
        Optional<LabelSelector> plain) {

    /** Pulls take from under a second (the layers are there) to minutes; Cortex's guide warns from 60 and 180 s. */
    private static final Times NO_PULLS = Times.within(1, 5, 15, 60, 180, 600);

    /** Before the first evaluation. */
    public static ReadinessState start(Instant at, double availabilityObjective) {
        Map<Registry, Times> pulls = new EnumMap<>(Registry.class);
        for (Registry registry : Registry.values()) {
            pulls.put(registry, NO_PULLS);
        }
        Observed<List<ApiReadiness>> apis = Observed.notSynced(at);
        return new ReadinessState(
                new Readiness(apis, List.of(), Observed.notSynced(at), pulls, availabilityObjective),
                KubernetesObjects.notSynced(at),
                Map.of(),
                PodMemory.NONE,
                pulls,
                Map.of(),
                null,
                Optional.empty());
    }

    /** The APIs whose counters were kept last. */
    List<Api> countedApis() {
        return result.counted().stream().map(ApiReadiness::api).toList();
    }
}
