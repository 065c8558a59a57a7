package io.prodhealth.source.dns;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.DomainAnswers.Probe;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the declared domain resolves to, beside what the API load balancer's own name does. */
public final class DnsSource implements Source<DomainAnswers> {

    private static final Logger LOG = LoggerFactory.getLogger(DnsSource.class);

    private static final int MOST_PROBES = 20;
    private static final String GATEWAY_NAMESPACE = "istio-system";
    private static final String GATEWAY = "ingressgateway-apis";

    private final Resolver resolver;
    private final String domain;
    private final Supplier<KubernetesObjects> objects;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Probe> probes = new ArrayDeque<>();

    /**
     * Nothing looked up yet.
     *
     * @param domain the declared one
     * @param objects what the cluster has, for the name of the API load balancer
     */
    public DnsSource(Vertx vertx, String domain, Supplier<KubernetesObjects> objects, Clock clock) {
        this(new VertxResolver(vertx), domain, objects, clock);
    }

    DnsSource(Resolver resolver, String domain, Supplier<KubernetesObjects> objects, Clock clock) {
        this.resolver = resolver;
        this.domain = domain;
        this.objects = objects;
        this.clock = clock;
    }

    /** How long one reading may take: two look-ups. */
    public static Duration timeout() {
        return Duration.ofSeconds(15);
    }

    @Override
    public DomainAnswers read() throws SourceException, InterruptedException {
        // A reading that was given up may still be ending.
        lock.lockInterruptibly();
        try {
            Optional<Set<String>> addresses = resolver.addresses(domain);
            Set<String> expected = expected();
            probes.addLast(new Probe(clock.instant(), addresses.isPresent(), addresses.orElse(Set.of()), expected));
            while (probes.size() > MOST_PROBES) {
                probes.removeFirst();
            }
            return new DomainAnswers(domain, List.copyOf(probes));
        } finally {
            lock.unlock();
        }
    }

    /** Empty while the load balancer has no name, or nobody knows what that is: what the domain says stands without it. */
    private Set<String> expected() throws InterruptedException {
        Optional<String> hostname = objects.get().services().orElse(List.of()).stream()
                .filter(service -> service.namespace().equals(GATEWAY_NAMESPACE)
                        && service.name().equals(GATEWAY))
                .map(Service::hostnames)
                .flatMap(List::stream)
                .findFirst();
        if (hostname.isEmpty()) {
            return Set.of();
        }
        try {
            return resolver.addresses(hostname.get()).orElse(Set.of());
        } catch (SourceException e) {
            LOG.atDebug().addKeyValue("error", e.text()).log("the API load balancer's name is not resolved");
            return Set.of();
        }
    }
}
