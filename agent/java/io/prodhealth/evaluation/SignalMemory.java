package io.prodhealth.evaluation;

import io.prodhealth.signal.prometheus.PrometheusMemory;
import io.prodhealth.signal.provisioning.ProvisioningMemory;
import io.prodhealth.signal.queues.QueueMemory;

/** What of the signals must outlive a restart of the agent: plain values only. */
public record SignalMemory(QueueMemory queues, ProvisioningMemory provisioning, PrometheusMemory prometheus) {}
