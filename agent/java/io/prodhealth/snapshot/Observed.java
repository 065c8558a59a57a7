package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of the snapshot with its date. A part that could not be observed is {@link Unknown} with a reason, so that
 * nothing downstream can mistake it for empty.
 *
 * @param <T> the observed value
 */
public sealed interface Observed<T> {

    /** A value that is live: its source has succeeded within three of its intervals. */
    record Known<T>(T value, Instant at) implements Observed<T> {}

    /**
     * No value that may be shown as live, since {@code since} and for {@code reason}.
     *
     * @param action the permission to grant where it is known ({@code ec2:DescribeSubnets}, {@code list pods}), else empty
     */
    record Unknown<T>(Reason reason, Instant since, String action) implements Observed<T> {

        /** One for which no permission is to be granted, or none is known. */
        public Unknown(Reason reason, Instant since) {
            this(reason, since, "");
        }

        /** The same of another type. */
        public <U> Unknown<U> as() {
            return new Unknown<>(reason, since, action);
        }
    }

    /** Why a part is unknown: a closed set. */
    enum Reason {
        /** The first complete reading has not arrived yet. */
        NOT_SYNCED,
        /** A permission is missing; the source names the verb to grant. */
        PERMISSION_DENIED,
        /** The cluster does not have this kind of object. */
        ABSENT,
        /** The last success is older than three intervals. */
        STALE,
        /** Switched off in the configuration. */
        DISABLED,
        /** It is there and cannot be understood. */
        INVALID;

        /** The word used in reports and logs. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The value where it is known. */
    default Optional<T> known() {
        return this instanceof Known<T>(T value, Instant at) ? Optional.of(value) : Optional.empty();
    }

    /** The value where it is known, else {@code other}: only for callers to whom unknown and {@code other} are the same. */
    default T orElse(T other) {
        return this instanceof Known<T>(T value, Instant at) ? value : other;
    }

    /** The same date and health with another value. */
    default <U> Observed<U> map(Function<T, U> function) {
        return switch (this) {
            case Known<T>(T value, Instant at) -> new Known<>(function.apply(value), at);
            case Unknown<T> unknown -> unknown.as();
        };
    }

    /** A part that nothing has read yet. */
    static <T> Observed<T> notSynced(Instant since) {
        return new Unknown<>(Reason.NOT_SYNCED, since);
    }
}
