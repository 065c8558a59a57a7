package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one group from all others.
 *
 * @param pool what makes its nodes
 * @param ownName its own name
 * @param part the lifecycle for Karpenter, one pool of which holds both; empty otherwise
 */
record GroupKey(NodePool pool, String ownName, String part) {

    static final String EKSCTL_LABEL = "alpha.eksctl.io/nodegroup-name";

    /** The suffix is made by CloudFormation; managed groups get a UUID from EKS. */
    private static final Pattern EKSCTL = Pattern.compile("eksctl-.+?-nodegroup-(.+)-NodeGroup-[A-Za-z0-9]+");

    private static final Pattern MANAGED =
            Pattern.compile("eks-(.+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static GroupKey of(NodePool pool, String ownName) {
        return new GroupKey(pool, ownName, "");
    }

    /** The group a node with these labels belongs to; empty when they name none. */
    static Optional<GroupKey> ofNode(Map<String, String> labels) {
        String karpenter =
                labels.getOrDefault("karpenter.sh/nodepool", labels.getOrDefault("karpenter.sh/provisioner-name", ""));
        if (!karpenter.isEmpty()) {
            Lifecycle lifecycle = Lifecycle.of(labels).orElse(Lifecycle.ON_DEMAND);
            return Optional.of(new GroupKey(NodePool.KARPENTER, karpenter, lifecycle.word()));
        }
        // Managed groups that eksctl made carry its label too.
        String managed = labels.getOrDefault("eks.amazonaws.com/nodegroup", "");
        if (!managed.isEmpty()) {
            return Optional.of(of(NodePool.MANAGED, managed));
        }
        String eksctl = labels.getOrDefault(EKSCTL_LABEL, "");
        return eksctl.isEmpty() ? Optional.empty() : Optional.of(of(NodePool.EKSCTL, eksctl));
    }

    /** The group of an Auto Scaling group, by its tags, else by its name. */
    static GroupKey ofAsg(AutoScaling.Group group, Collection<String> clusters) {
        String managed = group.tags().getOrDefault("eks:nodegroup-name", "");
        if (!managed.isEmpty()) {
            return of(NodePool.MANAGED, managed);
        }
        String eksctl = group.tags().getOrDefault(EKSCTL_LABEL, "");
        return eksctl.isEmpty() ? ofAsg(group.name(), clusters) : of(NodePool.EKSCTL, eksctl);
    }

    /**
     * The group of an Auto Scaling group of which only the name is known. Names are taken apart, never compared by prefix:
     * {@code gpu} is not {@code gpu-2}.
     *
     * @param clusters names the cluster goes by; one may hold the words by which names are taken apart
     */
    static GroupKey ofAsg(String name, Collection<String> clusters) {
        for (String cluster : clusters) {
            String stack = "eksctl-" + cluster + "-nodegroup-";
            int suffix = name.lastIndexOf("-NodeGroup-");
            if (name.startsWith(stack) && suffix > stack.length()) {
                return of(NodePool.EKSCTL, name.substring(stack.length(), suffix));
            }
        }
        Matcher eksctl = EKSCTL.matcher(name);
        if (eksctl.matches()) {
            return of(NodePool.EKSCTL, eksctl.group(1));
        }
        Matcher managed = MANAGED.matcher(name);
        return managed.matches() ? of(NodePool.MANAGED, managed.group(1)) : of(NodePool.OTHER, name);
    }

    /** Whether the name is that of a group which eksctl made for another cluster than these. */
    static boolean ofAnotherCluster(String name, Collection<String> clusters) {
        return EKSCTL.matcher(name).matches()
                && !clusters.isEmpty()
                && clusters.stream().noneMatch(cluster -> name.startsWith("eksctl-" + cluster + "-nodegroup-"));
    }
}
