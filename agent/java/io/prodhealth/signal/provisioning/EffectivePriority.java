package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.GoPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The priority a group really has: the highest whose patterns find the name of its Auto Scaling group. The trap: the
 * pattern of {@code gpu} finds {@code gpu-2} as well, which so inherits a higher priority of {@code gpu}.
 */
final class EffectivePriority {

    /** No list: no group has a priority. */
    static final EffectivePriority NONE = new EffectivePriority(new ExpanderPriorities(List.of(), ""));

    /** For all groups: 500 groups and 500 patterns of the common form take less, and this takes less than a second. */
    private static final long MOST_STEPS = 30_000_000;

    private final List<Level> levels;
    private final GoPattern.Steps steps = new GoPattern.Steps(MOST_STEPS);

    private record Level(int priority, List<GoPattern> patterns) {}

    /** @param list as the expander reads it; none of it counts when any of it is wrong */
    EffectivePriority(ExpanderPriorities list) {
        this.levels = list.levels().stream()
                .map(level -> new Level(
                        level.priority(),
                        level.patterns().stream()
                                .map(GoPattern::compile)
                                .flatMap(Optional::stream)
                                .toList()))
                .toList();
    }

    /** The list that Cortex writes (manager/manifests/cluster-autoscaler.yaml.j2). */
    static ExpanderPriorities list(ClusterConfig config) {
        Map<Integer, List<String>> byPriority = new TreeMap<>(Comparator.reverseOrder());
        for (ClusterConfig.Group group : config.nodeGroups()) {
            byPriority
                    .computeIfAbsent(group.priority(), unseen -> new ArrayList<>())
                    .add(".*" + group.eksctlName() + ".*");
        }
        return new ExpanderPriorities(
                byPriority.entrySet().stream()
                        .map(level -> new ExpanderPriorities.Level(level.getKey(), List.copyOf(level.getValue())))
                        .toList(),
                "");
    }

    /**
     * The priority; empty when no pattern finds the name: such a group is used only when no other can be. Past its steps a
     * list that was made to take for ever finds nothing any more.
     */
    OptionalInt of(String asgName) {
        for (Level level : levels) {
            if (level.patterns().stream().anyMatch(pattern -> pattern.findsIn(asgName, steps))) {
                return OptionalInt.of(level.priority());
            }
        }
        return OptionalInt.empty();
    }
}
