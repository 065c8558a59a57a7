package io.prodhealth.source.aws;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By what AWS's resources are known to be the cluster's.
 *
 * @param cluster its name; empty where it is not known
 * @param instances ids of its nodes' instances
 * @param hostnames of the load balancers of its Services, in lower case
 */
record ClusterClues(String cluster, Set<String> instances, Set<String> hostnames) {

    /** What Cortex tags its load balancers with. */
    static final String CORTEX_TAG = "cortex.dev/cluster-name";

    static final String EKSCTL_TAG = "alpha.eksctl.io/cluster-name";
    static final String KUBERNETES_TAG = "kubernetes.io/cluster/";

    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8,32}");

    static ClusterClues of(KubernetesObjects objects) {
        Set<String> instances = objects.nodes().orElse(List.of()).stream()
                .map(Node::providerId)
                .map(id -> id.substring(id.lastIndexOf('/') + 1))
                .filter(id -> INSTANCE.matcher(id).matches())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> hostnames = objects.services().orElse(List.of()).stream()
                .map(Service::hostnames)
                .flatMap(List::stream)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new ClusterClues(
                objects.clusterConfig().known().map(ClusterConfig::clusterName).orElse(""), instances, hostnames);
    }

    /** Whether Kubernetes has yet to tell any of it. */
    static boolean incomplete(KubernetesObjects objects) {
        return Stream.of(objects.clusterConfig(), objects.nodes(), objects.services())
                .anyMatch(part ->
                        part instanceof Observed.Unknown<?> unknown && unknown.reason() == Observed.Reason.NOT_SYNCED);
    }

    boolean none() {
        return cluster.isEmpty() && instances.isEmpty() && hostnames.isEmpty();
    }

    /** Whether a load balancer with these tags and this name is the cluster's. */
    boolean owns(Map<String, String> tags, String hostname) {
        return hostnames.contains(hostname.toLowerCase(Locale.ROOT))
                || (!cluster.isEmpty()
                        && (cluster.equals(tags.get(CORTEX_TAG)) || tags.containsKey(KUBERNETES_TAG + cluster)));
    }
}
