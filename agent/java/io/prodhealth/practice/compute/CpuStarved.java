package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.ApiBehaviour.Hour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Vitals;
import java.time.Duration;

/**
 * Containers get the CPU that they need. To use more than was asked for is free on an idle node, and Cortex sets no limits
 * that would throttle: only together with a node that is full for a quarter of an hour is it a finding. How full a node is
 * are its pods alone, which is a little less than all that runs there. To ask for ten times what is ever used is waste.
 */
public final class CpuStarved implements Practice {

    static final Limit USE = Limit.number(
            "cpu_starved_use",
            1.5,
            1,
            100,
            "Times the CPU that they ask for that pods may use on a full node.",
            "Practice-checks 8.4: on a full node each gets its share of what was asked for.");
    static final Limit NODE = Limit.number(
            "cpu_starved_node",
            0.85,
            0.1,
            1,
            "Share of a node's CPU in use by pods from which on it is full.",
            "Practice-checks 8.4.");
    static final Limit AFTER = Limit.duration(
            "cpu_starved_after",
            "15m",
            "1m",
            "55m",
            "How long that may last.",
            "Practice-checks 8.4: longer than a burst.");
    static final Limit WASTE = Limit.number(
            "cpu_starved_waste",
            0.1,
            0,
            1,
            "Share of the CPU they ask for that pods should use at some time of the day.",
            "Practice-checks 8.4: less for a whole day is CPU paid for and idle.");

    public static final Rule RULE = Rule.ofApi(
            "cpu_starved",
            "8.4",
            Section.COMPUTE,
            "Containers do not use much more CPU than they ask for on nodes that are full.",
            "Raise compute.cpu to the 95th percentile of what the container uses and deploy the API again.",
            USE,
            NODE,
            AFTER,
            WASTE);

    private static final String FIELD = "pod.containers.0.compute.cpu";

    private final double use;
    private final double node;
    private final Duration after;
    private final double waste;

    /** With the limits that are set. */
    public CpuStarved(Limits limits) {
        this.use = limits.number(USE);
        this.node = limits.number(NODE);
        this.after = limits.duration(AFTER);
        this.waste = limits.number(WASTE);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, one -> !one.job())) {
            ApiBehaviour seen = evidence.behaviour().of(api.api().workload()).orElse(null);
            if (seen == null || seen.watched(evidence.at()).compareTo(after) < 0) {
                Scope.noHistory(evidence, findings, api);
            } else if (seen.lasting(evidence.at(), this::starved).compareTo(after) >= 0) {
                Vitals.Cpu last = seen.last().vitals().cpu();
                findings.add(
                        api.subject(),
                        Severity.WARNING,
                        percent(last.there()) + " of the CPU asked for in use on a node that is "
                                + percent(last.fullest()) + " full",
                        "at most " + percent(use) + " while nodes are full",
                        FIELD);
            } else if (seen.lately(evidence.at(), after).stream().anyMatch(this::fed)) {
                findings.pass(api.subject());
                wasted(api, seen, findings);
            } else {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }

    private boolean starved(Minute minute) {
        return minute.vitals().cpu().there() > use && minute.vitals().cpu().fullest() > node;
    }

    /** None of its pods was. What is not known is no number, and compares with none. */
    private boolean fed(Minute minute) {
        return minute.vitals().cpu().most() <= use || minute.vitals().cpu().fullest() <= node;
    }

    private void wasted(ApiSpec api, ApiBehaviour seen, Findings findings) {
        double most = seen.hours().stream().mapToDouble(Hour::cpu).max().orElse(Double.NaN);
        if (seen.seenOfDay() >= ApiBehaviour.MINUTES_OF_A_DAY && most < waste) {
            findings.add(
                    api.subject(),
                    Severity.INFO,
                    "its pods use " + percent(most) + " of the CPU that they ask for at the most, for a day",
                    "a request that is used",
                    FIELD);
        }
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
