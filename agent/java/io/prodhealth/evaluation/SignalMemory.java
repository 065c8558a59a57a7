package io.prodhealth.evaluation;

import io.prodhealth.signal.prometheus.PrometheusMemory;
import io.prodhealth.signal.provisioning.ProvisioningMemory;
import io.prodhealth.signal.queues.QueueMemory;
import java.util.List;

/** What of the signals must outlive a restart of the agent: plain values only. */
public record SignalMemory(QueueMemory queues, ProvisioningMemory provisioning, PrometheusMemory prometheus) {

    /**
     * What of it an alert stands on, or was counted once and for all: it changes seldom, and is not to be lost with whoever
     * saw it.
     */
    public List<Object> decided() {
        return List.of(
                queues.queues().stream()
                        .flatMap(queue -> queue.stuck().stream().map(stuck -> queue.queue() + " " + stuck.cause()))
                        .toList(),
                provisioning.families().stream()
                        .map(family -> family.name() + " " + family.state() + " " + family.fallbacks())
                        .toList(),
                provisioning.interruptions(),
                prometheus.restarts());
    }
}
