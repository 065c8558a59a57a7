package io.prodhealth.evaluation;

import io.prodhealth.config.Config;
import io.prodhealth.signal.provisioning.InstancePrices;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.queues.QueueSignal;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.LabelSelector;
import java.time.Instant;
import java.util.Optional;

/** Every signal, as it is set. The agent and a replay make the same steps. */
public record Signals(ReadinessSignal readiness, QueueSignal queues, ProvisioningSignal provisioning) {

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
                provisioning(config.provisioning()));
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
        return new SignalStates(readiness.start(at), queues.start(at), provisioning.start(at));
    }

    /** {@code states}, but counting on where an earlier run has ended. */
    public SignalStates resume(SignalStates states, SignalMemory memory, Instant at) {
        return new SignalStates(
                states.readiness(), queues.resume(memory.queues(), at), provisioning.resume(memory.provisioning(), at));
    }

    /** The next step of each. */
    public SignalStates step(SignalStates last, ClusterSnapshot snapshot) {
        ReadinessState ready = readiness.step(last.readiness(), snapshot);
        return new SignalStates(
                ready,
                queues.step(last.queues(), snapshot, ready.result().apis()),
                provisioning.step(last.provisioning(), snapshot));
    }
}
