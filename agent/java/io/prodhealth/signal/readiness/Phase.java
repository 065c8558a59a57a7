package io.prodhealth.signal.readiness;

import java.util.Locale;

/** The parts of the time between a pod's creation and its first Ready. */
public enum Phase {
    /** Created → bound to a node; the wait for a new node is in here. */
    SCHEDULE,
    /** Waiting for images that were not on the node, the node's own queue included. */
    PULL,
    /** Bound → last container started, less the pulls: sandbox, volumes, init containers. */
    START,
    /** Last container started → Ready: the application loads and its readiness check passes. */
    PROBE;

    /** The value of the label {@code phase}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
