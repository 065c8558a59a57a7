package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.snapshot.Observed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Statuses of the guide's practices: those of the metric {@code prodhealth_practice_status}. */
public final class PracticeTracker implements Tracker {

    /** Of a practice that much is wrong with, the rest is in its report. */
    private static final int MOST_OBJECTS = 50;

    private PracticeReview last = PracticeReview.NONE;
    private Map<Subject, State> states = Map.of();

    @Override
    public Subject.Kind kind() {
        return Subject.Kind.PRACTICE;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same review is handed on until the next is made
    public Observed<Map<Subject, State>> states(Evaluation evaluation) {
        PracticeReview review = evaluation.practices();
        if (review != last) {
            last = review;
            states = states(review);
        }
        return new Observed.Known<>(states, evaluation.snapshot().at());
    }

    private Map<Subject, State> states(PracticeReview review) {
        Map<Subject, State> now = new HashMap<>();
        for (Verdict verdict : review.verdicts()) {
            now.put(
                    new Subject(kind(), verdict.rule().id()),
                    new State(verdict.status().word(), verdict.reason()).on(objects(verdict)));
        }
        return now;
    }

    /** The worst of each object, the worst objects first as far as there is room. */
    private static Map<String, String> objects(Verdict verdict) {
        Map<String, String> objects = new LinkedHashMap<>();
        for (Finding finding : verdict.findings()) {
            if (objects.size() < MOST_OBJECTS) {
                String word = finding.severity() == Severity.INFO
                        ? Severity.INFO.word()
                        : finding.severity().status().word();
                objects.putIfAbsent(finding.subject().toString(), word);
            }
        }
        return objects;
    }
}
