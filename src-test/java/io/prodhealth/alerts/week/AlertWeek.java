package io.prodhealth.alerts.week;

import io.prodhealth.simulator.week.Week;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Set;
import java.util.function.BiConsumer;

/** A week of the agent, minute by minute, as Prometheus scrapes it. */
final class AlertWeek {

    static final int MINUTES = (int) Duration.ofDays(7).toMinutes();

    /** Minutes between two samples of what practices come to: their alerts hold for an hour. */
    static final int PRACTICES_EVERY = 10;

    private final SimulatedCluster cluster;
    private final SeriesTape live = new SeriesTape();
    private final SeriesTape practices = new SeriesTape();
    private final Set<String> liveFamilies = ReadFamilies.live();
    private final Set<String> practiceFamilies = ReadFamilies.practices();
    private SimulatedAgent agent;
    private Target target;
    private int runs;
    private int newAgentAt = -1;
    private boolean down;
    private boolean absent;

    AlertWeek(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.agent =
                new SimulatedAgent(cluster.config(), cluster.stage().schedule().clock(), null, cluster::sources);
        this.target = target();
    }

    private Target target() {
        runs++;
        return new Target(
                "prodhealth-5c9d8f7b6-" + runs,
                "10.0.3." + runs + ":9477",
                Week.BEGIN.getEpochSecond(),
                new HashMap<>());
    }

    /** What the rules on what is wrong now read, minute by minute. */
    SeriesTape live() {
        return live;
    }

    /** What the rules on practices read, each {@link #PRACTICES_EVERY} minutes. */
    SeriesTape practices() {
        return practices;
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    /** The pod of the agent goes, and another one comes after so many minutes; what must outlive it does. */
    void replaceAgent(int minutes) {
        newAgentAt = live.minutes() + minutes;
        target = target();
    }

    /** From now on the agent cannot be scraped, or again it can. */
    void agentDown(boolean is) {
        down = is;
    }

    /** From now on Prometheus does not know the agent, or again it does. */
    void agentAbsent(boolean is) {
        absent = is;
    }

    /** Plays so many minutes; before each, {@code script} is told which one it is and may change the cluster. */
    void play(int minutes, BiConsumer<AlertWeek, Integer> script) {
        for (int minute = 0; minute < minutes; minute++) {
            script.accept(this, minute);
            if (minute > 0) {
                cluster.pass();
            }
            cluster.gateway().scrape(live);
            scrape(minute);
            live.next();
            if (minute % PRACTICES_EVERY == 0) {
                practices.next();
            }
        }
    }

    private void scrape(int minute) {
        if (minute < newAgentAt || absent) {
            return;
        }
        if (down) {
            target.writeDown(live);
            return;
        }
        if (minute == newAgentAt) {
            cluster.agentRestarted();
            agent = new SimulatedAgent(
                    cluster.config(), cluster.stage().schedule().clock(), agent.memory(), cluster::sources);
        }
        agent.step(cluster.snapshot());
        MetricSnapshots scraped = agent.scraped();
        target.write(scraped, liveFamilies, live);
        if (minute % PRACTICES_EVERY == 0) {
            target.write(scraped, practiceFamilies, practices);
        }
    }
}
