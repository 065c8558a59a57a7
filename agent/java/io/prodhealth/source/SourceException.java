package io.prodhealth.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reading that failed, with the reason that is counted and a text for people. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final transient @Nullable Duration retryAfter;
    private final @Nullable String deniedAction;
    private final boolean taken;

    /**
     * A failure.
     *
     * @param reason counted in {@code prodhealth_source_failures_total}
     * @param message for the log and the status page; text of the other side is hostile and is escaped where it is shown
     */
    public SourceException(FailureReason reason, String message) {
        this(reason, message, null);
    }

    /** A failure after which the other side asked to be left alone for {@code retryAfter}. */
    public SourceException(FailureReason reason, String message, @Nullable Duration retryAfter) {
        this(reason, message, retryAfter, null, false);
    }

    private SourceException(
            FailureReason reason,
            String message,
            @Nullable Duration retryAfter,
            @Nullable String deniedAction,
            boolean taken) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.deniedAction = deniedAction;
        this.taken = taken;
    }

    /** A permission that is missing: {@code action} is the exact one to grant. */
    public static SourceException denied(String action, String message) {
        return new SourceException(FailureReason.PERMISSION_DENIED, message, null, action, false);
    }

    /** The other side has taken the connection, and then said nothing in time. */
    public static SourceException silent(String message) {
        return new SourceException(FailureReason.TIMEOUT, message, null, null, true);
    }

    /** The reason that is counted. */
    public FailureReason reason() {
        return reason;
    }

    /** How long the other side asked to be left alone; null when it did not. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The permission to grant; null where that would not help, as with credentials that have expired. */
    public @Nullable String deniedAction() {
        return deniedAction;
    }

    /** Whether the other side has taken the connection, and then said nothing in time. */
    public boolean taken() {
        return taken;
    }

    /** The message, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? reason.label() : message;
    }
}
