package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.logging.FaultLog;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The queues of the cluster and how full they are. It is ticked often; each queue is read when it is due, at its own
 * interval, and withdrawn after three of these without success, whatever happens to the others. Past the budget of the
 * month every interval is ten times as long.
 */
public final class SqsSource implements Source<Queues> {

    private static final Logger LOG = LoggerFactory.getLogger(SqsSource.class);

    private static final int SLOWER_PAST_BUDGET = 10;
    private static final Duration SHORTEST_TICK = Duration.ofSeconds(1);
    private static final int TICKS_AN_INTERVAL = 15;
    private static final Duration LOG_AGAIN = Duration.ofHours(1);
    private static final int MOST_LOGGED = 100;

    private final Config.Queues config;
    private final KubernetesWait kubernetes;
    private final AwsBooks books;
    private final SourceLedger ledger;
    private final Clock clock;
    private final QueueFinder finder;
    private final QueueReader reader;
    private final FaultLog faults;
    private final ReentrantLock lock = new ReentrantLock();
    private final KnownQueues queues = new KnownQueues();
    /** Nothing was answered the last time something was asked. */
    private boolean unanswered;

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has
     * @param ledger of the source {@code sqs}: parts that fail are entered here, the whole by its poller
     */
    public SqsSource(
            AwsClients clients,
            Config.Queues config,
            Supplier<KubernetesObjects> objects,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock) {
        this(new SdkSqs(clients), config, objects, books, ledger, clock, Ticker.SYSTEM);
    }

    SqsSource(
            SqsApi sqs,
            Config.Queues config,
            Supplier<KubernetesObjects> objects,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.config = config;
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.books = books;
        this.ledger = ledger;
        this.clock = clock;
        this.reader = new QueueReader(sqs, config.connections(), config.interval(), clock, ticker);
        this.faults = new FaultLog(LOG, clock, LOG_AGAIN, MOST_LOGGED);
        this.finder = new QueueFinder(sqs, config.names(), ledger, faults, clock);
        ledger.needs(AwsOperation.GET_QUEUE_ATTRIBUTES.action());
    }

    /** How often it is to be asked, so that a queue is read soon after it is due. */
    public static Duration tick(Config.Queues config) {
        Duration tick = config.interval().dividedBy(TICKS_AN_INTERVAL);
        return tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick;
    }

    /** How long one reading may take: as long as it goes on starting calls, and the last of them. */
    public static Duration timeout(Config.Queues config, Config.Aws aws) {
        return config.interval().plus(aws.callTimeout().multipliedBy(2)).plus(KubernetesWait.LONGEST);
    }

    @Override
    public Queues read() throws SourceException, InterruptedException {
        // A reading that was given up may still be ending.
        lock.lockInterruptibly();
        try {
            KubernetesObjects objects = kubernetes.await(NamedQueues::incomplete);
            int slower = slower();
            finder.find(objects, queues, slower);
            Instant now = clock.instant();
            List<QueueState> due = queues.due(now);
            // A tick without a queue that is due proves nothing, and must not look like a success.
            enter(reader.read(due.isEmpty() && unanswered ? queues.next() : due), slower);
            return queues.view(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    private int slower() {
        if (!books.exhausted()) {
            return 1;
        }
        faults.at(Level.WARN, "the month's AWS budget is spent: SQS is read ten times more seldom", "sqs")
                .addKeyValue("usd", books.spend().total())
                .log();
        return SLOWER_PAST_BUDGET;
    }

    private void enter(List<QueueReader.Answer> answers, int slower) throws SourceException {
        Instant now = clock.instant();
        boolean answered = answers.stream().anyMatch(QueueReader.Answer::answered);
        if (answered && unanswered) {
            queues.states().forEach(state -> state.retry(now));
        }
        answers.forEach(answer -> enter(answer, slower, now));
        ledger.denied(AwsOperation.GET_QUEUE_ATTRIBUTES.action(), queues.anyDenied());
        if (answers.isEmpty()) {
            return;
        }
        Optional<SourceException> whole = whole(answers, answered, now);
        unanswered = whole.isPresent();
        if (whole.isPresent()) {
            throw whole.get();
        }
        answers.forEach(this::enterFailure);
    }

    private void enter(QueueReader.Answer answer, int slower, Instant now) {
        QueueState state = answer.state();
        Queue queue = answer.queue();
        SourceException failure = answer.failure();
        if (queue != null) {
            state.read(queue, config, slower);
        } else if (answer.vanished()) {
            queues.remove(state);
            finder.vanished(state, now);
        } else if (failure == null) {
            state.malformed(now, config);
        } else if (failure.deniedAction() != null) {
            state.denied(now);
        } else {
            state.failed(now, config);
        }
    }

    /** The failure that is that of the source: nothing was answered, or everything there is is refused. */
    private Optional<SourceException> whole(List<QueueReader.Answer> answers, boolean answered, Instant now) {
        boolean refused = answers.stream().allMatch(answer -> answer.state().denied());
        return answered && !(refused && queues.show(now).read().isEmpty())
                ? Optional.empty()
                : answers.stream()
                        .flatMap(answer -> Stream.ofNullable(answer.failure()))
                        .findFirst();
    }

    private void enterFailure(QueueReader.Answer answer) {
        SourceException failure = answer.failure() == null ? answer.malformed() : answer.failure();
        if (failure != null && !answer.vanished()) {
            ledger.partFailed(failure.reason());
            faults.at(Level.WARN, "a queue cannot be read", answer.state().name())
                    .addKeyValue("error", failure.text())
                    .log();
        }
    }
}
