package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.aws.CloudWatchApi.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How long messages wait in the queues that are not empty, and how many are sent and deleted. It is ticked often; each
 * queue is read at an interval of its own, which grows as the month's budget shrinks: CloudWatch costs what twenty readings
 * of SQS do. Past the budget it is not asked at all.
 */
public final class CloudWatchSource implements Source<List<QueueActivity>> {

    /** So that a queue that is not empty for one reading of SQS only is seen. */
    private static final Duration LONGEST_TICK = Duration.ofSeconds(5);
    /** The share of what is left that CloudWatch may use where SQS alone would use all of it. */
    private static final double LEAST_SHARE = 0.1;

    /** A longer one would lose minutes, see {@link ActivityReader#LONGEST_WINDOW}; the budget ends it all the same. */
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(45);

    private final ActivityReader reader;
    private final Config.Queues config;
    private final Supplier<Observed<Queues>> queues;
    private final AwsBooks books;
    private final SourceLedger ledger;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ActivityState> states = new TreeMap<>();

    /**
     * Nothing read yet.
     *
     * @param queues as SQS shows them
     * @param ledger of the source {@code cloudwatch}
     */
    public CloudWatchSource(
            AwsClients clients,
            Config.Queues config,
            Supplier<Observed<Queues>> queues,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock) {
        this(new SdkCloudWatch(clients), config, queues, books, ledger, clock);
    }

    CloudWatchSource(
            CloudWatchApi cloudWatch,
            Config.Queues config,
            Supplier<Observed<Queues>> queues,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock) {
        this.reader = new ActivityReader(cloudWatch, clock);
        this.config = config;
        this.queues = queues;
        this.books = books;
        this.ledger = ledger;
        this.clock = clock;
        ledger.needs(AwsOperation.GET_METRIC_DATA.action());
    }

    /** How often it is to be asked. */
    public static Duration tick(Config.Queues config) {
        Duration interval = config.interval();
        return interval.compareTo(LONGEST_TICK) < 0 ? interval : LONGEST_TICK;
    }

    /** How long one reading may take: a thousand queues that are not empty are six calls. */
    public static Duration timeout(Config.Aws aws) {
        return aws.callTimeout().multipliedBy(6);
    }

    @Override
    public List<QueueActivity> read() throws SourceException, InterruptedException {
        // A reading that was given up may still be ending.
        lock.lockInterruptibly();
        try {
            Instant now = clock.instant();
            Observed<Queues> seen = queues.get();
            see(seen.orElse(Queues.NONE), now);
            double stretch = stretch(seen.orElse(Queues.NONE));
            states.values().removeIf(state -> state.over(interval(state, stretch), now));
            List<ActivityState> active = states.values().stream()
                    .filter(state -> state.active(interval(state, stretch), now))
                    .toList();
            if (!active.isEmpty()) {
                mustBeAffordable();
            }
            List<ActivityState> due = active.stream()
                    .filter(state -> state.due(interval(state, stretch), now))
                    .sorted(Comparator.comparing(ActivityState::triedAt))
                    .toList();
            for (int from = 0; from < due.size(); from += ActivityReader.MOST_QUEUES) {
                readSome(due.subList(from, Math.min(due.size(), from + ActivityReader.MOST_QUEUES)), now);
            }
            return states.values().stream()
                    .filter(state -> state.fresh(interval(state, stretch), config, now))
                    .flatMap(state -> Optional.ofNullable(state.last()).stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void see(Queues seen, Instant now) {
        for (Queue queue : seen.read()) {
            ActivityState state = states.get(queue.name());
            if (state == null && queue.messages() > 0) {
                state = new ActivityState(queue.name(), now);
                states.put(queue.name(), state);
            }
            if (state != null) {
                state.sees(queue, now);
            }
        }
    }

    /** By how much every interval must be longer than it is set, so that what is left of the budget lasts for the month. */
    private double stretch(Queues seen) {
        double usd = books.price(AwsOperation.GET_METRIC_DATA, Metric.values().length);
        double wanted = states.values().stream()
                .map(state -> state.interval(config))
                .filter(interval -> !interval.isZero())
                .mapToDouble(interval -> usd / interval.toSeconds())
                .sum();
        double all = books.affordableUsdPerSecond();
        double affordable = Math.max(all - ofSqs(seen), all * LEAST_SHARE);
        return wanted <= affordable ? 1 : wanted / Math.max(affordable, Double.MIN_NORMAL);
    }

    /** USD a second that reading these queues from SQS costs. */
    private double ofSqs(Queues seen) {
        double usd = books.price(AwsOperation.GET_QUEUE_ATTRIBUTES, 1);
        long idle = seen.read().stream().filter(queue -> queue.messages() == 0).count();
        return usd * idle / config.idleInterval().toSeconds()
                + usd * (seen.discovered() - idle) / config.interval().toSeconds();
    }

    private Duration interval(ActivityState state, double stretch) {
        double seconds = state.interval(config).toSeconds() * stretch;
        return seconds < LONGEST_INTERVAL.toSeconds() ? Duration.ofMillis((long) (seconds * 1000)) : LONGEST_INTERVAL;
    }

    private void mustBeAffordable() throws SourceException {
        if (books.exhausted()) {
            throw new SourceException(
                    FailureReason.BUDGET_EXHAUSTED,
                    "the month's AWS budget is spent: CloudWatch is not asked before the next month");
        }
    }

    private void readSome(List<ActivityState> due, Instant now) throws SourceException, InterruptedException {
        mustBeAffordable();
        // One that was not read yet was perhaps read by another replica, or before a restart: all is asked that may be
        // missing, which costs no more.
        Instant since = due.stream()
                .map(state ->
                        Optional.ofNullable(state.last()).map(QueueActivity::at).orElse(Instant.EPOCH))
                .min(Comparator.naturalOrder())
                .orElse(now);
        Map<String, QueueActivity> read;
        try {
            read = reader.read(due.stream().map(ActivityState::queue).toList(), since);
        } catch (SourceException e) {
            if (e.deniedAction() != null) {
                ledger.denied(e.deniedAction(), true);
            }
            throw e;
        }
        ledger.denied(AwsOperation.GET_METRIC_DATA.action(), false);
        for (ActivityState state : due) {
            QueueActivity activity = read.get(state.queue());
            if (activity == null) {
                state.failed(now);
                ledger.partFailed(FailureReason.UNAVAILABLE);
            } else {
                state.read(activity);
            }
        }
    }
}
