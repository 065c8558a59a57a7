package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks a few proxies of each realtime API for their requests while Prometheus is down, and nobody while it is not. Async APIs
 * have no such sidecar to ask: their counters live in Prometheus alone.
 */
public final class ProxySource implements Source<List<ProxySample>> {

    /** Port of the proxy's own endpoints ({@code --admin-port}); Cortex always starts it with this one. */
    public static final int ADMIN_PORT = 15000;

    /** Enough to ask 40 within three times the limit of one. */
    private static final int AT_ONCE = 16;

    /** A sample that is older than this when its last proxy answers is none of one moment. */
    private static final long LONGEST_ROUND_SECONDS = 10;

    private final BoundedHttp http;
    private final int port;
    private final int most;
    private final BooleanSupplier needed;
    private final Supplier<Observed<Pods>> pods;

    private final AtomicInteger round = new AtomicInteger();

    /**
     * A source.
     *
     * @param http limits the time and the size of each answer
     * @param most proxies asked in a round
     * @param needed whether Prometheus is down
     * @param pods pods of the cluster
     */
    public ProxySource(BoundedHttp http, int port, int most, BooleanSupplier needed, Supplier<Observed<Pods>> pods) {
        this.http = http;
        this.port = port;
        this.most = most;
        this.needed = needed;
        this.pods = pods;
    }

    /**
     * Whether Prometheus is down, rather than switched off or not asked yet.
     *
     * @param requests what it has told
     * @param interval time between two readings
     */
    public static boolean prometheusIsDown(Observed<RequestLoad> requests, Duration interval, Instant now) {
        return switch (requests) {
            case Observed.Known<RequestLoad> known -> false;
            case Observed.Unknown<RequestLoad>(Observed.Reason reason, Instant since, String action) ->
                switch (reason) {
                    case DISABLED -> false;
                    case NOT_SYNCED -> !SourceLedger.fresh(since, interval, now);
                    case STALE, PERMISSION_DENIED, ABSENT, INVALID -> true;
                };
        };
    }

    /** Empty while nobody needs to be asked, or there is nobody to ask. */
    @Override
    public List<ProxySample> read() throws SourceException, InterruptedException {
        if (most == 0 || !needed.getAsBoolean()) {
            return List.of();
        }
        List<ProxyChoice> chosen = ProxyChoice.of(pods.get().orElse(Pods.NONE), most, round.getAndIncrement());
        AtomicReference<String> problem = new AtomicReference<>("");
        Map<Workload, Map<Double, Integer>> answers = ask(chosen, problem);
        if (answers.isEmpty() && !chosen.isEmpty()) {
            throw new SourceException(FailureReason.UNAVAILABLE, "no proxy answers: " + problem.get());
        }
        List<ProxySample> samples = new ArrayList<>();
        for (ProxyChoice choice : chosen) {
            Map<Double, Integer> counts = answers.get(choice.workload());
            if (counts != null) {
                samples.add(new ProxySample(
                        choice.workload(),
                        choice.pods(),
                        counts.entrySet().stream()
                                .map(count -> new RequestLoad.Share(count.getKey(), count.getValue()))
                                .toList()));
            }
        }
        return List.copyOf(samples);
    }

    private Map<Workload, Map<Double, Integer>> ask(List<ProxyChoice> chosen, AtomicReference<String> problem)
            throws InterruptedException {
        List<Callable<OptionalDouble>> questions = new ArrayList<>();
        List<Workload> whose = new ArrayList<>();
        for (ProxyChoice choice : chosen) {
            for (int address : choice.addresses()) {
                questions.add(() -> ask(address, problem));
                whose.add(choice.workload());
            }
        }
        Map<Workload, Map<Double, Integer>> answers = new LinkedHashMap<>();
        // Closing it would wait for what is still asked; what has not answered by then is cancelled, and each question
        // ends by its own limit.
        ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        try {
            List<Future<OptionalDouble>> done = threads.invokeAll(questions, LONGEST_ROUND_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < done.size(); i++) {
                Workload workload = whose.get(i);
                Future<OptionalDouble> answer = done.get(i);
                if (answer.state() == Future.State.SUCCESS) {
                    answer.resultNow()
                            .ifPresent(requests -> answers.computeIfAbsent(workload, api -> new TreeMap<>())
                                    .merge(Math.round(requests * 10) / 10.0, 1, Integer::sum));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return answers;
    }

    private OptionalDouble ask(int address, AtomicReference<String> problem) throws InterruptedException {
        try {
            byte[] body = http.getWithoutRedirects("http://" + dotted(address) + ":" + port + "/metrics")
                    .getBytes();
            return ProxyMetrics.inFlight(body);
        } catch (SourceException e) {
            problem.set(e.text());
            return OptionalDouble.empty();
        }
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
