package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.snapshot.PrometheusServer.Status;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the Prometheus of the cluster says of itself. That it does not answer is a reading like any other; a reading fails
 * only where there is no Prometheus to ask. Whether it is ready is asked with each reading, its metrics once in an interval;
 * the pages that are dear to it, or never change, are read every five minutes.
 */
public final class PrometheusServerSource implements Source<PrometheusServer> {

    /** An exposition of a Prometheus has a few hundred kilobytes. */
    public static final long LONGEST_EXPOSITION = 64L << 20;

    /** A status page has a few kilobytes. */
    public static final long LONGEST_PAGE = 1L << 20;

    /** Counting the series of every metric takes a large Prometheus tens of milliseconds. */
    static final Duration STATUS_INTERVAL = Duration.ofMinutes(5);

    /**
     * What Cortex's autoscaler asks of each realtime API every ten seconds, for all of them at once, with the default window
     * of 60 seconds.
     */
    public static final String AUTOSCALING = "sum by (api_name) (sum_over_time(cortex_in_flight_requests[1m]))"
            + " / on (api_name) max by (api_name)"
            + " (count_over_time(cortex_in_flight_requests{container!=\"activator\"}[1m]))";

    /** What it asks of each async API, likewise. */
    public static final String AUTOSCALING_ASYNC = "sum by (api_name) (sum_over_time(cortex_async_in_flight[1m]))"
            + " / on (api_name) max by (api_name)"
            + " (count_over_time(cortex_async_in_flight{container!=\"activator\"}[1m]))";

    private static final int LONGEST_PROBLEM = 300;

    private final BoundedHttp http;
    private final BoundedHttp door;
    private final PrometheusQuery prometheus;
    private final SourceLedger ledger;
    private final Duration interval;
    private final Clock clock;
    private final StatusPages pages;

    private Observed<Status> status;
    private @Nullable Instant statusAt;
    private double startedAt;
    private volatile @Nullable Reading last;

    /**
     * The last full reading.
     *
     * @param at when it began
     */
    private record Reading(PrometheusServer server, Instant at) {}

    /**
     * A source.
     *
     * @param http limits the time of each answer, and the size of each page
     * @param door asks whether it is ready; must connect anew each time, or silence proves nothing
     * @param prometheus where it is
     * @param ledger where parts that fail are entered
     * @param interval between two readings of its metrics; what is read in between is only whether it is ready
     */
    public PrometheusServerSource(
            BoundedHttp http,
            BoundedHttp door,
            PrometheusQuery prometheus,
            SourceLedger ledger,
            Duration interval,
            Clock clock) {
        this.http = http;
        this.door = door;
        this.prometheus = prometheus;
        this.ledger = ledger;
        this.interval = interval;
        this.clock = clock;
        this.pages = new StatusPages(http);
        this.status = Observed.notSynced(clock.instant());
    }

