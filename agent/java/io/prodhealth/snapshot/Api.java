package io.prodhealth.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API: a Realtime, Async, Batch or Task API or a TrafficSplitter of Cortex, or a Deployment outside Cortex that the
 * configuration selects.
 *
 * @param workload namespace, kind and name; these are its labels in every metric
 * @param identity changes when the API is deleted and made again under the same name
 * @param endpoint annotation {@code networking.cortex.dev/endpoint}; empty when there is none
 * @param nodeGroups node groups the API is pinned to, by their names in the cluster configuration; empty when it is not
 * @param userContainers containers that are not Cortex's own, init containers that keep running among them
 * @param sidecars containers that Cortex adds ({@code proxy}, {@code dequeuer}, {@code enqueuer}, {@code kubexit})
 * @param desired replicas asked for; null for a TrafficSplitter
 * @param reportedReady ready replicas as the controllers report them, for when pods cannot be read; null without controller
 * @param minReplicas fewest replicas; null where nothing scales it
 * @param maxReplicas most replicas; null where nothing scales it
 * @param autoscaling Cortex's settings; null where Cortex does not scale it
 * @param maxConcurrency requests a replica works on at once; null where there is no such setting
 * @param maxQueueLength requests a replica lets wait; null where there is no such setting
 * @param rolloutInProgress a new revision is being rolled out
 * @param claims how many workloads claim this name; more than one are merged and reported
 */
public record Api(
        Workload workload,
        String identity,
        String endpoint,
        List<String> nodeGroups,
        List<Container> userContainers,
        List<Container> sidecars,
        @Nullable Integer desired,
        @Nullable Integer reportedReady,
        @Nullable Integer minReplicas,
        @Nullable Integer maxReplicas,
        @Nullable Autoscaling autoscaling,
        @Nullable Integer maxConcurrency,
        @Nullable Integer maxQueueLength,
        boolean rolloutInProgress,
        int claims) {}
