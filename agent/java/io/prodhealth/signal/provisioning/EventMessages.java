package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Event;
import java.util.Optional;

/** Reads what the events of the cluster autoscaler say. */
public final class EventMessages {

    private EventMessages() {}

    /** What the event says; empty when it is of another reason or its text is not understood. */
    public static Optional<AutoscalerMessage> read(Event event) {
        return read(event.reason(), event.message());
    }

    /** The same from its two texts. Who reports is for the caller to judge: anyone who can deploy can write an event. */
    static Optional<AutoscalerMessage> read(String reason, String message) {
        return Optional.empty();
    }
}
