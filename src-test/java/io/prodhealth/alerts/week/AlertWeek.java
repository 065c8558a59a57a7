package io.prodhealth.alerts.week;

import io.prodhealth.simulator.week.Week;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

/** A week of the agent, minute by minute, as Prometheus scrapes it. */
final class AlertWeek {

    static final int MINUTES = (int) Duration.ofDays(7).toMinutes();

    private final SimulatedCluster cluster;
    private final SeriesTape tape = new SeriesTape();
    private final Set<String> families = ReadFamilies.names();
    private SimulatedAgent agent;
    private Target target;
    private int runs;
    private int downUntil = -1;

    AlertWeek(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.agent = new SimulatedAgent(cluster.config(), cluster.stage().schedule().clock(), null, cluster::sources);
        this.target = target();
    }

    private Target target() {
        runs++;
        return new Target(
                "prodhealth-5c9d8f7b6-" + runs, "10.0.3." + runs + ":9477", families, Week.BEGIN.getEpochSecond());
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    /** The pod of the agent goes, and another one comes after so many minutes; what must outlive it does. */
    void replaceAgent(int minutes) {
        downUntil = tape.minutes() + minutes;
        target = target();
    }

    /** Plays so many minutes; before each, {@code script} is told which one it is and may change the cluster. */
    SeriesTape play(int minutes, BiConsumer<AlertWeek, Integer> script) {
        for (int minute = 0; minute < minutes; minute++) {
            script.accept(this, minute);
            if (minute > 0) {
                cluster.pass();
            }
            cluster.gateway().scrape(tape);
            scrape(minute);
            tape.next();
        }
        return tape;
    }

    private void scrape(int minute) {
        if (minute < downUntil) {
            return;
        }
        if (minute == downUntil) {
            cluster.agentRestarted();
            agent = new SimulatedAgent(
                    cluster.config(), cluster.stage().schedule().clock(), agent.memory(), cluster::sources);
        }
        agent.step(cluster.snapshot());
        target.write(agent.scraped(), tape);
    }
}
