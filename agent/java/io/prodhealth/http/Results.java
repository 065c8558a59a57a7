package io.prodhealth.http;

import io.prodhealth.alerting.AlertingStatus;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.ConfigStatus;
import io.prodhealth.report.Report;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * What there is to serve. Every supplier gives what is true now, and is called on a virtual thread.
 *
 * @param evaluation the last result; before the first sync its parts are unknown
 * @param sources how every source is doing
 * @param kinds how every kind of Kubernetes object is doing
 * @param alerting how the agent's own alerting is doing
 * @param leadership whether this replica leads
 * @param readiness whether the agent is ready
 * @param config the configuration in force
 * @param exposition writes scrapes
 * @param reload reads the configuration again
 */
public record Results(
        Supplier<Evaluation> evaluation,
        Supplier<List<SourceStatus>> sources,
        Supplier<List<KindStatus>> kinds,
        Supplier<AlertingStatus> alerting,
        Supplier<Leadership> leadership,
        Supplier<Readyz> readiness,
        Supplier<ConfigStatus> config,
        Exposition exposition,
        Reload reload,
        BuildInfo build,
        Clock clock) {

    Report report() {
        return new Report(
                clock.instant(),
                evaluation.get(),
                sources.get(),
                kinds.get(),
                alerting.get(),
                leadership.get(),
                build,
                config.get());
    }
}
