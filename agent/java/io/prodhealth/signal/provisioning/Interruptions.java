package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spot nodes that AWS took back. Nothing announces it where no handler is installed: the node is gone, and its group wants
 * another in its place. A node that was meant to go was tainted or cordoned first, was named by an event, or its group no
 * longer asks for it. Immutable.
 *
 * @param seen the nodes that were there last; null before, and after a time in which nobody watched
 * @param seenAt when that was
 * @param gone spot nodes that went and are not decided yet
 * @param counted interruptions by name of the group
 */
record Interruptions(@Nullable List<Node> seen, Instant seenAt, List<Gone> gone, Map<String, Long> counted) {

    /** By then the autoscaler's status, written each 20 s, tells whether the group still asks for the node. */
    private static final Duration DECIDED_AFTER = Duration.ofSeconds(40);

    /** Without sight for longer, nobody can tell how a node went. */
    private static final Duration BLIND = Duration.ofMinutes(3);

    /** The autoscaler's event may be as much older than the end of a node that is drained slowly. */
    private static final Duration DRAINS = Duration.ofMinutes(15);

    private static final int MOST = 1000;
    private static final String BEING_DELETED = "ToBeDeletedByClusterAutoscaler";
    private static final String NOTICE = "aws-node-termination-handler/spot-itn";

    /**
     * A node that went.
     *
     * @param node its name
     * @param group its group
     * @param groupName what the group is called
     * @param noticed whether a handler had marked it as taken back
     * @param drained whether somebody had tainted or cordoned it
     * @param at when it went
     */
    record Gone(String node, GroupKey group, String groupName, boolean noticed, boolean drained, Instant at) {

        static Gone of(Node node, NodeGroup group, Instant at) {
            boolean drained = node.unschedulable()
                    || node.taints().contains(BEING_DELETED)
                    || node.taints().contains("karpenter.sh/disrupted")
                    || node.taints().contains("karpenter.sh/disruption");
            return new Gone(
                    node.name(), group.key(), group.name(), node.taints().contains(NOTICE), drained, at);
        }
    }

    /**
     * What is to be seen when it is decided how a node went.
     *
     * @param before the groups while it was there
     */
    record Evidence(NodeGroups before, NodeGroups groups, GroupNodes nodes, AutoscalerEvents events, Instant now) {}

    static Interruptions start(Instant at, List<Gone> gone, Map<String, Long> counted) {
        return new Interruptions(null, at, List.copyOf(gone), Map.copyOf(counted));
    }

    /**
     * This, which has only watched, but going on from what whoever led had counted.
     *
     * @param until when that one told so: what went later, only this one has seen
     */
    Interruptions goingOn(List<Gone> known, Map<String, Long> counts, Instant until) {
        Stream<Gone> later = gone.stream().filter(one -> one.at.isAfter(until));
        return new Interruptions(
                seen, seenAt, Stream.concat(known.stream(), later).toList(), Map.copyOf(counts));
    }

    @SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
    Interruptions next(List<Node> nodes, Evidence evidence) {
        Instant now = evidence.now();
        List<Gone> open = new ArrayList<>(gone);
        if (seen != null && seen != nodes && !seenAt.plus(BLIND).isBefore(now)) {
            open.addAll(wentOf(seen, nodes, evidence));
        }
        if (open.isEmpty()) {
            return new Interruptions(nodes, now, List.of(), counted);
        }
        Map<String, Long> counts = new HashMap<>(counted);
        List<Gone> undecided = new ArrayList<>();
        for (Gone one : open) {
            boolean due = !one.at.plus(DECIDED_AFTER).isAfter(now) || undecided.size() >= MOST;
            if (interrupted(one, evidence) || (due && !meant(one, evidence))) {
                count(one, counts);
            } else if (!due && (one.drained || !meant(one, evidence))) {
                undecided.add(one);
            }
        }
        return new Interruptions(nodes, now, List.copyOf(undecided), Map.copyOf(counts));
    }

    private static void count(Gone gone, Map<String, Long> counts) {
        if (counts.containsKey(gone.groupName) || counts.size() < MOST) {
            counts.merge(gone.groupName, 1L, Long::sum);
        }
    }

    private static List<Gone> wentOf(List<Node> before, List<Node> after, Evidence evidence) {
        Set<String> there = new HashSet<>();
        for (Node node : after) {
            there.add(node.uid());
            // A node that was deleted while its instance runs registers again, under another uid.
            there.add(node.providerId());
        }
        there.remove("");
        List<Gone> went = new ArrayList<>();
        for (Node node : before) {
            if (!there.contains(node.uid()) && !there.contains(node.providerId())) {
                // The group of a pool's last node is gone with it.
                evidence.before()
                        .of(node)
                        .filter(group -> Lifecycle.of(node.labels()).orElse(group.lifecycle()) == Lifecycle.SPOT)
                        .ifPresent(group -> went.add(Gone.of(node, group, evidence.now())));
            }
        }
        return went;
    }

    /** Whether a handler or Karpenter told so. */
    private static boolean interrupted(Gone gone, Evidence evidence) {
        Instant notice = evidence.events().interrupted(gone.node);
        return gone.noticed || (notice != null && notice.isAfter(gone.at.minus(DRAINS)));
    }

    /** Whether somebody meant it to go. */
    private static boolean meant(Gone gone, Evidence evidence) {
        return gone.drained
                || evidence.events().scaledDown(gone.node, gone.at.minus(DRAINS))
                || !missed(gone, evidence);
    }

    /** Whether its group asks for more nodes than stay: one whose size was lowered first does not miss it. */
    private static boolean missed(Gone gone, Evidence evidence) {
        return evidence.groups().groups().stream()
                .filter(group -> group.key().equals(gone.group))
                .filter(group -> group.target().isPresent())
                .findFirst()
                .map(group ->
                        group.target().getAsInt() > staying(evidence.nodes().of(group)))
                .orElse(true);
    }

    private static long staying(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> !node.taints().contains(BEING_DELETED))
                .count();
    }
}
