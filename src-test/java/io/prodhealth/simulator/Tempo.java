package io.prodhealth.simulator;

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
 */
public record Tempo(
        Duration pull,
        Duration untilReady,
        Duration flap,
        Duration untilGone,
        Duration provision,
        Duration scan,
        Duration boot,
        Duration hold) {

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
                Duration.ofSeconds(30));
    }
}
