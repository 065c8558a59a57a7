package io.prodhealth.practice.review;

import static io.prodhealth.metrics.Family.Type.GAUGE;

import io.prodhealth.metrics.Family;
import java.util.List;

/** The families of the guide's practices. */
public final class PracticeFamilies {

    private static final String JUDGED = " Judged each evaluation.interval.";

    static final Family STATUS = Family.stable(
            GAUGE,
            "prodhealth_practice_status",
            "State set: 1 for the status of a practice of the production guide, 0 for the others. unknown is what"
                    + " should be judged and cannot be; waived is what somebody answers for."
                    + JUDGED,
            "practice",
            "status");
    static final Family FINDINGS = Family.stable(
            GAUGE,
            "prodhealth_practice_findings",
            "Findings of a practice that nobody has waived; a finding counts after two evaluations in a row, and until"
                    + " three are clean."
                    + JUDGED,
            "practice",
            "severity");
    static final Family FINDING = Family.stable(
            GAUGE,
            "prodhealth_finding",
            "1 for each object on which a practice has a finding that nobody has waived: an API, a node group, a load"
                    + " balancer, a component, never a pod; at most 1000, the worst first."
                    + JUDGED,
            "practice",
            "severity",
            "object_kind",
            "namespace",
            "object");
    static final Family EVALUATED = Family.stable(
            GAUGE,
            "prodhealth_practice_evaluated_timestamp_seconds",
            "Unix time of what a practice was judged by last.",
            "practice");
    static final Family STATEMENTS = Family.stable(
            GAUGE,
            "prodhealth_guide_statements",
            "Statements of the production guide, by how they are judged: automated, declared (only its owner can say),"
                    + " or not_checkable. Fixed in each version of the agent.",
            "state");
    static final Family SCORE = Family.stable(
            GAUGE,
            "prodhealth_score_ratio",
            "How well a section of the guide is kept: the mean over its practices of 1 for pass, 0.5 for warn, 0 for"
                    + " fail and unknown; without those that are not applicable or waived."
                    + JUDGED,
            "section");
    static final Family WAIVERS = Family.stable(
            GAUGE,
            "prodhealth_waivers",
            "Waivers by state: active, expiring (within 14 days) or expired. Source: the configuration, and"
                    + " annotations of APIs."
                    + JUDGED,
            "state");
    static final Family WAIVER_EXPIRY = Family.stable(
            GAUGE,
            "prodhealth_waiver_expiry_timestamp_seconds",
            "Unix time at which a waiver ends; object as kind/name, empty for one of all objects; at most 1000, the"
                    + " first to end first."
                    + JUDGED,
            "practice",
            "object");

    /** In the order of the documentation. */
    public static final List<Family> ALL =
            List.of(STATUS, FINDINGS, FINDING, EVALUATED, STATEMENTS, SCORE, WAIVERS, WAIVER_EXPIRY);

    private PracticeFamilies() {}
}
