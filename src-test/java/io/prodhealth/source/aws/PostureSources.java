package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sources of the posture, wired as the agent wires them, and read once each. */
final class PostureSources {

    private final TestClock clock;
    private final Ec2Source ec2;
    private final LoadBalancersSource loadBalancers;
    private final Route53Source route53;
    private final EcrSource ecr;
    private final AcmSource acm;

    /** What kept a source from reading anything. */
    final List<SourceException> failures = new ArrayList<>();

    PostureSources(AwsClients clients, AwsBooks books, KubernetesObjects objects, TestClock clock) {
        Config.Posture config = Config.defaults().posture();
        this.clock = clock;
        ec2 = new Ec2Source(clients, config, () -> objects, books, ledger("ec2"), clock, clock);
        loadBalancers = new LoadBalancersSource(
                clients, config, () -> objects, ec2::vpcIds, ledger("elasticloadbalancing"), clock, clock);
        route53 = new Route53Source(clients, config, ledger("route53"), clock);
        ecr = new EcrSource(clients, config, () -> objects, ledger("ecr"), clock, clock);
        acm = new AcmSource(clients, config, () -> objects, loadBalancers::loadBalancers, ledger("acm"), clock, clock);
    }

    private SourceLedger ledger(String source) {
        return new SourceLedger(source, Duration.ofMinutes(5), clock);
    }

    AwsPosture read() {
        for (Source<?> source : List.of(ec2, loadBalancers, route53, ecr, acm)) {
            try {
                source.read();
            } catch (SourceException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while AWS was asked", e);
            }
        }
        return new AwsPosture(
                loadBalancers.loadBalancers(),
                ec2.network(),
                ec2.instances(),
                route53.hostedZones(),
                ecr.repositories(),
                acm.certificates(),
                ec2.natUse(),
                new Observed.Unknown<>(Observed.Reason.DISABLED, clock.instant()));
    }
}
