package io.prodhealth.alerting;

import io.prodhealth.alerting.AlertingStatus.Alertmanager;
import io.prodhealth.logging.FaultLog;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Who has been told what, and telling the others. Used by one thread at a time. */
final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration SAID_AGAIN = Duration.ofHours(1);

    private final AlertmanagerClient client;
    private final SourceLedger ledger;
    private final Duration refresh;
    private final Clock clock;
    private final FaultLog faults;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Map<String, Target> targets = new LinkedHashMap<>();
    private @Nullable String lastNews;

    Deliveries(AlertmanagerClient client, SourceLedger ledger, Duration refresh, Clock clock) {
        this.client = client;
        this.ledger = ledger;
        this.refresh = refresh;
        this.clock = clock;
        this.faults = new FaultLog(LOG, clock, SAID_AGAIN, KnownAlertmanagers.MOST * 2);
    }

    /**
     * Posts to each of {@code urls} what it should know by now, all at the same time.
     *
     * @param standing what is true whether there is news or not
     * @param alert what the news is about; null when there is nothing to tell of it
     * @param news names the change that must be told at once; null for none
     */
    void round(List<String> urls, List<Alert> standing, @Nullable Alert alert, @Nullable String news)
            throws InterruptedException {
        Instant now = clock.instant();
        boolean changed = news != null && !news.equals(lastNews);
        lastNews = news;
        Map<String, Target> next = new LinkedHashMap<>();
        for (String url : urls) {
            Target target = targets.getOrDefault(url, Target.fresh(url));
            next.put(url, changed ? target.withoutWaiting() : target);
        }
        targets = next;
        List<Target> due = next.values().stream()
                .filter(target -> target.due(news, refresh, now))
                .toList();
        List<Callable<Outcome>> posts = new ArrayList<>();
        for (Target target : due) {
            List<Alert> alerts = new ArrayList<>(standing);
            // What has ended is told once; what lasts is told again and again.
            if (alert != null && (alert.endsAt().isAfter(now) || target.hasNot(news))) {
                alerts.add(alert);
            }
            posts.add(() -> post(target, alerts, news));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> done : threads.invokeAll(posts)) {
            if (done.state() == Future.State.SUCCESS) {
                outcomes.add(done.resultNow());
            }
        }
        outcomes.forEach(outcome -> targets.put(outcome.target.url(), outcome.target));
        outcomes.forEach(this::enter);
    }

    /** How one post went; no failure when it was taken. */
    private record Outcome(Target target, @Nullable SourceException failure, Duration took) {}

    private Outcome post(Target target, List<Alert> alerts, @Nullable String news) throws InterruptedException {
        long start = System.nanoTime();
        try {
            client.post(target.url(), alerts);
            if (!target.problem().isEmpty()) {
                LOG.atInfo().addKeyValue("object", target.url()).log("Alertmanager takes alerts again");
            }
            Target told = target.succeeded(news, clock.instant());
            return new Outcome(told, null, Duration.ofNanos(System.nanoTime() - start));
        } catch (SourceException e) {
            return failed(target, e);
        } catch (RuntimeException e) {
            // Certificates that are none, or an address that the client does not like.
            return failed(target, new SourceException(FailureReason.INVALID_RESPONSE, String.valueOf(e)));
        }
    }

    private Outcome failed(Target target, SourceException failure) {
        faults.at(Level.WARN, "Alertmanager does not take alerts", target.url())
                .addKeyValue("error", failure.text())
                .log();
        return new Outcome(target.failed(failure, clock.instant()), failure, Duration.ZERO);
    }

    /** As long as one Alertmanager works the source does: they tell each other. */
    private void enter(Outcome outcome) {
        SourceException failure = outcome.failure;
        if (failure == null) {
            ledger.succeeded(outcome.took);
        } else if (targets.values().stream().noneMatch(Deliveries::works)) {
            ledger.failed(failure.reason(), outcome.target.url() + ": " + failure.text());
        } else {
            ledger.partFailed(failure.reason());
        }
    }

    private static boolean works(Target target) {
        return target.problem().isEmpty() && target.lastSuccess() != null;
    }

    List<Alertmanager> status() {
        return targets.values().stream()
                .map(target -> new Alertmanager(target.url(), target.lastSuccess(), target.problem()))
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
