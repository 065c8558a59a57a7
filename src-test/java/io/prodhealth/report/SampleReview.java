package io.prodhealth.report;

import io.prodhealth.config.Config;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Verdict.WaivedFinding;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.review.PracticeReview;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A review of practices with one verdict of each status. */
final class SampleReview {

    private SampleReview() {}

    /** Everything is kept, as far as it is known. */
    static PracticeReview healthy(Instant at) {
        return review(at, List.of(pass(at), unknown(at), notApplicable(at)), List.of());
    }

    /** One of each, of objects of this name. */
    static PracticeReview mixed(Instant at, String name) {
        Waiver waiver = new Waiver(
                "load_balancer_open_to_world",
                "",
                "",
                "partners have no fixed addresses " + name,
                "platform " + name,
                LocalDate.parse("2026-02-28"));
        Subject api = new Subject("api", "default", name);
        Verdict warn = verdict("image_tag_mutable", Status.WARN, at, finding(api, Severity.WARNING, at, name));
        Verdict fail = verdict(
                "nodes_publicly_reachable",
                Status.FAIL,
                at,
                finding(new Subject("node_group", "", "cpu-" + name), Severity.CRITICAL, at, name));
        Verdict waived = new Verdict(
                rule("load_balancer_open_to_world"),
                Status.WAIVED,
                waiver.reason(),
                at,
                1,
                List.of(),
                List.of(new WaivedFinding(finding(Subject.CLUSTER, Severity.WARNING, at, name), waiver)),
                List.of());
        return review(at, List.of(pass(at), warn, fail, unknown(at), notApplicable(at), waived), List.of(waiver));
    }

    private static PracticeReview review(Instant at, List<Verdict> verdicts, List<Waiver> waivers) {
        return new PracticeReview(
                at, verdicts, waivers, Config.defaults().practices().limits());
    }

    private static Verdict pass(Instant at) {
        return verdict("images_in_other_region", Status.PASS, at);
    }

    private static Verdict unknown(Instant at) {
        return new Verdict(
                rule("subnets_public"),
                Status.UNKNOWN,
                "permission_denied: ec2:DescribeSubnets",
                at,
                0,
                List.of(),
                List.of(),
                List.of(new Unjudged(Subject.CLUSTER, "permission_denied: ec2:DescribeSubnets")));
    }

    private static Verdict notApplicable(Instant at) {
        return new Verdict(
                rule("async_queue_stuck"),
                Status.NOT_APPLICABLE,
                "nothing_in_scope",
                at,
                0,
                List.of(),
                List.of(),
                List.of());
    }

    private static Verdict verdict(String id, Status status, Instant at, Finding... findings) {
        String reason = findings.length == 0 ? "" : findings[0].observed();
        return new Verdict(rule(id), status, reason, at, 4, List.of(findings), List.of(), List.of());
    }

    private static Finding finding(Subject subject, Severity severity, Instant at, String name) {
        return new Finding(
                subject,
                severity,
                "observed of " + name,
                "expected of " + name,
                at.minusSeconds(20),
                "do what is right",
                severity != Severity.CRITICAL,
                "");
    }

    private static Rule rule(String id) {
        return Practices.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
