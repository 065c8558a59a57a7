package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.PodTemplate;

/**
 * What one pod asks of a node: the sum of its containers, or one of its init containers where that asks for more.
 *
 * @param cpus cores
 * @param memoryBytes memory
 * @param gpus GPUs
 * @param neurons Inferentia devices
 */
record PodNeeds(double cpus, double memoryBytes, double gpus, double neurons) {

    static PodNeeds of(PodTemplate template) {
        PodNeeds sum = new PodNeeds(0, 0, 0, 0);
        for (Container container : template.containers()) {
            sum = sum.plus(of(container));
        }
        PodNeeds most = sum;
        for (Container container : template.initContainers()) {
            if (container.restartable()) {
                most = most.plus(of(container));
            } else {
                most = most.or(of(container));
            }
        }
        return most;
    }

    /** A limit without a request is the request. */
    private static PodNeeds of(Container container) {
        return new PodNeeds(
                amount(container, "cpu"),
                amount(container, "memory"),
                amount(container, InstanceType.GPU),
                amount(container, InstanceType.NEURON));
    }

    private static double amount(Container container, String resource) {
        return InstanceTypes.amount(
                container.requests().containsKey(resource) ? container.requests() : container.limits(), resource);
    }

    private PodNeeds plus(PodNeeds other) {
        return new PodNeeds(
                cpus + other.cpus, memoryBytes + other.memoryBytes, gpus + other.gpus, neurons + other.neurons);
    }

    private PodNeeds or(PodNeeds other) {
        return new PodNeeds(
                Math.max(cpus, other.cpus),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(gpus, other.gpus),
                Math.max(neurons, other.neurons));
    }

    /** Whether an empty node with this room takes the pod. */
    boolean fit(InstanceType room) {
        return cpus <= room.cpus() && memoryBytes <= room.memoryBytes() && fitAccelerators(room);
    }

    /** Whether there are as many accelerators. */
    boolean fitAccelerators(InstanceType room) {
        return gpus <= room.gpus() && neurons <= room.neurons();
    }
}
