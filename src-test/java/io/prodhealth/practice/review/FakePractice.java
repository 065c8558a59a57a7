package io.prodhealth.practice.review;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import java.util.function.Consumer;

/** A practice that says what the test wants it to say next. */
final class FakePractice implements Practice {

    static final Subject IRIS = new Subject("api", "default", "iris");

    private final Rule rule;
    private Consumer<Findings> next = findings -> {};

    FakePractice(String id) {
        rule = Rule.ofApi(id, "9.99", Section.PODS, "summary", "remedy");
    }

    void says(Consumer<Findings> findings) {
        next = findings;
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        next.accept(findings);
    }
}