    @Override
    public PrometheusServer read() throws SourceException, InterruptedException {
        String url = prometheus.url();
        try {
            // "Prometheus is Ready." up to 2.37, "Prometheus Server is Ready." since.
            if (!door.get(url + "/-/ready").toString(StandardCharsets.UTF_8).startsWith("Prometheus ")) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "what answers is no Prometheus");
            }
        } catch (SourceException e) {
            last = null;
            return silent(url, e);
        }
        Instant now = clock.instant();
        Reading before = last;
        if (before != null && before.server.url().equals(url) && now.isBefore(before.at.plus(interval))) {
            return before.server;
        }
        PrometheusServer server = whole(url);
        last = new Reading(server, now);
        return server;
    }

    private PrometheusServer whole(String url) throws SourceException, InterruptedException {
        // Each part has its own limit, so that together they take no longer than one.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Observed<Figures>> figures = threads.submit(() -> part(() -> figures(url)));
            Future<Observed<List<String>>> alertmanagers = threads.submit(() -> part(() -> pages.alertmanagers(url)));
            Future<Observed<Duration>> query = threads.submit(() -> part(this::query));
            Future<Observed<FiringAlerts>> alerts = threads.submit(() -> part(() -> alerts(url)));
            Observed<Figures> read = figures.get();
            return new PrometheusServer(
                    url, Answering.READY, "", read, status(url, read), alertmanagers.get(), query.get(), alerts.get());
        } catch (ExecutionException bug) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, String.valueOf(bug.getCause()));
        }
    }

    /** One that is down, or not ready; what refuses the agent or is no Prometheus tells nothing of it. */
    private PrometheusServer silent(String url, SourceException why) throws SourceException {
        boolean silent = why.reason() == FailureReason.UNAVAILABLE || why.reason() == FailureReason.TIMEOUT;
        if (!silent) {
            throw why;
        }
        boolean answered = why.text().startsWith("HTTP ");
        Answering answering = answered ? Answering.NOT_READY : why.taken() ? Answering.HANGING : Answering.UNREACHABLE;
        ledger.partFailed(why.reason());
        String text = why.text();
        Instant now = clock.instant();
        return new PrometheusServer(
                url,
                answering,
                text.length() <= LONGEST_PROBLEM ? text : text.substring(0, LONGEST_PROBLEM),
                unknown(why, now),
                unknown(why, now),
                unknown(why, now),
                unknown(why, now),
                unknown(why, now));
    }

    private Figures figures(String url) throws SourceException, InterruptedException {
        SelfMetricsReader reader = new SelfMetricsReader();
        http.stream(url + "/metrics", LONGEST_EXPOSITION, reader::accept);
        Figures figures = reader.figures();
        if (!figures.values().containsKey(PrometheusServer.Figure.HEAD_SERIES)) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not the metrics of a Prometheus");
        }
        return figures;
    }

    private FiringAlerts alerts(String url) throws SourceException, InterruptedException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        http.stream(url + "/api/v1/alerts", AlertsPage.LONGEST, (bytes, length) -> page.write(bytes, 0, length));
        return AlertsPage.read(page.toByteArray());
    }

    private Duration query() throws SourceException, InterruptedException {
        long start = System.nanoTime();
        prometheus.ask(AUTOSCALING);
        prometheus.ask(AUTOSCALING_ASYNC);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private synchronized Observed<Status> status(String url, Observed<Figures> figures) throws InterruptedException {
        double started = figures.known()
                .map(known -> known.of(PrometheusServer.Figure.STARTED).orElse(startedAt))
                .orElse(startedAt);
        Instant now = clock.instant();
        boolean due = statusAt == null || !statusAt.plus(STATUS_INTERVAL).isAfter(now) || started != startedAt;
        if (due) {
            status = part(() -> {
                StatusPages.Tsdb tsdb = pages.tsdb(url);
                return new Status(tsdb.headSeries(), pages.flags(url), pages.retention(url), tsdb.largest());
            });
            statusAt = status.known().isPresent() ? now : null;
            startedAt = started;
        }
        return status;
    }

    private <T> Observed<T> part(Callable<T> reading) throws InterruptedException {
        try {
            return new Observed.Known<>(reading.call(), clock.instant());
        } catch (SourceException e) {
            ledger.partFailed(e.reason());
            return unknown(e, clock.instant());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception bug) {
            ledger.partFailed(FailureReason.INVALID_RESPONSE);
            return new Observed.Unknown<>(Observed.Reason.INVALID, clock.instant());
        }
    }

    private static <T> Observed<T> unknown(SourceException why, Instant at) {
        return new Observed.Unknown<>(
                switch (why.reason()) {
                    case PERMISSION_DENIED -> Observed.Reason.PERMISSION_DENIED;
                    case NOT_FOUND -> Observed.Reason.ABSENT;
                    case INVALID_RESPONSE -> Observed.Reason.INVALID;
                    case TIMEOUT, THROTTLED, UNAVAILABLE, BUDGET_EXHAUSTED -> Observed.Reason.STALE;
                },
                at);
    }
}
