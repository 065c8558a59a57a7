package io.prodhealth.practice.provisioning;

/** The sentences of the guide's section. */
final class Guide {

    static final String PRIORITY =
            "You can get the cost savings of spot instances and the reliability of on-demand instances by taking"
                    + " advantage of the priority field in node groups.";
    static final String TWO_GROUPS = "You can deploy two node groups, one that is spot and another that is on-demand.";
    static final String HIGHER =
            "Set the priority of the spot node group to be higher than the priority of the on-demand node group.";
    static final String SPOT_FIRST =
            "This encourages the cluster-autoscaler to try to spin up instances from the spot node group first.";
    static final String FALLBACK =
            "If after 5 minutes, the spot node group is unable to scale up because there are no more spot instances"
                    + " available, the on-demand node group will be used instead.";
    static final String SAMPLE = "[In the sample both node groups have the same instance_type and max_instances.]";

    private Guide() {}
}
