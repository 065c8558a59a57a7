package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroups;
import java.time.Duration;

/**
 * How fast incidents go.
 *
 * @param pull pulling an image
 * @param untilReady from running to ready
 * @param flap how long a flapping pod stays in one state
 * @param untilGone from the request to delete a pod to its end
 * @param provision how long the autoscaler waits for a node before it gives a group up (Cortex: 8 minutes)
 * @param scan the autoscaler's loop
 * @param boot from the order of a node to its being ready
 * @param hold how long a state lasts that an onlooker should see
 * @param backoff how long the autoscaler leaves a group alone after a failure (five minutes at first)
 * @param token how long the autoscaler's recorder drops events about an object after one it let through (five minutes)
 */
public record Tempo(
        Duration pull,
        Duration untilReady,
        Duration flap,
        Duration untilGone,
        Duration provision,
        Duration scan,
        Duration boot,
        Duration hold,
        Duration backoff,
        Duration token) {

    /** Fast enough to be watched: each incident takes one to three minutes. */
    public static Tempo demo() {
        return new Tempo(
                Duration.ofMillis(4200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(4),
                Duration.ofSeconds(40),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                // To the real five minutes as its 40 s are to the real eight minutes: the same events are dropped.
                Duration.ofSeconds(25));
    }

    /** How fast AWS is, in proportion. */
    AutoScalingGroups.Times aws() {
        return new AutoScalingGroups.Times(
                boot.dividedBy(10), boot.dividedBy(2), provision.multipliedBy(3).dividedBy(20));
    }

    /** From an instance in service, whose node registers at once, to a node that is ready. */
    Duration untilNodeReady() {
        return boot.minus(boot.dividedBy(10)).minus(boot.dividedBy(2));
    }
}
