package io.prodhealth.access;

/**
 * One thing that may be done in the Kubernetes API, as RBAC has it.
 *
 * @param verb such as {@code list}
 * @param group the API group; empty for the core one
 * @param resource plural name
 * @param namespace empty for the whole cluster
 * @param name of the one object it is for; empty for any
 */
public record KubernetesRight(String verb, String group, String resource, String namespace, String name) {

    /** Whether who has this right needs no {@code other}. */
    boolean covers(KubernetesRight other) {
        return (name.isEmpty() || name.equals(other.name))
                && (namespace.isEmpty() || namespace.equals(other.namespace))
                && verb.equals(other.verb)
                && group.equals(other.group)
                && resource.equals(other.resource);
    }

    /** What it is done to, for people: {@code configmaps/cluster-autoscaler-status in kube-system}. */
    public String object() {
        return resource
                + (group.isEmpty() ? "" : "." + group)
                + (name.isEmpty() ? "" : "/" + name)
                + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
