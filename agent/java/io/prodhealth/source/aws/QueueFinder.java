package io.prodhealth.source.aws;

import io.prodhealth.logging.FaultLog;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.Level;

/**
 * Finds out which queues there are: those that SQS lists, those that Kubernetes' objects name, and the dead-letter queues
 * that these name. Used by one thread at a time.
 */
final class QueueFinder {

    private final QueueDiscovery discovery;
    private final boolean onlyCortexs;
    private final SourceLedger ledger;
    private final FaultLog faults;
    private final Clock clock;

    /**
     * Nothing found yet.
     *
     * @param names set by the user: names, or prefixes that end in {@code *}
     */
    QueueFinder(SqsApi sqs, List<String> names, SourceLedger ledger, FaultLog faults, Clock clock) {
        this.discovery = new QueueDiscovery(sqs, names);
        this.onlyCortexs = names.isEmpty();
        this.ledger = ledger;
        this.faults = faults;
        this.clock = clock;
        ledger.needs(AwsOperation.LIST_QUEUES.action());
    }

    /**
     * Adds to {@code queues} what is new and removes what is gone.
     *
     * @param slower factor of the interval
     * @throws SourceException when there may be queues, and none can be known
     */
    void find(KubernetesObjects objects, KnownQueues queues, int slower) throws SourceException, InterruptedException {
        NamedQueues named = NamedQueues.in(objects);
        discover(named, queues, slower);
        if (queues.isEmpty() && onlyCortexs) {
            mustBeNoClusterOfCortexs(objects.clusterConfig());
        }
    }

    /** A queue has turned out not to exist. */
    void vanished(QueueState state, Instant now) {
        discovery.vanished(state.name(), now);
    }

    private void discover(NamedQueues named, KnownQueues queues, int slower)
            throws SourceException, InterruptedException {
        SourceException failure = null;
        if (discovery.due(named.prefixes(), clock.instant())) {
            try {
                discovery.list(named.prefixes(), slower, clock.instant());
                ledger.denied(AwsOperation.LIST_QUEUES.action(), false);
            } catch (SourceException e) {
                failure = e;
                if (e.deniedAction() != null) {
                    ledger.denied(AwsOperation.LIST_QUEUES.action(), true);
                }
            }
        }
        update(named, queues);
        if (failure != null && queues.isEmpty()) {
            // Nothing was listed and nothing is named: that there are no queues would be a guess.
            throw failure;
        }
        if (failure != null) {
            ledger.partFailed(failure.reason());
            faults.at(Level.WARN, "queues cannot be listed", "sqs")
                    .addKeyValue("error", failure.text())
                    .log();
        }
    }

    private void update(NamedQueues named, KnownQueues queues) {
        Instant now = clock.instant();
        Map<String, String> wanted = new TreeMap<>(named.urls());
        queues.states()
                .forEach(state -> state.deadLetterQueue()
                        .ifPresent(name -> wanted.putIfAbsent(name, QueueName.sibling(state.url(), name))));
        wanted.putAll(discovery.listed());
        wanted.keySet().removeIf(name -> discovery.isGone(name, now));
        if (!queues.keep(wanted, now)) {
            faults.at(Level.WARN, "too many queues, not all of them are read", "sqs")
                    .addKeyValue("most", KnownQueues.MOST)
                    .log();
        }
    }

    /** Without a name to look for there are no queues only where it is certain that this is no cluster of Cortex's. */
    private static void mustBeNoClusterOfCortexs(Observed<?> clusterConfig) throws SourceException {
        if (clusterConfig instanceof Observed.Unknown<?> unknown && unknown.reason() != Observed.Reason.ABSENT) {
            throw new SourceException(
                    FailureReason.UNAVAILABLE,
                    "which queues are this cluster's is not known: its configuration is "
                            + unknown.reason().word());
        }
    }
}
