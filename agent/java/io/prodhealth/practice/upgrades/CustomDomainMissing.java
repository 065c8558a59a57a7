package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.LoadBalancer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Clients reach the cluster by a name that the next cluster can take over. The zone may be in another account, and another
 * service may stand in front: then the declared domain counts.
 */
public final class CustomDomainMissing implements Practice {

    static final Limit NEW = Limit.duration(
            "custom_domain_missing_new_cluster",
            "168h",
            "0s",
            "8760h",
            "How long a cluster without traffic may be without a domain.",
            "Our choice: a new cluster is not in DNS on purpose until traffic moves to it.");

    public static final Rule RULE = Rule.ofCluster(
            "custom_domain_missing",
            "2.1",
            Section.UPGRADES,
            "A domain points to the load balancer of the APIs.",
            "Create a hosted zone for a subdomain of its own, and in it an alias record at the apex to the load"
                    + " balancer of the APIs; where the zone is in another account, declare the domain in the"
                    + " configuration.",
            true,
            NEW);

    private final Duration newCluster;

    public CustomDomainMissing(Limits limits) {
        this.newCluster = limits.duration(NEW);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<Gateway> gateway = Gateway.live(Gateway.Kind.API, evidence, findings);
        if (gateway.isEmpty()) {
            return;
        }
        Optional<DomainAnswers> declared = Domains.declared(evidence);
        if (declared.isPresent() && declared.get().probes().stream().anyMatch(probe -> probe.found())) {
            // Where it leads is the business of the next practice.
            findings.pass(Subject.CLUSTER);
            return;
        }
        Optional<List<HostedZone>> zones =
                findings.need(evidence.snapshot().posture().zones(), Subject.CLUSTER);
        if (zones.isEmpty()) {
            return;
        }
        if (gateway.get().hostnames().isEmpty()) {
            findings.unknown(Subject.CLUSTER, "load_balancer_has_no_name");
            return;
        }
        findings.pass(Subject.CLUSTER);
        if (!Domains.pointing(zones.get(), gateway.get()).isEmpty()) {
            return;
        }
        String observed =
                "no record points to " + String.join(", ", gateway.get().hostnames());
        String expected = "an alias record of a domain of yours";
        if (young(evidence, gateway.get()) && silent(evidence)) {
            findings.info(Subject.CLUSTER, observed + ": a new cluster without traffic", expected);
        } else {
            findings.warn(Subject.CLUSTER, observed, expected);
        }
    }

    private boolean young(Evidence evidence, Gateway gateway) {
        Optional<Instant> created = evidence.config()
                .known()
                .flatMap(CustomDomainMissing::created)
                .or(() -> gateway.balancer().map(LoadBalancer::createdAt));
        return created.filter(at -> at.plus(newCluster).isAfter(evidence.at())).isPresent();
    }

    /** Cortex takes the moment of creation for the id of the cluster. */
    private static Optional<Instant> created(ClusterConfig config) {
        return config.value("cluster_uid")
                .filter(uid -> uid.matches("\\d{9,11}"))
                .map(uid -> Instant.ofEpochSecond(Long.parseLong(uid)));
    }

    private static boolean silent(Evidence evidence) {
        return evidence.snapshot()
                .requests()
                .known()
                .filter(load -> !busy(load))
                .isPresent();
    }

    private static boolean busy(RequestLoad load) {
        return load.realtime().stream().anyMatch(api -> api.served().orElse(0) > 0)
                || load.inFlight().values().stream().anyMatch(inFlight -> inFlight > 0);
    }
}
