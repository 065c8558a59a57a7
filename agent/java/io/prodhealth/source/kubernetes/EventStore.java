package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Changes.EventChange;
import io.prodhealth.snapshot.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Events of the reasons that some signal reads. What has happened is told by how far the count of an event has risen, by
 * its uid, so that an update, a relist or a repeat is neither lost nor counted twice.
 */
final class EventStore implements Sink<Event> {

    /** Past this the oldest are forgotten; the server itself forgets events after an hour. */
    private static final int MOST = 20_000;

    private static final int MOST_COUNTS = 5 * MOST;

    private static final Set<String> REASONS = Set.of(
            "Pulled",
            "BackOff",
            "Failed",
            "Unhealthy",
            "FailedScheduling",
            "Evicted",
            "OOMKilling",
            "NodeNotReady",
            "TriggeredScaleUp",
            "NotTriggerScaleUp",
            "ScaledUpGroup",
            "FailedToScaleUpGroup",
            "ScaleUpTimedOut",
            "ScaleUpFailed",
            "DeleteUnregistered",
            "DeleteUnregisteredFailed",
            "ClusterUnhealthy",
            "MaxNodesTotalReached",
            "ScaleDown",
            "ScaleDownEmpty",
            "ScaleDownFailed",
            "PriorityConfigMapInvalid",
            "PriorityConfigMapNotMatchedGroup",
            "PriorityConfigMapNoGroupMatched",
            "SpotInterruption",
            "SpotInterrupted",
            "RebalanceRecommendation",
            "SpotRebalanceRecommendation",
            "InsufficientCapacityError",
            "Nominated");

    private final LinkedHashMap<String, Event> events = new LinkedHashMap<>();
    /** Counts of events that were forgotten, by uid, or a relist would take them for new ones. */
    private final LinkedHashMap<String, Integer> forgotten = new LinkedHashMap<>();
    /** Events of other reasons, of which only the number is known. */
    private final Set<String> others = new HashSet<>();

    private List<EventChange> changes = new ArrayList<>();
    private Set<String> unseen = Set.of();
    private boolean listedOnce;
    private List<Event> view = List.of();
    private boolean changed;

    @Override
    public synchronized void beginList() {
        unseen = new HashSet<>(events.keySet());
        others.clear();
    }

    @Override
    public synchronized void listed(Event event) {
        unseen.remove(event.uid());
        put(event);
    }

    @Override
    public synchronized void endList() {
        changed |= events.keySet().removeAll(unseen);
        unseen = Set.of();
        listedOnce = true;
    }

    @Override
    public synchronized void updated(Event event) {
        put(event);
    }

    @Override
    public synchronized void deleted(Event event) {
        changed |= events.remove(event.uid()) != null;
        others.remove(event.uid());
        forgotten.remove(event.uid());
    }

    @Override
    public synchronized int size() {
        return events.size() + others.size();
    }

    private void put(Event event) {
        if (!REASONS.contains(event.reason())) {
            if (others.size() < MOST) {
                others.add(event.uid());
            }
            return;
        }
        Event before = events.put(event.uid(), event);
        changed = true;
        Integer counted = forgotten.remove(event.uid());
        if (before != null) {
            counted = before.count();
        }
        int times = event.count() - (counted == null ? 0 : counted);
        if (listedOnce && times > 0) {
            changes.add(new EventChange(event, times));
        }
        if (events.size() > MOST) {
            Event oldest = events.pollFirstEntry().getValue();
            forgotten.put(oldest.uid(), oldest.count());
        }
        if (forgotten.size() > MOST_COUNTS) {
            forgotten.pollFirstEntry();
        }
    }

    /** The events as of now. */
    synchronized List<Event> view() {
        if (changed) {
            view = List.copyOf(events.values());
            changed = false;
        }
        return view;
    }

    /** What has happened since the last call; each is handed out once. */
    synchronized List<EventChange> takeChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<EventChange> taken = changes;
        changes = new ArrayList<>();
        return List.copyOf(taken);
    }
}
