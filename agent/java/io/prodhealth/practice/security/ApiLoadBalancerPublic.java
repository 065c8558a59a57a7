package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;

/**
 * The load balancer of the APIs may be internal. The guide says "you can": a public one is a finding only where the policy
 * asks for an internal one.
 */
public final class ApiLoadBalancerPublic implements Practice {

    static final Limit FORBIDDEN = Limit.policy(
            "api_load_balancer_public_forbidden",
            "Whether the load balancer of the APIs must be internal.",
            "The guide says that it can be, so it is for the owner of the cluster to ask for it.");

    public static final Rule RULE = Rule.ofCluster(
            "api_load_balancer_public",
            "3.5",
            Section.SECURITY,
            "The load balancer of the APIs is internal, where the policy asks for it.",
            "Create the next cluster with api_load_balancer_scheme: internal; the scheme of a load balancer cannot be"
                    + " changed.",
            false,
            FORBIDDEN);

    private final boolean forbidden;

    public ApiLoadBalancerPublic(Limits limits) {
        this.forbidden = limits.on(FORBIDDEN);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Gateway.of(Gateway.Kind.API, evidence, findings).ifPresent(gateway -> {
            findings.pass(Subject.CLUSTER);
            if (!gateway.internal()) {
                boolean asked = gateway.annotation("aws-load-balancer-internal")
                        .filter(value -> value.equals("true"))
                        .isPresent();
                findings.add(
                        Subject.CLUSTER,
                        forbidden ? Severity.CRITICAL : Severity.INFO,
                        "internet-facing" + (asked ? ", though its Service asks for an internal one" : ""),
                        "internal",
                        "api_load_balancer_scheme");
            }
        });
    }
}
