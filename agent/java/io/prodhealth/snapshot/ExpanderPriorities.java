package io.prodhealth.snapshot;

import java.util.List;

/**
 * The priority expander's list: config map {@code cluster-autoscaler-priority-expander}, key {@code priorities}.
 *
 * @param levels priorities, highest first
 * @param problem why the autoscaler cannot use it, for people; empty when it can
 */
public record ExpanderPriorities(List<Level> levels, String problem) {

    /**
     * One priority.
     *
     * @param priority higher is tried first
     * @param patterns regular expressions, searched for anywhere in the name of an Auto Scaling group
     */
    public record Level(int priority, List<String> patterns) {}
}
