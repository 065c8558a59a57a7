package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.snapshot.RequestLoad;
import java.util.Collection;

/**
 * Requests come through an internal load balancer. Traffic of this moment or of the last day proves that they do; that there is
 * none is worth a word once a whole day has been seen. A cluster that nobody uses yet is idle, too: it is no more than that.
 */
public final class InternalLoadBalancerIdle implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "internal_load_balancer_idle",
            "3.8",
            Section.SECURITY,
            "An internal load balancer is used.",
            "Check the routes of both VPCs and the security groups between the clients and the load balancer.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Gateway.of(Gateway.Kind.API, evidence, findings).ifPresent(gateway -> {
            if (!gateway.internal()) {
                findings.notApplicable("public_load_balancer");
                return;
            }
            findings.need(evidence.snapshot().requests(), Subject.CLUSTER).ifPresent(load -> {
                Collection<ApiBehaviour> seen = evidence.behaviour().apis().values();
                if (load.realtime().stream().anyMatch(InternalLoadBalancerIdle::used)
                        || seen.stream().anyMatch(api -> api.trafficOfDay() > 0)) {
                    findings.pass(Subject.CLUSTER);
                } else if (seen.stream().anyMatch(api -> api.seenOfDay() >= ApiBehaviour.MINUTES_OF_A_DAY)) {
                    findings.pass(Subject.CLUSTER);
                    findings.info(
                            Subject.CLUSTER,
                            "no request has come through the internal load balancer within a day",
                            "requests of its clients");
                } else {
                    findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
                }
            });
        });
    }

    private static boolean used(RequestLoad.Realtime api) {
        return api.served().orElse(0) > 0;
    }
}
