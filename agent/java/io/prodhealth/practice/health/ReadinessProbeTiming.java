package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Probe;
import java.util.Map;
import java.util.TreeMap;

/**
 * The times of a readiness check fit each other. How long it waits before the first is never judged: large models take
 * long to load.
 */
public final class ReadinessProbeTiming implements Practice {

    static final Limit DETECTION = Limit.duration(
            "readiness_probe_timing_detection",
            "60s",
            "1s",
            "1h",
            "Longest time until a container that stopped answering is found unready: period times failure threshold.",
            "Cortex's default is 30 s (period 10, three failures); twice that sends requests to a dead pod for a"
                    + " minute.");

    static final Limit PERIOD = Limit.duration(
            "readiness_probe_timing_period",
            "10s",
            "1s",
            "1h",
            "Longest period at which more than one success in a row may be asked for.",
            "Cortex's default period; each further success delays every new pod by one more.");

    public static final Rule RULE = Rule.ofApi(
            "readiness_probe_timing",
            "6.3",
            Section.HEALTH,
            "The readiness check ends before the next begins and finds a dead server within a minute.",
            "Choose timeout_seconds below period_seconds, a failure threshold that finds a dead server within a minute"
                    + " and a success threshold of 1, and deploy the API again.",
            DETECTION,
            PERIOD);

    private final long detection;
    private final long period;

    /** With the limits that are set. */
    public ReadinessProbeTiming(Limits limits) {
        this.detection = limits.duration(DETECTION).toSeconds();
        this.period = limits.duration(PERIOD).toSeconds();
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Probed.each(evidence, findings, this::api);
    }

    private void api(ApiSpec api, Map<String, Probe> probes, Findings findings) {
        new TreeMap<>(probes).forEach((container, probe) -> {
            findings.pass(api.subject());
            probe(api, container, probe, findings);
        });
    }

    private void probe(ApiSpec api, String container, Probe probe, Findings findings) {
        String field = Probed.field(api, container);
        if (probe.timeoutSeconds() >= probe.periodSeconds()) {
            add(
                    api,
                    container + ": timeout " + probe.timeoutSeconds() + " s, period " + probe.periodSeconds() + " s",
                    "timeout below period",
                    field,
                    findings);
        }
        long found = (long) probe.periodSeconds() * probe.failureThreshold();
        if (found > detection) {
            add(
                    api,
                    container + ": " + probe.failureThreshold() + " failures at a period of " + probe.periodSeconds()
                            + " s: found unready after " + found + " s",
                    "within " + detection + " s",
                    field,
                    findings);
        }
        if (probe.successThreshold() > 1 && probe.periodSeconds() > period) {
            add(
                    api,
                    container + ": " + probe.successThreshold() + " successes at a period of " + probe.periodSeconds()
                            + " s",
                    "one success, or a period of at most " + period + " s",
                    field,
                    findings);
        }
    }

    private static void add(ApiSpec api, String observed, String expected, String field, Findings findings) {
        findings.add(api.subject(), Severity.WARNING, "container " + observed, expected, field);
    }
}
