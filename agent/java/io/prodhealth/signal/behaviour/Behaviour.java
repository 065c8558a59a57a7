package io.prodhealth.signal.behaviour;

import io.prodhealth.snapshot.Workload;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of every API: the result of the signal, and all that it remembers.
 *
 * @param apis by workload
 */
public record Behaviour(Map<Workload, ApiBehaviour> apis) {

    /** Nothing has been seen yet. */
    public static final Behaviour NONE = new Behaviour(Map.of());

    /** What was seen of one; empty for nothing. */
    public Optional<ApiBehaviour> of(Workload workload) {
        return Optional.ofNullable(apis.get(workload))
                .filter(one -> !one.minutes().isEmpty());
    }
}
