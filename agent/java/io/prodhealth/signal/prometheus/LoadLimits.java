package io.prodhealth.signal.prometheus;

import java.time.Duration;

/**
 * What the load of Prometheus is judged against.
 *
 * @param lowerRating 300 nodes and 300 pods for a t3.medium, the figure of the later guide, instead of 400 and 800
 * @param ratedWarn share of the rated load from which there is a warning
 * @param memoryWarn share of allocatable memory from which there is a warning
 * @param memoryFail share of allocatable memory that is a failure
 * @param storageWarn share of the storage from which there is a warning
 * @param margin how much more than the load an instance type has to carry, as a share of it
 * @param frozenAfter how long autoscaling must have nothing to go by
 * @param loadBalancerNodes most nodes that the load balancer of the APIs takes
 */
public record LoadLimits(
        boolean lowerRating,
        double ratedWarn,
        double memoryWarn,
        double memoryFail,
        double storageWarn,
        double margin,
        Duration frozenAfter,
        int loadBalancerNodes) {}
