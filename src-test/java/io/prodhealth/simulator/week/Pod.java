package io.prodhealth.simulator.week;

import io.prodhealth.simulator.PodBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A pod of an API. */
final class Pod {
    private final String name;
    private final Workload workload;
    private final PodBuilder builder;
    private @Nullable Node node;
    private boolean refused;
    private boolean ready;
    private boolean gone;

    Pod(String name, Workload workload, PodBuilder builder) {
        this.name = name;
        this.workload = workload;
        this.builder = builder;
    }

    String name() {
        return name;
    }

    Workload workload() {
        return workload;
    }

    PodBuilder builder() {
        return builder;
    }

    ObjectNode object() {
        return builder.build();
    }

    @Nullable
    Node node() {
        return node;
    }

    void node(Node on) {
        node = on;
    }

    boolean waits() {
        return node == null && !gone;
    }

    /** Whether the scheduler has said that it finds no node. */
    boolean refused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    boolean ready() {
        return ready && !gone;
    }

    void ready(boolean is) {
        ready = is;
    }

    boolean gone() {
        return gone;
    }

    void end() {
        gone = true;
    }
}
