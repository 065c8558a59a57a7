package io.prodhealth.report;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.history.History;
import java.time.Instant;

/** Reports that have a past. */
public final class SampleHistory {

    private SampleHistory() {}

    /** The next history after {@code last}, of what one evaluation says, at a moment. */
    public static History next(History last, Instant at, Evaluation said) {
        return last.next(at, said.readiness(), said.queues(), said.provisioning(), said.prometheus());
    }

    /** A report, but with this history. */
    public static Report with(Report report, History history) {
        Evaluation said = report.evaluation();
        return new Report(
                report.at(),
                new Evaluation(
                        said.snapshot(),
                        said.readiness(),
                        said.queues(),
                        said.provisioning(),
                        said.prometheus(),
                        said.practices(),
                        history,
                        said.took()),
                report.sources(),
                report.kinds(),
                report.alerting(),
                report.leadership(),
                report.build(),
                report.config());
    }
}
