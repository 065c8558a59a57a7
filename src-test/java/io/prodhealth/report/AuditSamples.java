package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.snapshot.FilePlace;
import io.prodhealth.snapshot.FilePlaces;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** An audit that has everything once, its words as hostile as anyone may write them. */
final class AuditSamples {

    static final Instant AT = Instant.parse("2026-01-15T09:00:00Z");
    static final String EVIL = "</style><script>alert(1)</script>\u202e\u001b[31m\u0000'\"&|\ud83d";
    static final String FILE = "deploy dir/ä:b%.yaml";

    private static final Subject API = Subject.api(new Workload("default", "RealtimeAPI", EVIL));

    private AuditSamples() {}

    static AuditReport everything() {
        Waiver waiver = new Waiver("waived_one", "", "", EVIL, EVIL, LocalDate.of(2026, 6, 1));
        return new AuditReport(
                AT,
                List.of(
                        verdict(
                                "failing",
                                Status.FAIL,
                                List.of(finding(Severity.CRITICAL), finding(Severity.INFO)),
                                List.of()),
                        verdict("warning", Status.WARN, List.of(finding(Severity.WARNING)), List.of()),
                        verdict("unknown", Status.UNKNOWN, List.of(), List.of(new Unjudged(API, EVIL))),
                        verdict("passing", Status.PASS, List.of(), List.of()),
                        verdict(
                                "absent",
                                Status.NOT_APPLICABLE,
                                List.of(),
                                List.of(new Unjudged(API, Unjudged.NEEDS_LIVE))),
                        new Verdict(
                                rule("waived_one"),
                                Status.WAIVED,
                                EVIL,
                                AT,
                                1,
                                List.of(),
                                List.of(new Verdict.WaivedFinding(finding(Severity.CRITICAL), waiver)),
                                List.of())),
                List.of(EVIL),
                new FilePlaces(Map.of(API.toString(), Map.of("", new FilePlace(FILE, 3, 7)))));
    }

    static Rule rule(String id) {
        return Rule.ofApi(id, "0.0", Section.COMPUTE, "A summary.", "A remedy.");
    }

    private static Verdict verdict(String id, Status status, List<Finding> findings, List<Unjudged> unjudged) {
        String reason = status == Status.NOT_APPLICABLE ? Unjudged.NEEDS_LIVE : EVIL;
        return new Verdict(rule(id), status, reason, AT, 3, findings, List.of(), unjudged);
    }

    private static Finding finding(Severity severity) {
        return new Finding(API, severity, EVIL, EVIL, AT, "A remedy.", false, "pod.containers.0.image");
    }
}
