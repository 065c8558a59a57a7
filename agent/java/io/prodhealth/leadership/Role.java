package io.prodhealth.leadership;

/** What a replica does. */
public enum Role {
    /** Holds the Lease. */
    LEADER,
    /** Stands ready: watches Kubernetes and Prometheus, and exports only its own health. */
    FOLLOWER,
    /** Leads without a Lease: none is wanted, or none may be had. */
    ALONE;

    /** Whether it asks what costs money, keeps state and exports the cluster. */
    public boolean leads() {
        return this != FOLLOWER;
    }

    /** As it is written for people and programs. */
    public String word() {
        return switch (this) {
            case LEADER -> "leader";
            case FOLLOWER -> "follower";
            case ALONE -> "alone";
        };
    }
}
