package io.prodhealth.evaluation;

import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;

/**
 * The result of one evaluation: everything that a scrape, a report or the page shows comes from one of these.
 *
 * @param snapshot what was observed
 * @param readiness what the readiness signal says of it
 * @param queues what the queue signal says of it
 * @param provisioning what the provisioning signal says of it
 * @param prometheus what the signal of Prometheus' load says of it
 * @param practices what the last review of the guide's practices came to
 * @param history what the signals have said in the last hour, this evaluation included
 * @param took how long the evaluation took
 */
public record Evaluation(
        ClusterSnapshot snapshot,
        Readiness readiness,
        QueueHealth queues,
        Provisioning provisioning,
        PrometheusLoad prometheus,
        PracticeReview practices,
        History history,
        Duration took) {}
