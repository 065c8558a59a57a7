package io.prodhealth.signal.provisioning;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The hardware of an instance type.
 *
 * @param name say {@code g4dn.xlarge}
 * @param cpus virtual CPUs
 * @param memoryBytes memory, of which the node sees a few percent less
 * @param gpus GPUs
 * @param neurons Inferentia devices
 */
public record InstanceType(String name, double cpus, double memoryBytes, double gpus, double neurons) {

    static final String GPU = "nvidia.com/gpu";
    static final String NEURON = "aws.amazon.com/neuron";

    /** From the smallest on: what is rare first. */
    static final Comparator<InstanceType> BY_SIZE = Comparator.comparingDouble(InstanceType::gpus)
            .thenComparingDouble(InstanceType::neurons)
            .thenComparingDouble(InstanceType::cpus)
            .thenComparingDouble(InstanceType::memoryBytes)
            .thenComparing(InstanceType::name);

    /** Firmware and kernel keep 2 to 8 % of the memory, and where a node has told its size that is less already. */
    private static final double SAME_MEMORY = 0.9;

    /** Graviton: a {@code g} behind the generation, as in m6g, c7gn or g5g; and the first of them. */
    private static final Pattern ARM = Pattern.compile("(?:[a-z]+[0-9]+[a-z]*g[a-z]*|a1)(?:\\..*)?");

    /** Of two sights of one type the larger figures. */
    InstanceType or(InstanceType other) {
        return new InstanceType(
                name,
                Math.max(cpus, other.cpus),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(gpus, other.gpus),
                Math.max(neurons, other.neurons));
    }

    InstanceType withAccelerators(InstanceType other) {
        return new InstanceType(name, cpus, memoryBytes, Math.max(gpus, other.gpus), Math.max(neurons, other.neurons));
    }

    /** Whether a pod that fits a node of {@code other} fits one of this type. */
    boolean covers(InstanceType other) {
        return cpus >= other.cpus
                && memoryBytes >= SAME_MEMORY * other.memoryBytes
                && gpus >= other.gpus
                && neurons >= other.neurons
                && arm() == other.arm();
    }

    /** Whether both have, or both lack, each kind of accelerator: pods without one are kept off such nodes by taints. */
    boolean sameClass(InstanceType other) {
        return (gpus > 0) == (other.gpus > 0) && (neurons > 0) == (other.neurons > 0) && arm() == other.arm();
    }

    private boolean arm() {
        return ARM.matcher(name).matches();
    }
}
