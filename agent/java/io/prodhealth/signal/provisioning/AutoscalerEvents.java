package io.prodhealth.signal.provisioning;

import io.prodhealth.signal.provisioning.AutoscalerMessage.Triggered.Growth;
import io.prodhealth.snapshot.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the live events of the autoscalers tell, by group and by node. Each is a bonus: an autoscaler up to 1.22 may say one
 * thing about an object in five minutes, so that one that is missing proves nothing.
 */
final class AutoscalerEvents {

    static final AutoscalerEvents NONE = new AutoscalerEvents();

    /** Moments kept of one group: only the first and the last few matter, and a rollout of thousands names each. */
    private static final int MOST = 512;

    private record Read(Event event, Optional<AutoscalerMessage> message) {}

    private record ScaleDown(Instant at, Event event) {}

    private final Map<String, Read> read = new HashMap<>();
    private final Map<String, NavigableSet<Instant>> triggers = new HashMap<>();
    private final Map<String, NavigableSet<Failure>> failures = new HashMap<>();
    private final Map<String, NavigableSet<Failure>> claims = new HashMap<>();
    private final Map<String, Instant> interrupted = new HashMap<>();
    private final Map<String, Instant> removed = new HashMap<>();
    private final java.util.ArrayList<ScaleDown> removals = new java.util.ArrayList<>();

    private AutoscalerEvents() {}

    /**
     * Those of {@code events}.
     *
     * @param before the ones of the snapshot before: what it has read of the same event need not be read again
     */
    static AutoscalerEvents of(List<Event> events, AutoscalerEvents before) {
        AutoscalerEvents told = new AutoscalerEvents();
        for (Event event : events) {
            if (event.lastAt() != null) {
                told.enter(event, before);
            }
        }
        return told;
    }

    private void enter(Event event, AutoscalerEvents before) {
        switch (event.reason()) {
            case "TriggeredScaleUp", "ScaledUpGroup", "ScaleUpTimedOut", "ScaleUpFailed", "FailedToScaleUpGroup" -> {
                // Anyone who can write an event can claim a reason; whoever can claim a component too is an
                // administrator.
                if (event.component().equals("cluster-autoscaler")) {
                    message(event, before).ifPresent(message -> enter(event, message));
                }
            }
            case "ScaleDown", "ScaleDownEmpty" -> enterScaleDown(event);
            case "SpotInterruption", "SpotInterrupted" -> {
                if (event.objectKind().equals("Node")) {
                    interrupted.merge(event.objectName(), last(event), AutoscalerEvents::later);
                }
            }
            case "InsufficientCapacityError" -> enterClaim(event);
            default -> {}
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very record that was read; another of the same uid may say more
    private Optional<AutoscalerMessage> message(Event event, AutoscalerEvents before) {
        Read known = before.read.get(event.uid());
        Read now = known != null && known.event == event ? known : new Read(event, EventMessages.read(event));
        read.put(event.uid(), now);
        return now.message;
    }

    private void enter(Event event, AutoscalerMessage message) {
        switch (message) {
            case AutoscalerMessage.Triggered triggered ->
                triggered.groups().stream().map(Growth::group).forEach(group -> trigger(group, event));
            case AutoscalerMessage.ScaledUp up -> trigger(up.group(), event);
            case AutoscalerMessage.TimedOut out -> {
                Instant at = last(event);
                Instant begun = out.within().map(at::minus).orElse(at);
                failure(out.group(), new Failure(at, begun, FallbackReason.TIMEOUT, Failure.Told.EVENT));
            }
            case AutoscalerMessage.Failed failed ->
                failed(
                        failed.group(),
                        event,
                        String.join(" ", failed.errorClass(), failed.errorCode(), failed.error()));
            case AutoscalerMessage.Refused refused -> failed(refused.group(), event, refused.error());
            case AutoscalerMessage.NotTriggered _ -> {}
            case AutoscalerMessage.Unregistered _ -> {}
            case AutoscalerMessage.Unmatched _ -> {}
        }
    }

    private void trigger(String group, Event event) {
        NavigableSet<Instant> moments = triggers.computeIfAbsent(group, name -> new TreeSet<>());
        moments.add(last(event));
        if (event.firstAt() != null) {
            moments.add(event.firstAt());
        }
        if (moments.size() > MOST) {
            moments.pollFirst();
        }
    }

    private void failed(String group, Event event, String words) {
        failure(group, new Failure(last(event), last(event), FallbackReason.of(words), Failure.Told.EVENT));
    }

    private void failure(String group, Failure failure) {
        add(failures, group, failure);
    }

    /** A claim is named after its pool: {@code <pool>-<five characters>}. */
    private void enterClaim(Event event) {
        int dash = event.objectName().lastIndexOf('-');
        if (!event.objectKind().equals("NodeClaim") || dash <= 0) {
            return;
        }
        FallbackReason told = FallbackReason.of(event.message());
        FallbackReason reason = told == FallbackReason.UNKNOWN ? FallbackReason.CAPACITY : told;
        Instant begun = event.firstAt() == null ? last(event) : event.firstAt();
        add(claims, event.objectName().substring(0, dash), new Failure(last(event), begun, reason, Failure.Told.EVENT));
    }

    private static void add(Map<String, NavigableSet<Failure>> all, String name, Failure failure) {
        NavigableSet<Failure> some = all.computeIfAbsent(
                name,
                _ -> new TreeSet<>(Comparator.comparing(Failure::at)
                        .thenComparing(Failure::begunAt)
                        .thenComparing(Failure::reason)));
        some.add(failure);
        if (some.size() > MOST) {
            some.pollFirst();
        }
    }

    private void enterScaleDown(Event event) {
        if (event.objectKind().equals("Node")) {
            removed.merge(event.objectName(), last(event), AutoscalerEvents::later);
        } else if (event.objectKind().equals("ConfigMap")) {
            removals.add(new ScaleDown(last(event), event));
        }
    }

    private static Instant last(Event event) {
        Instant at = event.lastAt();
        return at == null ? Instant.MIN : at;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** When the autoscaler said that it raises the group, ascending. */
    NavigableSet<Instant> triggers(NodeGroup group) {
        NavigableSet<Instant> moments = triggers.get(group.asgName());
        return moments == null ? new TreeSet<>() : moments;
    }

    /** What failed in the group, oldest first. */
    List<Failure> failures(NodeGroup group) {
        NavigableSet<Failure> some =
                group.pool() == NodePool.KARPENTER ? claims.get(group.ownName()) : failures.get(group.asgName());
        return some == null ? List.of() : List.copyOf(some);
    }

    /** Whether the autoscaler said after {@code since} that it takes this node away. */
    boolean scaledDown(String node, Instant since) {
        Instant at = removed.get(node);
        return (at != null && at.isAfter(since))
                || removals.stream()
                        .filter(removal -> removal.at.isAfter(since))
                        .anyMatch(removal -> names(removal.event.message(), node));
    }

    private static boolean names(String message, String node) {
        return Stream.of(message.split("[\\s,:\"']+", -1)).anyMatch(node::equals);
    }

    /** When a notice of interruption was given for the node; null without any. */
    @Nullable
    Instant interrupted(String node) {
        return interrupted.get(node);
    }
}
