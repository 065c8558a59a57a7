package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.ContainerCapacity;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Probe;
import java.util.List;
import java.util.Map;

/**
 * A busy server is not taken for a dead one. One that answers one request at a time answers no check meanwhile; where the
 * liveness check is the readiness check again, the load restarts it. A server that answers several at once is safe.
 */
public final class LivenessProbeAggressive implements Practice {

    static final Limit PATIENCE = Limit.duration(
            "liveness_probe_aggressive_patience",
            "30s",
            "1s",
            "1h",
            "Least time that a busy server is given before it is restarted: period times failure threshold.",
            "Cortex's defaults give as much (period 10, three failures).");

    public static final Rule RULE = Rule.ofApi(
                    "liveness_probe_aggressive",
                    "6.4",
                    Section.HEALTH,
                    "The liveness check does not restart a server because it is busy.",
                    "Answer the liveness check in a thread of its own, or let it fail for longer, and deploy the API"
                            + " again.",
                    PATIENCE)
            .guessing();

    private final long patience;

    /** With the limits that are set. */
    public LivenessProbeAggressive(Limits limits) {
        this.patience = limits.duration(PATIENCE).toSeconds();
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
        findings.pass(api.subject());
        List<Container> containers = api.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Probe liveness = container.livenessProbe();
            Probe readiness = probes.get(container.name());
            if (liveness == null || readiness == null || !same(liveness, readiness)) {
                continue;
            }
            long given = (long) liveness.periodSeconds() * liveness.failureThreshold();
            if (given < patience && Servers.concurrency(api) == 1 && !ContainerCapacity.parallel(container)) {
                findings.add(
                        api.subject(),
                        Severity.WARNING,
                        "container " + container.name() + " takes one request at a time, and is restarted when it does"
                                + " not answer for " + given + " s",
                        "at least " + patience + " s, or a check that a busy server answers",
                        "pod.containers." + i + ".liveness_probe");
            }
        }
    }

    private static boolean same(Probe one, Probe other) {
        return one.type() == other.type()
                && one.path().equals(other.path())
                && one.port().equals(other.port());
    }
}
