package io.prodhealth.bench;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.Report;
import io.prodhealth.report.SampleHistory;
import io.prodhealth.signal.history.History;

/** An hour in which every minute was the same. */
final class HourOfApis {

    private HourOfApis() {}

    /** The report after an hour. */
    static Report lasting(Report report) {
        Evaluation said = report.evaluation();
        History history = History.NONE;
        for (int minute = 60; minute >= 0; minute--) {
            history = SampleHistory.next(history, said.snapshot().at().minusSeconds(60L * minute), said);
        }
        return SampleHistory.with(report, history);
    }
}
