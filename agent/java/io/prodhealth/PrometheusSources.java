package io.prodhealth;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.HttpAccess;
import io.prodhealth.source.Poller;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.prometheus.PrometheusQuery;
import io.prodhealth.source.prometheus.PrometheusServerSource;
import io.prodhealth.source.prometheus.ProxySource;
import io.prodhealth.source.prometheus.RequestLoadSource;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring that asks Prometheus, and the proxies of realtime APIs while it is down. */
final class PrometheusSources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusSources.class);

    /** A proxy writes a few kilobytes from within the cluster at once, or is of no use. */
    private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(2);

    private static final long LONGEST_OF_PROXY = 256 << 10;

    /** Between two looks whether it is ready; with the patience, it is known to be down well within 15 seconds. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** More than the three seconds that the kubelet gives it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Instant startedAt;
    private final BoundedHttp http;
    private final BoundedHttp proxyHttp;
    private final BoundedHttp pageHttp;
    private final BoundedHttp doorHttp;
    private final Optional<Poller<RequestLoad>> requests;
    private final Optional<Poller<PrometheusServer>> server;
    private final Optional<Poller<List<ProxySample>>> proxies;

    /**
     * Not started yet.
     *
     * @param objects what the cluster has
     * @param onChange called on any thread after each reading that brought something
     */
    PrometheusSources(Config config, Vertx vertx, Supplier<KubernetesObjects> objects, Clock clock, Runnable onChange) {
        Config.Prometheus asked = config.prometheus();
        this.startedAt = clock.instant();
        HttpAccess access = Reached.by("prometheus", asked.access());
        BoundedHttp.Trust trust = trust(access);
        BoundedHttp.Credentials credentials = new BoundedHttp.Credentials(asked.url(), access);
        this.http = new BoundedHttp(vertx, asked.timeout(), asked.maxResponseBytes(), trust, true, credentials);
        this.proxyHttp = new BoundedHttp(vertx, PROXY_TIMEOUT, LONGEST_OF_PROXY);
        this.pageHttp =
                new BoundedHttp(vertx, asked.timeout(), PrometheusServerSource.LONGEST_PAGE, trust, true, credentials);
        this.doorHttp = new BoundedHttp(
                vertx,
                shorter(asked.timeout(), PATIENCE),
                PrometheusServerSource.LONGEST_PAGE,
                trust,
                false,
                credentials);
        this.server = asked.enabled() ? Optional.of(server(asked, objects, clock, onChange)) : Optional.empty();
        this.requests = asked.enabled()
                ? Optional.of(new Poller<>(
                        new RequestLoadSource(
                                new PrometheusQuery(http, asked.url(), objects),
                                clock,
                                asked.timeout().dividedBy(2)),
                        new SourceLedger("prometheus", asked.interval(), clock),
                        asked.interval(),
                        asked.timeout().multipliedBy(2),
                        clock,
                        onChange))
                : Optional.empty();
        this.proxies = config.queues().proxySample() == 0
                ? Optional.empty()
                : requests.map(read -> new Poller<>(
                        new ProxySource(
                                proxyHttp,
                                ProxySource.ADMIN_PORT,
                                config.queues().proxySample(),
                                () -> ProxySource.prometheusIsDown(read.observed(), asked.interval(), clock.instant()),
                                () -> objects.get().pods()),
                        new SourceLedger("proxies", asked.interval(), clock),
                        asked.interval(),
                        PROXY_TIMEOUT.multipliedBy(6),
                        clock,
                        onChange));
    }

    /** Books of its own: that Prometheus answers queries and that it tells of itself are two things. */
    private Poller<PrometheusServer> server(
            Config.Prometheus asked, Supplier<KubernetesObjects> objects, Clock clock, Runnable onChange) {
        SourceLedger ledger = new SourceLedger("prometheus_server", asked.interval(), clock);
        Duration look = shorter(asked.interval(), LOOK);
        return new Poller<>(
                new PrometheusServerSource(
                        pageHttp,
                        doorHttp,
                        new PrometheusQuery(pageHttp, asked.url(), objects),
                        ledger,
                        // The looks are not exact: one that comes a little early is not to be waited out.
                        asked.interval().minus(look.dividedBy(2)),
                        clock),
                ledger,
                look,
                asked.interval(),
                asked.timeout().multipliedBy(4),
                clock,
                onChange);
    }

    /** Without the authorities that were wanted nothing of theirs is believed, and each request says so. */
    private static BoundedHttp.Trust trust(HttpAccess access) {
        try {
            return access.trust();
        } catch (SourceException e) {
            LOG.atWarn().addKeyValue("error", e.text()).log("certificates for Prometheus cannot be used");
            return BoundedHttp.Trust.OF_THE_JVM;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    void start() {
        pollers().forEach(Poller::start);
    }

    Observed<RequestLoad> requests() {
        return observed(requests);
    }

    Observed<PrometheusServer> server() {
        return observed(server);
    }

    Observed<List<ProxySample>> proxies() {
        return observed(proxies);
    }

    private <T> Observed<T> observed(Optional<Poller<T>> poller) {
        return poller.map(Poller::observed)
                .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.DISABLED, startedAt));
    }

    List<SourceStatus> statuses() {
        return pollers().map(Poller::status).toList();
    }

    private Stream<Poller<?>> pollers() {
        return Stream.<Optional<? extends Poller<?>>>of(requests, server, proxies)
                .flatMap(Optional::stream);
    }

    @Override
    public void close() {
        pollers().forEach(Poller::close);
        http.close();
        pageHttp.close();
        doorHttp.close();
        proxyHttp.close();
    }
}
