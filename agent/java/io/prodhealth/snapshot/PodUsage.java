package io.prodhealth.snapshot;

/**
 * What a pod uses, from metrics.k8s.io.
 *
 * @param cpuMillicores CPU of all containers, thousandths of a core, over the metrics server's window
 * @param memoryBytes working set of all containers, bytes
 */
public record PodUsage(String namespace, String name, long cpuMillicores, long memoryBytes) {}
