package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Times;
import java.util.List;
import java.util.Map;

/**
 * The readiness signal's result: what is shown of it is rendered from this record.
 *
 * @param apis every API; unknown while neither workloads nor pods can be read
 * @param counted the APIs whose counters are kept: those of {@code apis} or, while these are unknown, of the last time they
 *     were not; a state that is not live is withdrawn, a counter stays
 * @param components Cortex's own workloads; unknown while they cannot be read
 * @param pulls image pulls by class of registry, since the agent started
 * @param availabilityObjective share of time an API should serve, 0 to 1
 */
public record Readiness(
        Observed<List<ApiReadiness>> apis,
        List<ApiReadiness> counted,
        Observed<List<Component>> components,
        Map<Registry, Times> pulls,
        double availabilityObjective) {

    /** While the APIs are known, theirs are the counters. */
    public Readiness(
            Observed<List<ApiReadiness>> apis,
            Observed<List<Component>> components,
            Map<Registry, Times> pulls,
            double availabilityObjective) {
        this(apis, apis.orElse(List.of()), components, pulls, availabilityObjective);
    }

    /**
     * A system workload.
     *
     * @param desired pods that should run
     * @param ready pods that are ready, as its controller reports
     */
    public record Component(String namespace, String name, int desired, int ready) {}
}
