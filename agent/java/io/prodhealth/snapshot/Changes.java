package io.prodhealth.snapshot;

import java.util.List;

/**
 * What has happened between the snapshot before and this one, each entry in exactly one snapshot.
 *
 * @param pods changes of pods, in order
 * @param events events that are new, or whose count rose, while the agent watched
 */
public record Changes(List<PodChange> pods, List<EventChange> events) {

    /** Nothing happened. */
    public static final Changes NONE = new Changes(List.of(), List.of());

    /**
     * An event that happened.
     *
     * @param event as it is now
     * @param times by how much its count rose; the whole count for a new event
     */
    public record EventChange(Event event, int times) {}
}
