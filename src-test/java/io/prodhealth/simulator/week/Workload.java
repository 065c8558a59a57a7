package io.prodhealth.simulator.week;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An API. */
final class Workload {
    private final String api;
    private final Family family;
    private final boolean pinned;
    private final ObjectNode deployment;
    private final List<Pod> pods = new ArrayList<>();
    private final List<Pod> outdated = new ArrayList<>();
    private int wanted;
    private int revision = 1;
    private int created;

    Workload(String api, Family family, boolean pinned, ObjectNode deployment) {
        this.api = api;
        this.family = family;
        this.pinned = pinned;
        this.deployment = deployment;
    }

    String api() {
        return api;
    }

    Family family() {
        return family;
    }

    /** Whether it may run on spot only. */
    boolean pinned() {
        return pinned;
    }

    ObjectNode deployment() {
        return deployment;
    }

    /** Those that are not on their way out, oldest first. */
    List<Pod> pods() {
        return pods;
    }

    /** Those that a rollout has still to replace. */
    List<Pod> outdated() {
        return outdated;
    }

    int wanted() {
        return wanted;
    }

    void wanted(int replicas) {
        wanted = replicas;
    }

    int revision() {
        return revision;
    }

    void nextRevision() {
        revision++;
        outdated.addAll(pods);
    }

    int nextPod() {
        return created++;
    }

    /** Whether it has what it wants, all of it ready. */
    boolean settled() {
        return outdated.isEmpty() && pods.size() == wanted && pods.stream().allMatch(Pod::ready);
    }
}
