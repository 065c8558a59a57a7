package io.prodhealth;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.source.Poller;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AcmSource;
import io.prodhealth.source.aws.AwsBooks;
import io.prodhealth.source.aws.AwsClients;
import io.prodhealth.source.aws.Ec2Source;
import io.prodhealth.source.aws.EcrSource;
import io.prodhealth.source.aws.LoadBalancersSource;
import io.prodhealth.source.aws.Route53Source;
import io.prodhealth.source.dns.DnsSource;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The part of the wiring that reads the surroundings of the cluster: those of AWS, and the declared domain. */
final class PostureSources implements AutoCloseable {

    /** Nothing here is urgent: the queues and the groups are read first, and then one source after the other. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration APART = Duration.ofSeconds(10);

    private final Instant startedAt;
    private final Optional<OfAws> aws;
    private final Optional<Poller<DomainAnswers>> domain;

    private record OfAws(
            Ec2Source ec2,
            LoadBalancersSource loadBalancers,
            Route53Source route53,
            EcrSource ecr,
            AcmSource acm,
            List<Poller<?>> pollers) {}

    /**
     * Not started yet.
     *
     * @param objects what the cluster has
     * @param onChange called on any thread after each reading that brought something
     */
    PostureSources(
            Config config,
            AwsClients clients,
            AwsBooks books,
            Vertx vertx,
            Supplier<KubernetesObjects> objects,
            Clock clock,
            Runnable onChange) {
        this.startedAt = clock.instant();
        this.aws = config.aws().enabled() && config.posture().enabled()
                ? Optional.of(ofAws(config, clients, books, objects, clock, onChange))
                : Optional.empty();
        String name = config.posture().customDomain();
        this.domain = name.isEmpty() ? Optional.empty() : Optional.of(domain(config, vertx, objects, clock, onChange));
    }

    private static OfAws ofAws(
            Config config,
            AwsClients clients,
            AwsBooks books,
            Supplier<KubernetesObjects> objects,
            Clock clock,
            Runnable onChange) {
        Config.Posture posture = config.posture();
        Duration often = posture.interval();
        Duration seldom = posture.slowInterval();
        SourceLedger ofEc2 = new SourceLedger("ec2", often, clock);
        SourceLedger ofLoadBalancers = new SourceLedger("elasticloadbalancing", often, clock);
        SourceLedger ofRoute53 = new SourceLedger("route53", seldom, clock);
        SourceLedger ofEcr = new SourceLedger("ecr", seldom, clock);
        SourceLedger ofAcm = new SourceLedger("acm", seldom, clock);
        Ec2Source ec2 = new Ec2Source(clients, posture, objects, books, ofEc2, clock);
        LoadBalancersSource balancers =
                new LoadBalancersSource(clients, posture, objects, ec2::vpcIds, ofLoadBalancers, clock);
        Route53Source route53 = new Route53Source(clients, posture, ofRoute53, clock);
        EcrSource ecr = new EcrSource(clients, posture, objects, ofEcr, clock);
        AcmSource acm = new AcmSource(clients, posture, objects, balancers::loadBalancers, ofAcm, clock);
        return new OfAws(
                ec2,
                balancers,
                route53,
                ecr,
                acm,
                List.of(
                        poller(ec2, ofEc2, often, Ec2Source.timeout(config.aws()), clock, onChange),
                        poller(
                                balancers,
                                ofLoadBalancers,
                                often,
                                LoadBalancersSource.timeout(config.aws()),
                                clock,
                                onChange),
                        poller(route53, ofRoute53, seldom, Route53Source.timeout(config.aws()), clock, onChange),
                        poller(ecr, ofEcr, seldom, EcrSource.timeout(config.aws()), clock, onChange),
                        poller(acm, ofAcm, seldom, AcmSource.timeout(config.aws()), clock, onChange)));
    }

    private static <T> Poller<T> poller(
            Source<T> source,
            SourceLedger ledger,
            Duration interval,
            Duration timeout,
            Clock clock,
            Runnable onChange) {
        return new Poller<>(source, ledger, interval, timeout, clock, onChange);
    }

    private static Poller<DomainAnswers> domain(
            Config config, Vertx vertx, Supplier<KubernetesObjects> objects, Clock clock, Runnable onChange) {
        Duration interval = config.posture().dnsInterval();
        return poller(
                new DnsSource(vertx, config.posture().customDomain(), objects, clock),
                new SourceLedger("dns", interval, clock),
                interval,
                DnsSource.timeout(),
                clock,
                onChange);
    }

    void start() {
        Duration after = FIRST;
        for (Poller<?> poller : pollers().toList()) {
            poller.start(after);
            after = after.plus(APART);
        }
    }

    /** The same, for somebody who looks once and waits. */
    void startAtOnce() {
        pollers().forEach(Poller::start);
    }

    /** Asks nothing any more until it is started again; what was read grows old. */
    void stop() {
        pollers().forEach(Poller::stop);
    }

    /** What is known now; each part is dated and withdrawn on its own. */
    AwsPosture posture() {
        Observed<DomainAnswers> answers = domain.map(Poller::observed)
                .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.DISABLED, startedAt));
        AwsPosture disabled = AwsPosture.unknown(Observed.Reason.DISABLED, startedAt);
        return aws.map(of -> new AwsPosture(
                        of.loadBalancers().loadBalancers(),
                        of.ec2().network(),
                        of.ec2().instances(),
                        of.route53().hostedZones(),
                        of.ecr().repositories(),
                        of.acm().certificates(),
                        of.ec2().natUse(),
                        answers))
                .orElseGet(() -> new AwsPosture(
                        disabled.loadBalancers(),
                        disabled.network(),
                        disabled.instances(),
                        disabled.zones(),
                        disabled.repositories(),
                        disabled.certificates(),
                        disabled.natUse(),
                        answers));
    }

    List<SourceStatus> statuses() {
        return pollers().map(Poller::status).toList();
    }

    private Stream<Poller<?>> pollers() {
        return Stream.concat(aws.stream().flatMap(of -> of.pollers().stream()), domain.stream());
    }

    @Override
    public void close() {
        pollers().forEach(Poller::close);
    }
}
