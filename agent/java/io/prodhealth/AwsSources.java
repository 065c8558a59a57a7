package io.prodhealth;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.Poller;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AutoScalingSource;
import io.prodhealth.source.aws.AwsBooks;
import io.prodhealth.source.aws.AwsClients;
import io.prodhealth.source.aws.CloudWatchSource;
import io.prodhealth.source.aws.SqsSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The part of the wiring that asks AWS: each source that is enabled, over one set of clients and one set of books. */
final class AwsSources implements AutoCloseable {

    private final Instant startedAt;
    private final AwsBooks books;
    private final AwsClients clients;
    private final Optional<Poller<Queues>> queues;
    private final Optional<Poller<List<QueueActivity>>> activity;
    private final Optional<Poller<AutoScaling>> autoScaling;

    /**
     * Not started yet.
     *
     * @param objects what the cluster has
     * @param onChange called on any thread after each reading that brought something
     */
    AwsSources(Config config, Supplier<KubernetesObjects> objects, String userAgent, Clock clock, Runnable onChange) {
        this.startedAt = clock.instant();
        this.books = new AwsBooks(config.aws(), clock);
        this.clients = new AwsClients(config.aws(), () -> objects.get().clusterConfig(), books, userAgent);
        boolean asked = config.aws().enabled();
        Config.Queues wanted = config.queues();
        this.queues =
                asked && wanted.enabled() ? Optional.of(queues(config, objects, clock, onChange)) : Optional.empty();
        this.activity = queues.filter(read -> wanted.cloudWatchEnabled())
                .map(read -> activity(config, read::observed, clock, onChange));
        this.autoScaling = asked && config.provisioning().autoScalingEnabled()
                ? Optional.of(autoScaling(config, objects, clock, onChange))
                : Optional.empty();
    }

    private Poller<Queues> queues(Config config, Supplier<KubernetesObjects> objects, Clock clock, Runnable onChange) {
        Config.Queues queueConfig = config.queues();
        SourceLedger ledger = new SourceLedger("sqs", queueConfig.interval(), clock);
        return new Poller<>(
                new SqsSource(clients, queueConfig, objects, books, ledger, clock),
                ledger,
                SqsSource.tick(queueConfig),
                queueConfig.interval(),
                SqsSource.timeout(queueConfig, config.aws()),
                clock,
                onChange);
    }

    private Poller<List<QueueActivity>> activity(
            Config config, Supplier<Observed<Queues>> seen, Clock clock, Runnable onChange) {
        Config.Queues queueConfig = config.queues();
        SourceLedger ledger = new SourceLedger("cloudwatch", queueConfig.cloudWatchInterval(), clock);
        return new Poller<>(
                new CloudWatchSource(clients, queueConfig, seen, books, ledger, clock),
                ledger,
                CloudWatchSource.tick(queueConfig),
                queueConfig.cloudWatchInterval(),
                CloudWatchSource.timeout(config.aws()),
                clock,
                onChange);
    }

    private Poller<AutoScaling> autoScaling(
            Config config, Supplier<KubernetesObjects> objects, Clock clock, Runnable onChange) {
        SourceLedger ledger =
                new SourceLedger("autoscaling", config.provisioning().autoScalingInterval(), clock);
        return new Poller<>(
                new AutoScalingSource(clients, config.provisioning(), objects, ledger, clock),
                ledger,
                config.provisioning().autoScalingInterval(),
                AutoScalingSource.timeout(config.aws()),
                clock,
                onChange);
    }

    void start() {
        startQueues();
        startActivity();
    }

    /** All but what asks about queues that have been read: its first reading may come before there are any. */
    void startQueues() {
        queues.ifPresent(Poller::start);
        autoScaling.ifPresent(Poller::start);
    }

    void startActivity() {
        activity.ifPresent(Poller::start);
    }

    /** Asks nothing any more and forgets what was read, until it is started again. */
    void stop() {
        pollers().forEach(Poller::stop);
    }

    AwsBooks books() {
        return books;
    }

    AwsClients clients() {
        return clients;
    }

    Observed<Queues> queues() {
        return observed(queues);
    }

    Observed<List<QueueActivity>> activity() {
        return observed(activity);
    }

    Observed<AutoScaling> autoScaling() {
        return observed(autoScaling);
    }

    private <T> Observed<T> observed(Optional<Poller<T>> poller) {
        return poller.map(Poller::observed)
                .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.DISABLED, startedAt));
    }

    List<SourceStatus> statuses() {
        return pollers().map(Poller::status).toList();
    }

    private Stream<Poller<?>> pollers() {
        return Stream.<Optional<? extends Poller<?>>>of(queues, activity, autoScaling)
                .flatMap(Optional::stream);
    }

    @Override
    public void close() {
        pollers().forEach(Poller::close);
        clients.close();
    }
}
