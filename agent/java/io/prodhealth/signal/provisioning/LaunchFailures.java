package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Auto Scaling groups tell of launches that failed, seconds after it happened, and since the last that did not. A
 * cancelled launch is none: that is what a scale-in makes of it.
 *
 * @param failures failed launches by group, oldest first
 * @param launched when the last launch began that did not fail, by group
 * @param groups the groups by name
 */
record LaunchFailures(
        Map<String, List<Failure>> failures, Map<String, Instant> launched, Map<String, AutoScaling.Group> groups) {

    static final LaunchFailures NONE = new LaunchFailures(Map.of(), Map.of(), Map.of());

    static LaunchFailures of(AutoScaling scaling) {
        Map<String, AutoScaling.Group> groups = new HashMap<>();
        scaling.groups().forEach(group -> groups.put(group.name(), group));
        Map<String, List<Failure>> failures = new HashMap<>();
        List<AutoScaling.Activity> launches = scaling.activities().orElse(List.of()).stream()
                .filter(AutoScaling.Activity::launch)
                .toList();
        Map<String, Instant> succeeded = new HashMap<>();
        for (AutoScaling.Activity activity : launches) {
            if (activity.outcome() == AutoScaling.Outcome.SUCCESSFUL) {
                succeeded.merge(activity.group(), activity.startedAt(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        for (AutoScaling.Activity activity : launches) {
            // What failed in one zone was had in another.
            boolean over = activity.startedAt().isBefore(succeeded.getOrDefault(activity.group(), Instant.MIN));
            if (activity.outcome() == AutoScaling.Outcome.FAILED && !over) {
                failures.computeIfAbsent(activity.group(), _ -> new ArrayList<>())
                        .add(failure(activity));
            }
        }
        failures.replaceAll((name, some) ->
                some.stream().sorted(Comparator.comparing(Failure::at)).toList());
        return new LaunchFailures(Map.copyOf(failures), Map.copyOf(succeeded), Map.copyOf(groups));
    }

    private static Failure failure(AutoScaling.Activity activity) {
        Instant ended = activity.endedAt();
        return new Failure(
                ended == null ? activity.startedAt() : ended,
                activity.startedAt(),
                FallbackReason.of(activity.message()),
                Failure.Told.ACTIVITY);
    }

    List<Failure> of(NodeGroup group) {
        return failures.getOrDefault(group.asgName(), List.of());
    }

    /** When the last launch of the group began that did not fail; {@link Instant#MIN} without one. */
    Instant launched(NodeGroup group) {
        return launched.getOrDefault(group.asgName(), Instant.MIN);
    }

    /** Whether AWS answers for the group. */
    boolean knows(NodeGroup group) {
        return groups.containsKey(group.asgName());
    }

    /** Whether every instance that was asked for is there: what the group still lacks is not for want of capacity. */
    boolean delivered(NodeGroup group) {
        AutoScaling.Group known = groups.get(group.asgName());
        return known != null && known.inService() >= known.desired();
    }
}
