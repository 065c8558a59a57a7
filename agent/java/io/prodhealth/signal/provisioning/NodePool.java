package io.prodhealth.signal.provisioning;

/** What makes the nodes of a group, told by their labels. */
public enum NodePool {
    /** A node group of Cortex, or another that eksctl made: {@code alpha.eksctl.io/nodegroup-name}. */
    EKSCTL,
    /** A managed node group of EKS: {@code eks.amazonaws.com/nodegroup}. */
    MANAGED,
    /** A node pool of Karpenter: {@code karpenter.sh/nodepool}. It has no Auto Scaling group, no size and no priority. */
    KARPENTER,
    /** An Auto Scaling group of which only the name is known. */
    OTHER
}
