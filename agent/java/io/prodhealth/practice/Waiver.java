package io.prodhealth.practice;

import java.time.LocalDate;

/**
 * Somebody's word that a finding is known and accepted.
 *
 * @param practice id
 * @param object {@link Subject#toString} of what it is for; empty for all objects of the practice
 * @param reason why it is accepted
 * @param owner who answers for it
 * @param until the last day on which it holds, UTC
 */
public record Waiver(String practice, String object, String reason, String owner, LocalDate until) {

    /** Whether it speaks of that. */
    public boolean covers(String id, Subject subject) {
        return practice.equals(id) && (object.isEmpty() || object.equals(subject.toString()));
    }
}
