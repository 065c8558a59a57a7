package io.prodhealth.simulator.week;

import io.prodhealth.simulator.AutoscalerStatus;
import io.prodhealth.simulator.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A node group as the autoscaler sees it. */
final class Group {
    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(30);
    private static final Duration FORGIVEN_AFTER = Duration.ofHours(3);

    private final String nodeGroup;
    private final boolean spot;
    private final int priority;
    private final int seats;
    private final int min;
    private final List<Node> nodes = new ArrayList<>();
    private int max;
    private int target;
    private String scaleUp = "NoActivity";
    private Instant since;
    private @Nullable Instant scaledUpAt;
    private Instant backoffUntil = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private Duration backoff = Duration.ZERO;

    Group(String nodeGroup, boolean spot, int priority, int seats, int min, int max, Instant now) {
        this.nodeGroup = nodeGroup;
        this.spot = spot;
        this.priority = priority;
        this.seats = seats;
        this.min = min;
        this.max = max;
        this.since = now;
    }

    String nodeGroup() {
        return nodeGroup;
    }

    /** The name of its Auto Scaling group. */
    String name() {
        String suffix = Identity.hex(nodeGroup, 13).toUpperCase(Locale.ROOT);
        return "eksctl-cortex-nodegroup-" + nodeGroup + "-NodeGroup-" + suffix;
    }

    boolean spot() {
        return spot;
    }

    int priority() {
        return priority;
    }

    int seats() {
        return seats;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    void max(int other) {
        max = other;
    }

    int target() {
        return target;
    }

    void target(int other) {
        target = other;
    }

    List<Node> nodes() {
        return nodes;
    }

    int ready() {
        return (int) nodes.stream().filter(Node::ready).count();
    }

    /** When it was last raised, while that is not over; null otherwise. */
    @Nullable
    Instant scaledUpAt() {
        return scaledUpAt;
    }

    boolean inBackoff(Instant now) {
        return now.isBefore(backoffUntil);
    }

    /** Whether nothing is on its way and no failure is remembered. */
    boolean calm(Instant now) {
        return scaledUpAt == null
                && target == nodes.size()
                && ready() == target
                && nodes.stream().noneMatch(Node::leaving)
                && !remembers(now);
    }

    private boolean remembers(Instant now) {
        return failedAt.isAfter(now.minus(FORGIVEN_AFTER));
    }

    void raised(int to, Instant now) {
        target = to;
        scaledUpAt = now;
        in("InProgress", now);
    }

    /** The attempt has failed: what did not come is no longer wanted, and the group is left alone for a while. */
    void failed(Instant now) {
        backoff = remembers(now) ? backoff.multipliedBy(2) : FIRST_BACKOFF;
        backoff = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
        failedAt = now;
        backoffUntil = now.plus(backoff);
        target = nodes.size();
        scaledUpAt = null;
        in("Backoff", now);
    }

    /** What time has changed. */
    void look(Instant now) {
        if (scaledUpAt != null && ready() >= target) {
            scaledUpAt = null;
            // A scale-up that was completed clears what failed before.
            failedAt = Instant.MIN;
            in("NoActivity", now);
        }
        if (scaleUp.equals("Backoff") && !inBackoff(now)) {
            in("NoActivity", now);
        }
    }

    /** The autoscaler has begun anew, and remembers nothing. */
    void forget(Instant now) {
        scaledUpAt = null;
        backoffUntil = Instant.MIN;
        failedAt = Instant.MIN;
        in("NoActivity", now);
    }

    private void in(String state, Instant now) {
        if (!scaleUp.equals(state)) {
            scaleUp = state;
            since = now;
        }
    }

    AutoscalerStatus.Group status(Instant begin) {
        String always = AutoscalerStatus.goTime(begin.minus(Duration.ofDays(9)));
        return new AutoscalerStatus.Group(
                name(),
                ready(),
                nodes.size(),
                target,
                min,
                max,
                scaleUp,
                AutoscalerStatus.goTime(since.isAfter(begin) ? since : begin.minus(Duration.ofDays(9))),
                always,
                always);
    }
}
