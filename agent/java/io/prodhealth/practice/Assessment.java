package io.prodhealth.practice;

import java.util.List;

/**
 * What a practice found at one moment, before anything is waived.
 *
 * @param judged what was judged, with or without a finding
 * @param findings what was found
 * @param unjudged what could not be judged
 * @param notApplicable why there is nothing to judge; empty where there is
 */
public record Assessment(
        Rule rule, List<Subject> judged, List<Finding> findings, List<Unjudged> unjudged, String notApplicable) {

    /** Asks a practice. One that breaks is unknown, and leaves the others alone. */
    public static Assessment of(Practice practice, Evidence evidence) {
        Findings findings = new Findings(practice.rule(), evidence);
        try {
            practice.check(evidence, findings);
        } catch (RuntimeException bug) {
            String what = bug.getClass().getSimpleName();
            return new Assessment(
                    practice.rule(),
                    List.of(),
                    List.of(),
                    List.of(new Unjudged(Subject.CLUSTER, "internal_error: " + what)),
                    "");
        }
        return findings.assessment().without(evidence.unread());
    }

    /** The same, where part of what it would have judged could not be read. */
    private Assessment without(Unread unread) {
        return new Assessment(rule, judged, findings, unread.of(this), notApplicable);
    }
}
