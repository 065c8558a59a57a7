package io.prodhealth.evaluation;

import io.prodhealth.signal.provisioning.ProvisioningMemory;

/** What of the signals must outlive a restart of the agent: plain values only. */
public record SignalMemory(ProvisioningMemory provisioning) {}
