package io.prodhealth.practice;

import io.prodhealth.snapshot.Workload;

/**
 * What is judged: never a pod, so that what is counted by it stays bounded.
 *
 * @param kind {@code cluster}, {@code api}, {@code node_group}, {@code image}, or a kind of Kubernetes in lower case
 * @param namespace empty for what has none
 * @param name empty for the cluster
 */
public record Subject(String kind, String namespace, String name) implements Comparable<Subject> {

    /** The cluster as a whole. */
    public static final Subject CLUSTER = new Subject("cluster", "", "");

    /** An API. */
    public static Subject api(Workload workload) {
        return new Subject("api", workload.namespace(), workload.name());
    }

    /** A node group, by the name that the cluster configuration gives it. */
    public static Subject nodeGroup(String name) {
        return new Subject("node_group", "", name);
    }

    /** An image of Cortex, by its name without registry and tag. */
    public static Subject image(String name) {
        return new Subject("image", "", name);
    }

    /** An object of Kubernetes. */
    public static Subject object(String kind, String namespace, String name) {
        return new Subject(kind, namespace, name);
    }

    @Override
    public int compareTo(Subject other) {
        int byKind = kind.compareTo(other.kind);
        int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** For people: {@code api/iris}, {@code daemonset/logging/fluent-bit}, {@code cluster}. */
    @Override
    public String toString() {
        String inside = kind.equals("api") || namespace.isEmpty() ? "" : "/" + namespace;
        return name.isEmpty() ? kind : kind + inside + "/" + name;
    }
}
