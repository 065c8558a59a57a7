package io.prodhealth.evaluation;

import io.prodhealth.config.Config;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Unread;
import io.prodhealth.practice.review.Review;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.signal.behaviour.BehaviourSignal;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.prometheus.LoadLimits;
import io.prodhealth.signal.prometheus.PrometheusSignal;
import io.prodhealth.signal.prometheus.PrometheusState;
import io.prodhealth.signal.provisioning.InstancePrices;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.provisioning.ProvisioningState;
import io.prodhealth.signal.queues.QueueSignal;
import io.prodhealth.signal.queues.QueueState;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.LabelSelector;
import java.time.Instant;
import java.util.Optional;

/** Every signal and the review of practices, as they are set. The agent and a replay make the same steps. */
public record Signals(
        ReadinessSignal readiness,
        QueueSignal queues,
        ProvisioningSignal provisioning,
        PrometheusSignal prometheus,
        Review practices) {

    private static final BehaviourSignal BEHAVIOUR = new BehaviourSignal();

    /** By its configuration. */
    public static Signals of(Config config) {
        String selector = config.kubernetes().workloadSelector();
        return new Signals(
                new ReadinessSignal(
                        config.readiness().availabilityObjective().value(),
                        selector.isEmpty() ? Optional.empty() : Optional.of(LabelSelector.parse(selector))),
                new QueueSignal(
                        config.cortex().namespace(),
                        config.queues().ageObjective(),
                        config.queues().stuckAfter(),
                        config.queues().causeAfter(),
                        config.queues().cloudWatchInterval()),
                provisioning(config.provisioning()),
                new PrometheusSignal(
                        limits(config.prometheusLoad()), config.cortex().namespace()),
                new Review(
                        config.practices().limits(),
                        config.practices().waivers(),
                        config.evaluation().interval()));
    }

    /** The same signals, and no review of practices: an audit judges them itself, and not every replay asks for it. */
    public Signals withoutReview() {
        return new Signals(readiness, queues, provisioning, prometheus, Review.none());
    }

    /** What the load of Prometheus is judged against. */
    public static LoadLimits limits(Config.PrometheusLoad settings) {
        return new LoadLimits(
                settings.lowerRating(),
                settings.ratedWarn().value(),
                settings.memoryWarn().value(),
                settings.memoryFail().value(),
                settings.storageWarn().value(),
                settings.margin(),
                settings.frozenAfter(),
                settings.loadBalancerNodes());
    }

    /** The signal of node provisioning. */
    public static ProvisioningSignal provisioning(Config.Provisioning settings) {
        return new ProvisioningSignal(
                settings.statusStaleAfter(),
                settings.fallbackObjective(),
                new InstancePrices(settings.onDemandPrices(), settings.spotDiscount()));
    }

    /** Before the first step. */
    public SignalStates start(Instant at) {
        return new SignalStates(
                readiness.start(at),
                queues.start(at),
                provisioning.start(at),
                prometheus.start(at),
                Behaviour.NONE,
                practices.start(),
                History.NONE);
    }

    /** {@code states}, but counting on where an earlier run has ended. */
    public SignalStates resume(SignalStates states, SignalMemory memory, Instant at) {
        return new SignalStates(
                states.readiness(),
                queues.resume(states.queues(), memory.queues(), at),
                provisioning.resume(states.provisioning(), memory.provisioning(), at),
                prometheus.resume(memory.prometheus(), at),
                states.behaviour(),
                states.practices(),
                states.history());
    }

    /** The next step of each. */
    public SignalStates step(SignalStates last, ClusterSnapshot snapshot) {
        ReadinessState ready = readiness.step(last.readiness(), snapshot);
        QueueState queue = queues.step(last.queues(), snapshot, ready.result().apis());
        ProvisioningState nodes = provisioning.step(last.provisioning(), snapshot);
        PrometheusState load =
                prometheus.step(last.prometheus(), snapshot, ready.result().apis());
        Behaviour behaviour = last.behaviour();
        Review.State review = last.practices();
        if (practices.due(review, snapshot.at())) {
            // Points a minute: more than the practices look at would be work for nobody.
            behaviour = BEHAVIOUR.step(behaviour, snapshot, ready.result().apis());
            review = practices.step(
                    review,
                    new Evidence(
                            Evidence.Origin.LIVE,
                            snapshot,
                            ready.result(),
                            queue.result(),
                            nodes.result(),
                            load.result(),
                            behaviour,
                            Unread.NOTHING));
        }
        History history =
                last.history().next(snapshot.at(), ready.result(), queue.result(), nodes.result(), load.result());
        return new SignalStates(ready, queue, nodes, load, behaviour, review, history);
    }
}
