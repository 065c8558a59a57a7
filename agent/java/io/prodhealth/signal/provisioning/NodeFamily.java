package io.prodhealth.signal.provisioning;

import java.util.List;
import java.util.stream.Stream;

/**
 * Groups that stand in for each other.
 *
 * @param name primary instance type of its first spot group, of its largest group where there is no spot; the name of the
 *     pool for Karpenter, whose pools have no primary type
 * @param spot its spot groups, those tried first in front
 * @param onDemand on-demand groups of the same types, those tried first in front; or, where a spot group has none, the
 *     smallest that can run what it runs. An on-demand group may be in several families; its {@link NodeGroup#nodeFamily}
 *     names one
 * @param covering further on-demand groups that can run what its spot groups run, on larger or other types
 */
public record NodeFamily(String name, List<NodeGroup> spot, List<NodeGroup> onDemand, List<NodeGroup> covering) {

    /** Whether there is spot that on-demand could stand in for. Without it there is no state of fallback. */
    public boolean hasSpot() {
        return !spot.isEmpty();
    }

    /** Every on-demand group that could take its pods. */
    public List<NodeGroup> partners() {
        return Stream.concat(onDemand.stream(), covering.stream()).toList();
    }
}
