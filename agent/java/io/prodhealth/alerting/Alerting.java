package io.prodhealth.alerting;

import io.prodhealth.alerting.AlertingStatus.Origin;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.HttpAccess;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every known Alertmanager, itself, when Prometheus is down: nobody else can. Each Alertmanager gets a post at least
 * once a minute even when there is nothing to tell, so that it is known beforehand whether one would be taken.
 */
public final class Alerting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final Options options;
    private final Duration tick;
    private final PrometheusDownAlert machine;
    private final AlertTexts texts;
    private final Supplier<PrometheusSight> sight;
    private final Clock clock;
    private final Instant startedAt;
    private final KnownAlertmanagers known;
    private final SourceLedger ledger;
    private final Deliveries deliveries;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private DownState state = new DownState.Quiet();
    private String cluster = "";
    private volatile AlertingStatus status;

    /**
     * What the operator wants.
     *
     * @param enabled whether the agent alerts by itself
     * @param prometheusDownAfter how long Prometheus must have been down
     * @param heartbeat whether a heartbeat is posted each minute
     * @param runbookUrl where the runbooks are; empty for no link
     * @param cluster value of the label; empty means the name that is observed
     * @param urls Alertmanagers; empty means those that Prometheus names
     * @param access how they are reached
     */
    public record Options(
            boolean enabled,
            Duration prometheusDownAfter,
            boolean heartbeat,
            String runbookUrl,
            String cluster,
            List<String> urls,
            HttpAccess access) {

        /** Copies the list. */
        public Options {
            urls = List.copyOf(urls);
        }
    }

    /**
     * How often.
     *
     * @param tick between two looks at Prometheus
     * @param refresh between two posts of the same
     */
    public record Pace(Duration tick, Duration refresh) {

        /** The refresh is a tick and a post short of the minute that was promised. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(55));
    }

    /**
     * Not started yet.
     *
     * @param sight what is known of Prometheus; must be quick
     * @param connect makes a client that trusts as it is told and reads {@link #longestAnswer} bytes at most
     */
    public Alerting(
            Options options,
            Pace pace,
            Supplier<PrometheusSight> sight,
            Function<BoundedHttp.Trust, BoundedHttp> connect,
            Clock clock) {
        this.options = options;
        this.tick = pace.tick;
        this.machine = new PrometheusDownAlert(options.prometheusDownAfter);
        this.texts = new AlertTexts(options.runbookUrl);
        this.sight = sight;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.known = new KnownAlertmanagers(options.urls);
        this.ledger = new SourceLedger("alertmanager", Duration.ofMinutes(1), clock);
        this.deliveries =
                new Deliveries(new AlertmanagerClient(options.access(), connect), ledger, pace.refresh, clock);
        this.status = new AlertingStatus(
                options.enabled ? known.origin() : Origin.DISABLED, List.of(), null, options.heartbeat);
    }

    /** Longest answer of an Alertmanager that is worth reading, bytes. */
    public static long longestAnswer() {
        return AlertmanagerClient.LONGEST_ANSWER;
    }

    /** Starts looking. */
    public void start() {
        if (!options.enabled) {
            return;
        }
        threads.execute(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    look();
                    Thread.sleep(tick);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void look() throws InterruptedException {
        try {
            round();
        } catch (RuntimeException e) {
            // A mistake of ours must not end the only one who could say that Prometheus is down.
            LOG.atError().setCause(e).log("looking after Prometheus failed");
        }
    }

    /** One look, and what is to be posted after it. */
    void round() throws InterruptedException {
        PrometheusSight seen = sight.get();
        Instant now = clock.instant();
        cluster = cluster(seen);
        known.named(seen.alertmanagers());
        PrometheusSight labelled = new PrometheusSight(seen.status(), seen.since(), List.of(), cluster);
        DownState next = machine.next(state, labelled, now);
        say(state, next);
        state = next;
        deliveries.round(
                known.urls(),
                options.heartbeat
                        ? List.of(texts.heartbeat(cluster, startedAt, now.plus(PrometheusDownAlert.LASTS)))
                        : List.of(),
                machine.alert(state, texts, now).orElse(null),
                state.news());
        status = new AlertingStatus(
                known.origin(),
                deliveries.status(),
                state instanceof DownState.Firing firing ? firing.startsAt() : null,
                options.heartbeat);
    }

    /** What was seen once stays while it cannot be read: a label that changes would be another alert. */
    private String cluster(PrometheusSight seen) {
        if (!options.cluster.isEmpty()) {
            return options.cluster;
        }
        return seen.cluster().isEmpty() ? cluster : seen.cluster();
    }

    private void say(DownState before, DownState after) {
        if (after instanceof DownState.Firing && !(before instanceof DownState.Firing)) {
            LOG.atWarn().addKeyValue("alertmanagers", known.urls().size()).log("Prometheus is down: alert active");
        } else if (after instanceof DownState.Resolved && before instanceof DownState.Firing) {
            LOG.atInfo().log("Prometheus is back: alert resolved");
        }
    }

    /** How it is doing. */
    public AlertingStatus status() {
        return status;
    }

    /** How posting is doing; nothing while there is nobody to post to, which is no failure of theirs. */
    public Optional<SourceStatus> source() {
        return options.enabled && !known.urls().isEmpty() ? Optional.of(ledger.status()) : Optional.empty();
    }

    /** The Alertmanagers that an agent started later should know even if Prometheus is dead by then. */
    public List<String> remembered() {
        return known.toKeep();
    }

    /** What an agent before this one remembered. */
    public void restore(List<String> remembered) {
        known.restore(remembered);
    }

    /** Ends without a word: Prometheus may still be down, and the other replica goes on saying so. */
    @Override
    public void close() {
        threads.shutdownNow();
        deliveries.close();
    }
}
