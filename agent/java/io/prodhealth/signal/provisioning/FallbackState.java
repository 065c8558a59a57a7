package io.prodhealth.signal.provisioning;

import java.util.Locale;

/** What a family of node groups is doing about spot. Of several that hold the last one counts. */
public enum FallbackState {
    /** Nothing of the following; on-demand that was taken because spot stands at its own maximum is normal too. */
    NORMAL,
    /** A spot group is asked for more nodes than have come, and nothing has failed yet. */
    SCALING_SPOT,
    /** A fallback is over, and its nodes are still there. */
    RECOVERING,
    /** Spot failed, and on-demand has not been chosen yet. */
    SPOT_EXHAUSTED,
    /** Spot failed and on-demand was chosen; until the failure ends. */
    FALLBACK_ACTIVE,
    /** Spot failed, pods wait, and no on-demand group can take them or none does in time. */
    FALLBACK_STUCK,
    /** Nobody tells, or what is told is old. */
    UNKNOWN;

    /** The value of the label {@code state}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
