package io.prodhealth.snapshot;

import java.util.Comparator;

/**
 * What owns a pod: an API of Cortex (kind is its {@code apiKind}), else the controller a person would name (a Deployment
 * rather than its ReplicaSet).
 *
 * @param namespace Kubernetes namespace
 * @param kind {@code RealtimeAPI}, {@code AsyncAPI}, {@code BatchAPI}, {@code TaskAPI}, {@code TrafficSplitter}, or the
 *     Kubernetes kind: {@code Deployment}, {@code StatefulSet}, {@code DaemonSet}, {@code Job}; empty for a bare pod
 * @param name name of the API or of the controller; empty for a bare pod
 */
public record Workload(String namespace, String kind, String name) {

    /** By namespace, name and kind. */
    public static final Comparator<Workload> BY_NAME = Comparator.comparing(Workload::namespace)
            .thenComparing(Workload::name)
            .thenComparing(Workload::kind);
}
