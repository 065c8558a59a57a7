package io.prodhealth.practice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Somebody's word that a finding is known and accepted.
 *
 * @param practice id
 * @param namespace of what it is for; empty for any
 * @param object {@link Subject#toString} of what it is for; empty for all objects of the practice
 * @param reason why it is accepted
 * @param owner who answers for it
 * @param until the last day on which it holds, UTC
 */
public record Waiver(String practice, String namespace, String object, String reason, String owner, LocalDate until) {

    /** The longest that something is accepted without being asked again, years. */
    public static final int LONGEST_YEARS = 1;

    /** One that ends within this many days is called expiring: two weeks are one planning period. */
    public static final int EXPIRING_DAYS = 14;

    /** How a waiver stands. */
    public enum State {
        ACTIVE,
        EXPIRING,
        EXPIRED;

        /** The word of reports and metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it speaks of that. */
    public boolean covers(String id, Subject subject) {
        return practice.equals(id)
                && (namespace.isEmpty() || namespace.equals(subject.namespace()))
                && (object.isEmpty() || object.equals(subject.toString()));
    }

    /** How it stands at a moment. */
    public State state(Instant at) {
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (until.isBefore(today)) {
            return State.EXPIRED;
        }
        return until.isBefore(today.plusDays(EXPIRING_DAYS)) ? State.EXPIRING : State.ACTIVE;
    }

    /** The moment from which it no longer holds. */
    public Instant end() {
        return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
