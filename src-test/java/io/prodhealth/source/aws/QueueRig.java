package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.Poller;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many queues behind a server that takes its time, read as the agent reads them. For the bench. */
public final class QueueRig implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(5);

    private final SqsWire sqs = new SqsWire(false);
    private final List<String> names;
    private final Config.Queues config = TestAws.queues();
    private @Nullable AwsClients clients;
    private @Nullable SqsSource source;
    private @Nullable Poller<Queues> poller;

    /**
     * A server with so many queues.
     *
     * @param answerTime that each call takes
     */
    public QueueRig(int queues, Duration answerTime) {
        names = IntStream.range(0, queues)
                .mapToObj("cx_1ee11af4_api-%05d_0123456789.fifo"::formatted)
                .toList();
        names.forEach(name -> sqs.put(name, 1, 0));
        sqs.before(request -> {
            LockSupport.parkNanos(answerTime.toNanos());
            return null;
        });
    }

    /** The first reading of all queues; seconds. */
    public double refresh() throws SourceException, InterruptedException {
        Clock clock = Clock.systemUTC();
        AwsBooks books = new AwsBooks(Config.defaults().aws(), clock);
        Config.Aws defaults = Config.defaults().aws();
        Config.Aws settings = new Config.Aws(
                true,
                TestAws.REGION,
                sqs.server().uri().toString(),
                false,
                defaults.connectTimeout(),
                defaults.readTimeout(),
                defaults.callTimeout(),
                defaults.sqsRequestsPerSecond(),
                defaults.requestsPerSecond(),
                defaults.monthlyBudgetUsd(),
                defaults.sqsUsdPerMillion(),
                defaults.cloudWatchUsdPerThousand());
        AwsSurroundings surroundings = new AwsSurroundings(
                TestAws.SURROUNDINGS.credentials(),
                TestAws.SURROUNDINGS.region(),
                AwsSurroundings::overTheJdk,
                Ticker.SYSTEM);
        AwsClients made = new AwsClients(settings, TestAws::noCluster, books, "prodhealth/bench", surroundings);
        SourceLedger ledger = new SourceLedger("sqs", config.interval(), clock);
        SqsSource reading = new SqsSource(made, config, TestObjects.ofCluster("cortex")::get, books, ledger, clock);
        clients = made;
        source = reading;
        poller = new Poller<>(
                reading,
                ledger,
                SqsSource.tick(config),
                config.interval(),
                SqsSource.timeout(config, settings),
                clock,
                () -> {});
        long start = System.nanoTime();
        Queues queues = reading.read();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (queues.read().size() != names.size()) {
            throw new IllegalStateException(queues.read().size() + " queues were read, not " + names.size());
        }
        return seconds;
    }

    /** Begins to read them over and over. */
    public void start() {
        poller().start();
    }

    /** How long it takes until a changed depth of one of the queues is shown; seconds. */
    public double change(int queue, long visible) {
        String name = names.get(queue);
        sqs.put(name, visible, 0);
        long start = System.nanoTime();
        while (depth(name) != visible) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private long depth(String name) {
        return poller().observed() instanceof Observed.Known<Queues>(Queues queues, java.time.Instant at)
                ? queues.read().stream()
                        .filter(queue -> queue.name().equals(name))
                        .mapToLong(Queue::visible)
                        .findFirst()
                        .orElse(-1)
                : -1;
    }

    private Poller<Queues> poller() {
        Poller<Queues> running = poller;
        if (running == null || source == null) {
            throw new IllegalStateException("nothing has been read yet");
        }
        return running;
    }

    /** Connections that were opened so far. */
    public int connections() {
        return sqs.server().connections();
    }

    /** The most calls at the same time. */
    public int mostAtOnce() {
        return sqs.server().mostAtOnce();
    }

    @Override
    public void close() {
        Poller<Queues> running = poller;
        if (running != null) {
            running.close();
        }
        AwsClients open = clients;
        if (open != null) {
            open.close();
        }
        sqs.close();
    }
}
