package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;

/**
 * Clients use the domain and not the name of the load balancer. By which name a client came is in no metric of Cortex, and a
 * network load balancer writes no log of it: nobody can tell from here.
 */
public final class ClientsOnLoadBalancerName implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "clients_on_load_balancer_name",
            "2.3",
            Section.UPGRADES,
            "Clients do not use the load balancer's own name.",
            "Before an upgrade tell every client to use the domain.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!OutsideCortex.says(evidence, findings)) {
            boolean files = evidence.origin() == Evidence.Origin.FILES;
            findings.unknown(Subject.CLUSTER, files ? Unjudged.NEEDS_LIVE : "not_observable");
        }
    }
}
