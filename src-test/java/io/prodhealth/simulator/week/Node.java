package io.prodhealth.simulator.week;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A node that has registered. */
final class Node {
    private final String name;
    private final String instance;
    private final Group group;
    private final ObjectNode object;
    private final List<Pod> pods = new ArrayList<>();
    private boolean ready;
    private boolean leaving;
    private @Nullable Instant emptySince;

    Node(String name, String instance, Group group, ObjectNode object, Instant now) {
        this.name = name;
        this.instance = instance;
        this.group = group;
        this.object = object;
        this.emptySince = now;
    }

    String name() {
        return name;
    }

    String instance() {
        return instance;
    }

    Group group() {
        return group;
    }

    ObjectNode object() {
        return object;
    }

    List<Pod> pods() {
        return List.copyOf(pods);
    }

    void take(Pod pod) {
        pods.add(pod);
        emptySince = null;
    }

    void lose(Pod pod, Instant now) {
        pods.remove(pod);
        if (pods.isEmpty()) {
            emptySince = now;
        }
    }

    int room() {
        return ready && !leaving ? group.seats() - pods.size() : 0;
    }

    boolean ready() {
        return ready;
    }

    void ready(boolean is) {
        ready = is;
    }

    /** Whether it is about to be removed, by the autoscaler or by EC2. */
    boolean leaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    /** Since when no pod of an API is on it; null while one is. */
    @Nullable
    Instant emptySince() {
        return emptySince;
    }
}
