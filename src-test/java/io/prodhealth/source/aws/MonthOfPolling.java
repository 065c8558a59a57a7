package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a month of reading queues costs, from calls that are counted on a simulated clock.
 *
 * @param queues FIFO queues
 * @param notEmpty how many of them have messages, all the time
 * @param idleInterval between readings of the others
 * @param old whether the oldest message of each has waited past half of its objective, all the time
 */
public record MonthOfPolling(int queues, int notEmpty, Duration idleInterval, boolean old) {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    /** After it those queues that are empty are idle, and the others' first readings are over. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private static final int DAYS = 30;
    /** Coarser than the agent's: it moves no reading by more, and there are as many. */
    private static final Duration TICK = Duration.ofSeconds(5);

    private static final double NO_BUDGET = 100_000;

    /**
     * What was counted in 30 days.
     *
     * @param requests to SQS
     * @param metrics asked for of CloudWatch
     * @param sqsUsd for SQS by list price
     * @param cloudWatchUsd for CloudWatch by list price
     */
    public record Bill(double requests, double metrics, double sqsUsd, double cloudWatchUsd) {
        /** Both together. */
        public double usd() {
            return sqsUsd + cloudWatchUsd;
        }
    }

    /** One day is counted and taken 30 times. */
    public Bill bill() throws SourceException, InterruptedException {
        TestClock clock = new TestClock(START);
        AwsBooks books = new AwsBooks(settings(), clock);
        CountedAws aws = new CountedAws(books, queues, notEmpty, old ? 600 : 60);
        Config.Queues config = TestAws.queues(idleInterval);
        SqsSource sqs = new SqsSource(
                aws,
                config,
                TestObjects.ofCluster("cortex")::get,
                books,
                new SourceLedger("sqs", config.interval(), clock),
                clock,
                clock);
        Queues[] seen = {Queues.NONE};
        CloudWatchSource cloudWatch = new CloudWatchSource(
                aws,
                config,
                () -> new Observed.Known<>(seen[0], clock.instant()),
                books,
                new SourceLedger("cloudwatch", config.cloudWatchInterval(), clock),
                clock);
        AwsBooks.Figures before = books.figures();
        for (Duration passed = Duration.ZERO; passed.compareTo(BEFORE.plus(DAY)) < 0; passed = passed.plus(TICK)) {
            if (passed.equals(BEFORE)) {
                before = books.figures();
            }
            seen[0] = sqs.read();
            List<QueueActivity> activity = cloudWatch.read();
            if (activity.size() != notEmpty) {
                throw new IllegalStateException(activity.size() + " queues are not empty, not " + notEmpty);
            }
            clock.pass(TICK);
        }
        return bill(before, books.figures());
    }

    private static Bill bill(AwsBooks.Figures before, AwsBooks.Figures after) {
        double sqsUsd = DAYS * (cost(after, "sqs") - cost(before, "sqs"));
        double cloudWatchUsd = DAYS * (cost(after, "cloudwatch") - cost(before, "cloudwatch"));
        double usdPerMetric = settings().cloudWatchUsdPerThousand() / 1000;
        return new Bill(
                DAYS * (double) (sqsRequests(after) - sqsRequests(before)),
                cloudWatchUsd / usdPerMetric,
                sqsUsd,
                cloudWatchUsd);
    }

    private static Config.Aws settings() {
        return TestAws.settings(java.net.URI.create("http://none"), NO_BUDGET);
    }

    private static double cost(AwsBooks.Figures figures, String service) {
        return figures.cost().getOrDefault(service, 0.0);
    }

    private static long sqsRequests(AwsBooks.Figures figures) {
        return figures.requests().getOrDefault(AwsOperation.LIST_QUEUES, 0L)
                + figures.requests().getOrDefault(AwsOperation.GET_QUEUE_ATTRIBUTES, 0L);
    }
}
