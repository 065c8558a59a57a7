package io.prodhealth.bench;

import java.time.Duration;

/**
 * How much is measured in one run.
 *
 * @param settle after the first complete scrape, before memory is read
 * @param scrapes of each kind: idle and churning, plain and gzip
 * @param pause between two scrapes; a multiple of nothing the agent does
 * @param changesPerSecond readiness changes while churning
 * @param cpu how long the CPU is measured
 * @param scrapeInterval between the scrapes while the CPU is measured
 * @param flips single changes, each awaited
 * @param churnDelay how long the delay is measured while churning
 */
record Plan(
        Duration settle,
        int scrapes,
        Duration pause,
        double changesPerSecond,
        Duration cpu,
        Duration scrapeInterval,
        int flips,
        Duration churnDelay) {

    static Plan full() {
        return new Plan(
                Duration.ofSeconds(2),
                300,
                Duration.ofMillis(17),
                50,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                200,
                Duration.ofSeconds(10));
    }

    /** To see whether something has become much worse; too few scrapes for a p99. */
    static Plan quick() {
        return new Plan(
                Duration.ofSeconds(1),
                60,
                Duration.ofMillis(17),
                50,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                30,
                Duration.ofSeconds(4));
    }
}
