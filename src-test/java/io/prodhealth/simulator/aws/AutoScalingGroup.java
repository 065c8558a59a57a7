package io.prodhealth.simulator.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An Auto Scaling group as DescribeAutoScalingGroups tells it.
 *
 * @param name such as eksctl-cortex-nodegroup-cx-ws-cpu-spot-NodeGroup-16J5GDZBLXTYC
 * @param spot whether it launches spot instances
 * @param instanceTypes those it may launch, the primary one first
 */
public record AutoScalingGroup(
        String name,
        boolean spot,
        List<String> instanceTypes,
        int min,
        int max,
        int desired,
        List<Instance> instances,
        List<String> zones,
        List<String> suspended,
        Map<String, String> tags,
        Instant createdAt) {

    /** An instance in service. */
    public record Instance(String id, String type, String zone) {}

    /** This group with another desired capacity. */
    public AutoScalingGroup withDesired(int other) {
        return new AutoScalingGroup(
                name, spot, instanceTypes, min, max, other, instances, zones, suspended, tags, createdAt);
    }

    /** This group with another maximum. */
    public AutoScalingGroup withMax(int other) {
        return new AutoScalingGroup(
                name, spot, instanceTypes, min, other, desired, instances, zones, suspended, tags, createdAt);
    }

    /** This group with other instances. */
    public AutoScalingGroup withInstances(List<Instance> other) {
        return new AutoScalingGroup(
                name, spot, instanceTypes, min, max, desired, List.copyOf(other), zones, suspended, tags, createdAt);
    }
}
