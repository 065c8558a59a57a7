package io.prodhealth.evaluation;

import io.prodhealth.practice.review.Review;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.prometheus.PrometheusState;
import io.prodhealth.signal.provisioning.ProvisioningState;
import io.prodhealth.signal.queues.QueueState;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;

/** The state of every signal, of the review of practices, and the last hour, after a step. Immutable. */
public record SignalStates(
        ReadinessState readiness,
        QueueState queues,
        ProvisioningState provisioning,
        PrometheusState prometheus,
        Behaviour behaviour,
        Review.State practices,
        History history) {

    /**
     * What they say.
     *
     * @param snapshot the one of the last step
     * @param took how long that step took
     */
    public Evaluation evaluation(ClusterSnapshot snapshot, Duration took) {
        return new Evaluation(
                snapshot,
                readiness.result(),
                queues.result(),
                provisioning.result(),
                prometheus.result(),
                practices.result(),
                history,
                took);
    }

    /** What must outlive a restart. */
    public SignalMemory memory() {
        return new SignalMemory(queues.memory(), provisioning.memory(), prometheus.memory());
    }
}
