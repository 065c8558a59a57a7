package io.prodhealth.bench;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.Report;
import io.prodhealth.signal.history.History;
import java.time.Instant;

/** An hour in which every minute was the same. */
final class HourOfApis {

    private HourOfApis() {}

    /** The next history after {@code last}, of what one evaluation says, at a moment. */
    static History next(History last, Instant at, Evaluation said) {
        return last.next(at, said.readiness(), said.queues(), said.provisioning(), said.prometheus());
    }

    /** The report after an hour. */
    static Report lasting(Report report) {
        Evaluation said = report.evaluation();
        History history = History.NONE;
        for (int minute = 60; minute >= 0; minute--) {
            history = next(history, said.snapshot().at().minusSeconds(60L * minute), said);
        }
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
                report.build(),
                report.config());
    }
}
