package io.prodhealth.report;

import io.prodhealth.alerting.AlertingStatus;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.time.Instant;
import java.util.List;

/**
 * All that a report tells, in whatever format.
 *
 * @param at when it is told; ages are as of this moment
 * @param evaluation the last result
 * @param sources how every source is doing
 * @param kinds how every kind of Kubernetes object is doing
 * @param alerting how the agent's own alerting is doing
 * @param leadership whether this replica leads
 */
public record Report(
        Instant at,
        Evaluation evaluation,
        List<SourceStatus> sources,
        List<KindStatus> kinds,
        AlertingStatus alerting,
        Leadership leadership,
        BuildInfo build,
        ConfigStatus config) {}
