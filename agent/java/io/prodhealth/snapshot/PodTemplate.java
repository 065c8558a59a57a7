package io.prodhealth.snapshot;

import java.util.List;
import java.util.Map;

/**
 * The pod that a workload makes.
 *
 * @param labels labels of the template
 * @param containers containers in order
 * @param initContainers init containers in order
 * @param nodeSelector labels a node must carry
 * @param requiredNodeGroups values of {@code alpha.eksctl.io/nodegroup-name} that a required node affinity allows; empty
 *     when the pods are not pinned. Cortex adds this term only when the API sets {@code node_groups}
 * @param terminationGraceSeconds seconds between SIGTERM and SIGKILL
 */
public record PodTemplate(
        Map<String, String> labels,
        List<Container> containers,
        List<Container> initContainers,
        Map<String, String> nodeSelector,
        List<String> requiredNodeGroups,
        long terminationGraceSeconds) {}
