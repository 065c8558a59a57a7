package io.prodhealth.practice.review;

import io.prodhealth.metrics.Series;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.guide.Guide;
import io.prodhealth.practice.guide.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes what a review came to as series. */
public final class PracticeSeries {

    /** Objects by name, and waivers by name: both are as many as whoever deploys likes. */
    static final int MOST = 1000;

    private PracticeSeries() {}

    /** Adds every family of the practices; before the first review only what is fixed. */
    public static void write(PracticeReview review, Series series) {
        for (Statement.Judged judged : Statement.Judged.values()) {
            long count = Guide.STATEMENTS.stream()
                    .filter(statement -> statement.judged() == judged)
                    .count();
            series.gauge(PracticeFamilies.STATEMENTS, (double) count, judged.word());
        }
        Instant at = review.at();
        if (at != null) {
            review.verdicts().forEach(verdict -> write(verdict, series));
            Score.of(review.verdicts())
                    .forEach((section, score) -> series.gauge(PracticeFamilies.SCORE, score, section.word()));
            objects(review.verdicts(), series);
            waivers(review.waivers(), at, series);
        }
    }

    private static void write(Verdict verdict, Series series) {
        String id = verdict.rule().id();
        for (Status status : Status.values()) {
            series.gauge(PracticeFamilies.STATUS, verdict.status() == status ? 1 : 0, id, status.word());
        }
        for (Severity severity : Severity.values()) {
            long count = verdict.findings().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            series.gauge(PracticeFamilies.FINDINGS, (double) count, id, severity.word());
        }
        series.gauge(PracticeFamilies.EVALUATED, seconds(verdict.at()), id);
    }

    /** An object of a practice, which may have several findings of one severity. */
    private record Found(Severity severity, String practice, Subject subject) {
        static Found of(Verdict verdict, Finding finding) {
            return new Found(finding.severity(), verdict.rule().id(), finding.subject());
        }
    }

    private static void objects(List<Verdict> verdicts, Series series) {
        Stream<Found> all = verdicts.stream()
                .flatMap(verdict -> verdict.findings().stream().map(finding -> Found.of(verdict, finding)));
        all.distinct()
                .sorted(Comparator.comparing(Found::severity))
                .limit(MOST)
                .forEach(found -> series.gauge(
                        PracticeFamilies.FINDING,
                        1,
                        found.practice,
                        found.severity.word(),
                        found.subject.kind(),
                        found.subject.namespace(),
                        found.subject.name()));
    }

    private static void waivers(List<Waiver> waivers, Instant at, Series series) {
        for (Waiver.State state : Waiver.State.values()) {
            long count =
                    waivers.stream().filter(waiver -> waiver.state(at) == state).count();
            series.gauge(PracticeFamilies.WAIVERS, (double) count, state.word());
        }
        waivers.stream()
                .sorted(Comparator.comparing(Waiver::until))
                .limit(MOST)
                .forEach(waiver -> series.gauge(
                        PracticeFamilies.WAIVER_EXPIRY, seconds(waiver.end()), waiver.practice(), waiver.object()));
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
