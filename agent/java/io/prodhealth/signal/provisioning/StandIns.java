package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The on-demand nodes that came in place of spot and are still there. */
final class StandIns {

    private StandIns() {}

    static List<Node> of(Episode episode, FamilySight family) {
        Instant from = episode.standInsFrom();
        // Before on-demand is chosen there are at most those of the failure before.
        Instant to = episode.chosen() ? History.until(episode, family) : episode.failedAt();
        List<Node> own = family.partners().stream()
                .flatMap(partner -> partner.came(from, to).stream())
                .toList();
        // Where its own on-demand was asked for its pods, nodes of another family came for that one's.
        boolean asked = family.partners().stream().anyMatch(partner -> partner.triggeredFrom(from) != null);
        return own.isEmpty() && !asked
                ? family.covering().stream()
                        .filter(other -> other.triggeredFrom(from) != null)
                        .flatMap(other -> other.came(from, to).stream())
                        .toList()
                : own;
    }

    /** When the first of them was Ready; null before. */
    static @Nullable Instant readyAt(List<Node> nodes) {
        return nodes.stream()
                .filter(Node::ready)
                .map(Node::readyAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Whether the pods have left them, and pods run on spot that came since. */
    static boolean left(Episode episode, List<Node> nodes, FamilySight family) {
        Set<String> busy = family.busy().get();
        return nodes.stream().noneMatch(node -> busy.contains(node.name()))
                && family.spot().stream()
                        .flatMap(group -> group.came(episode.failedAt(), family.now()).stream())
                        .anyMatch(node -> node.ready() && busy.contains(node.name()));
    }
}
