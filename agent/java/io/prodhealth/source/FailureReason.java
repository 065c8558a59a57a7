package io.prodhealth.source;

import java.util.Locale;

/** Why a reading of a source failed: the closed set of the label {@code reason}. */
public enum FailureReason {
    TIMEOUT,
    THROTTLED,
    PERMISSION_DENIED,
    NOT_FOUND,
    UNAVAILABLE,
    INVALID_RESPONSE,
    BUDGET_EXHAUSTED;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
