package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;

/**
 * Not everybody reaches the operator: its dashboard comes with a known password, and metrics, batch and tasks ask for none.
 */
public final class OperatorLoadBalancerOpen implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "operator_load_balancer_open",
            "3.6",
            Section.SECURITY,
            "The load balancer of the operator is internal, or restricted to some addresses.",
            "Set operator_load_balancer_cidr_white_list to the addresses that use the command line and run cortex"
                    + " cluster configure; an internal load balancer needs a new cluster and a peering.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Gateway.of(Gateway.Kind.OPERATOR, evidence, findings).ifPresent(gateway -> {
            findings.pass(Subject.CLUSTER);
            if (!gateway.internal() && OpenRanges.open(gateway)) {
                findings.add(
                        Subject.CLUSTER,
                        Severity.WARNING,
                        "internet-facing and open to " + String.join(", ", gateway.ranges()),
                        "internal, or restricted to some addresses",
                        "operator_load_balancer_cidr_white_list");
            }
        });
    }
}
