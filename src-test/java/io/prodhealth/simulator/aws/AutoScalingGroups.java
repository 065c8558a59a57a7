package io.prodhealth.simulator.aws;

import io.prodhealth.simulator.aws.AutoScalingGroup.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * EC2 Auto Scaling: launches what is missing, tries again at growing distances where there is no capacity, and keeps a
 * record of both. Safe for any thread.
 */
public final class AutoScalingGroups {
    private static final int KEPT = 1000;

    private final Clock clock;
    private final Timer timer;
    private final Times times;
    private final Map<String, AutoScalingGroup> groups = new TreeMap<>();
    private final Map<String, Shortage> shortages = new HashMap<>();
    private final Map<String, Launches> launching = new HashMap<>();
    private final Deque<ScalingActivity> activities = new ArrayDeque<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private int number;

    /** Runs something later. */
    public interface Timer {
        /** Runs the task once, this much later. */
        void after(Duration delay, Runnable task);
    }

    /** Told of every change. */
    public interface Watcher {
        /** The group is so now. */
        void group(AutoScalingGroup group);

        /** The activity has ended. */
        void ended(ScalingActivity activity);
    }

    /** Told of an instance that is in service now. */
    public interface Launched {
        /** The instance has been launched; its node has still to register. */
        void instance(String group, String instance);
    }

    /**
     * How long AWS takes.
     *
     * @param begin from the wish to the first attempt
     * @param launch from there to an instance in service
     * @param retry from the first failed attempt to the second; each later wait is half as long again
     */
    public record Times(Duration begin, Duration launch, Duration retry) {
        /** As recorded: a refusal within seconds, an instance in service within a minute, retries at 72, 108, 162 s. */
        public static Times recorded() {
            return new Times(Duration.ofSeconds(6), Duration.ofSeconds(35), Duration.ofSeconds(72));
        }

        Duration retry(int failures) {
            return retry.multipliedBy((long) (1000 * Math.pow(1.5, Math.min(failures - 1, 6))))
                    .dividedBy(1000);
        }
    }

    /** What a group is about to launch; a wish that has changed makes the attempts of the older one void. */
    private record Launches(int wish, int inFlight, Launched launched) {}

    public AutoScalingGroups(Clock clock, Timer timer, Times times) {
        this.clock = clock;
        this.timer = timer;
        this.times = times;
    }

    /** From now on tells another of every change. */
    public synchronized void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Adds or replaces a group as it stands. */
    public synchronized void put(AutoScalingGroup group) {
        groups.put(group.name(), group);
        watchers.forEach(watcher -> watcher.group(group));
    }

    /** Adds what happened before. */
    public synchronized void putActivity(ScalingActivity activity) {
        activities.addLast(activity);
    }

    /** From now on no launch of the group succeeds. */
    public synchronized void exhaust(String group, Shortage shortage) {
        shortages.put(group, shortage);
    }

    /** Launches succeed again; the next attempt comes when it is due. */
    public synchronized void restore(String group) {
        shortages.remove(group);
    }

    /** SetDesiredCapacity. Instances above it stay; {@link #terminate} takes them. */
    public synchronized void desire(String name, int desired, Launched launched) {
        change(name, group -> group.withDesired(desired));
        Launches before = launching.get(name);
        int wish = before == null ? 1 : before.wish() + 1;
        launching.put(name, new Launches(wish, before == null ? 0 : before.inFlight(), launched));
        timer.after(times.begin(), () -> attempt(name, wish, 0));
    }

    private synchronized void attempt(String name, int wish, int failures) {
        AutoScalingGroup group = groups.get(name);
        Launches launches = launching.get(name);
        if (group == null || launches == null || launches.wish() != wish) {
            return;
        }
        int have = group.instances().size() + launches.inFlight();
        if (have >= group.desired()) {
            return;
        }
        Shortage shortage = shortages.get(name);
        if (shortage != null) {
            note(ScalingActivity.begun(name, "Launching a new EC2 instance", cause(have), clock.instant(), number++)
                    .ended("Failed", shortage.message(), clock.instant()));
            timer.after(times.retry(failures + 1), () -> attempt(name, wish, failures + 1));
            return;
        }
        int count = group.desired() - have;
        launching.put(name, new Launches(wish, launches.inFlight() + count, launches.launched()));
        for (int i = 0; i < count; i++) {
            launch(group, have + i, launches.launched());
        }
    }

    private void launch(AutoScalingGroup group, int have, Launched launched) {
        String id = "i-0%016x".formatted(mixed(group.name() + clock.instant() + number));
        ScalingActivity begun = ScalingActivity.begun(
                group.name(), "Launching a new EC2 instance: " + id, cause(have), clock.instant(), number++);
        note(begun);
        timer.after(times.launch(), () -> {
            synchronized (this) {
                activities.removeIf(activity -> activity.id().equals(begun.id()));
                note(begun.ended("Successful", "", clock.instant()));
                Launches now = launching.get(group.name());
                if (now != null) {
                    launching.put(group.name(), new Launches(now.wish(), now.inFlight() - 1, now.launched()));
                }
                String zone = group.zones().get(number % group.zones().size());
                change(group.name(), g -> {
                    List<Instance> instances = new ArrayList<>(g.instances());
                    instances.add(new Instance(id, g.instanceTypes().getFirst(), zone));
                    return g.withInstances(instances);
                });
            }
            launched.instance(group.name(), id);
        });
    }

    private static long mixed(String seed) {
        return (Integer.toUnsignedLong(seed.hashCode()) * 0x9E3779B97F4A7C15L) >>> 1;
    }

    /** TerminateInstanceInAutoScalingGroup with ShouldDecrementDesiredCapacity, or the end of an instance otherwise. */
    public synchronized void terminate(String name, String instance, boolean decrement) {
        change(name, group -> {
            List<Instance> rest = group.instances().stream()
                    .filter(i -> !i.id().equals(instance))
                    .toList();
            return group.withInstances(rest).withDesired(group.desired() - (decrement ? 1 : 0));
        });
        String why = decrement
                ? " instance " + instance + " was taken out of service in response to a user request, shrinking the"
                        + " capacity."
                : " an instance was taken out of service in response to an EC2 health check indicating it has been"
                        + " terminated or stopped.";
        note(ScalingActivity.begun(
                        name, "Terminating EC2 instance: " + instance, "At " + now() + why, clock.instant(), number++)
                .ended("Successful", "", clock.instant()));
    }

    private String cause(int have) {
        return "At " + now() + " an instance was started in response to a difference between desired and actual"
                + " capacity, increasing the capacity from " + have + " to " + (have + 1) + ".";
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    private void note(ScalingActivity activity) {
        activities.addFirst(activity);
        if (activity.endedAt() != null) {
            watchers.forEach(watcher -> watcher.ended(activity));
        }
        while (activities.size() > KEPT) {
            activities.removeLast();
        }
    }

    private void change(String name, UnaryOperator<AutoScalingGroup> edit) {
        AutoScalingGroup before = groups.get(name);
        if (before != null && !edit.apply(before).equals(before)) {
            put(edit.apply(before));
        }
    }

    /** All groups by name. */
    public synchronized List<AutoScalingGroup> groups() {
        return List.copyOf(groups.values());
    }

    /** The group of that name. */
    public synchronized Optional<AutoScalingGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /** What happened, newest first. */
    public synchronized List<ScalingActivity> activities() {
        return List.copyOf(activities);
    }
}
