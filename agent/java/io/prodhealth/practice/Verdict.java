package io.prodhealth.practice;

import java.time.Instant;
import java.util.List;

/**
 * What a practice comes to.
 *
 * @param rule the practice
 * @param status what it comes to
 * @param reason why, for every status but pass, in a few words
 * @param at the moment that was judged
 * @param judged how many objects were judged
 * @param findings those that count, worst first
 * @param waived findings that somebody answers for
 * @param unjudged what could not be judged
 */
public record Verdict(
        Rule rule,
        Status status,
        String reason,
        Instant at,
        int judged,
        List<Finding> findings,
        List<WaivedFinding> waived,
        List<Unjudged> unjudged) {

    /** A finding and who answers for it. */
    public record WaivedFinding(Finding finding, Waiver waiver) {}
}
