package io.prodhealth.practice;

import io.prodhealth.practice.Verdict.WaivedFinding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Works out what assessments come to. */
public final class Judge {

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding::subject);

    private Judge() {}

    /** Each practice asked, and judged. */
    public static List<Verdict> judge(List<Practice> practices, Evidence evidence, List<Waiver> waivers) {
        return practices.stream()
                .map(practice ->
                        verdict(Assessment.of(practice, evidence).without(evidence.unread()), waivers, evidence.at()))
                .toList();
    }

    /** What one assessment comes to: its worst finding that nobody has waived, then what is unjudged, then a pass. */
    public static Verdict verdict(Assessment assessment, List<Waiver> waivers, Instant at) {
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        List<Finding> counting = new ArrayList<>();
        List<WaivedFinding> waived = new ArrayList<>();
        for (Finding finding :
                assessment.findings().stream().sorted(WORST_FIRST).toList()) {
            waiver(waivers, assessment.rule().id(), finding.subject(), today)
                    .ifPresentOrElse(
                            waiver -> waived.add(new WaivedFinding(finding, waiver)), () -> counting.add(finding));
        }
        Status status = status(assessment, counting, waived);
        return new Verdict(
                assessment.rule(),
                status,
                reason(status, assessment, counting, waived),
                at,
                assessment.judged().size(),
                List.copyOf(counting),
                List.copyOf(waived),
                assessment.unjudged());
    }

    private static Optional<Waiver> waiver(List<Waiver> waivers, String id, Subject subject, LocalDate today) {
        return waivers.stream()
                .filter(waiver -> waiver.covers(id, subject) && !waiver.until().isBefore(today))
                .findFirst();
    }

    private static Status status(Assessment assessment, List<Finding> counting, List<WaivedFinding> waived) {
        Severity worst =
                counting.isEmpty() ? Severity.INFO : counting.getFirst().severity();
        if (worst != Severity.INFO) {
            return worst.status();
        }
        if (assessment.unjudged().stream()
                .anyMatch(unjudged -> !unjudged.reason().equals(Unjudged.NEEDS_LIVE))) {
            return Status.UNKNOWN;
        }
        boolean waivedWorse = waived.stream().anyMatch(one -> one.finding().severity() != Severity.INFO);
        if (waivedWorse) {
            return Status.WAIVED;
        }
        return assessment.judged().isEmpty() ? Status.NOT_APPLICABLE : Status.PASS;
    }

    private static String reason(
            Status status, Assessment assessment, List<Finding> counting, List<WaivedFinding> waived) {
        return switch (status) {
            case FAIL, WARN -> counting.getFirst().observed();
            case UNKNOWN ->
                assessment.unjudged().stream()
                        .map(Unjudged::reason)
                        .filter(reason -> !reason.equals(Unjudged.NEEDS_LIVE))
                        .findFirst()
                        .orElseThrow();
            case WAIVED -> waived.getFirst().waiver().reason();
            case NOT_APPLICABLE ->
                assessment.unjudged().isEmpty()
                        ? (assessment.notApplicable().isEmpty() ? "nothing_in_scope" : assessment.notApplicable())
                        : Unjudged.NEEDS_LIVE;
            case PASS -> counting.isEmpty() ? "" : counting.getFirst().observed();
        };
    }
}
