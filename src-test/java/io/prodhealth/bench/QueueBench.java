package io.prodhealth.bench;

import io.prodhealth.source.SourceException;
import io.prodhealth.source.aws.MonthOfPolling;
import io.prodhealth.source.aws.QueueRig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** {@code ./prodhealth bench --queues}: how fast queues are read, and what that costs. Markdown. */
final class QueueBench {
    private static final int QUEUES = 1000;
    private static final Duration ANSWER_TIME = Duration.ofMillis(50);
    private static final Duration IDLE_AS_BUSY = Duration.ofSeconds(15);
    private static final Duration IDLE_SLOWER = Duration.ofMinutes(1);

    private static final List<MonthOfPolling> MONTHS = List.of(
            new MonthOfPolling(10, 1, IDLE_AS_BUSY, false),
            new MonthOfPolling(10, 1, IDLE_SLOWER, false),
            new MonthOfPolling(100, 10, IDLE_AS_BUSY, false),
            new MonthOfPolling(100, 10, IDLE_SLOWER, false),
            new MonthOfPolling(100, 10, IDLE_AS_BUSY, true),
            new MonthOfPolling(1000, 100, IDLE_AS_BUSY, false),
            new MonthOfPolling(1000, 100, IDLE_SLOWER, false));

    private QueueBench() {}

    static String measure(boolean quick) throws CannotMeasure, InterruptedException {
        try {
            return speed(quick ? 3 : 20) + cost();
        } catch (SourceException e) {
            throw new CannotMeasure(e.text());
        }
    }

    private static String speed(int changes) throws SourceException, InterruptedException {
        try (QueueRig rig = new QueueRig(QUEUES, ANSWER_TIME)) {
            double before = heapMebibytes();
            double classesBefore = classesMebibytes();
            double refresh = rig.refresh();
            rig.start();
            Samples seconds = new Samples();
            for (int i = 0; i < changes; i++) {
                seconds.add(rig.change(i * 37 % QUEUES, 100 + i));
            }
            double heap = heapMebibytes() - before;
            double classes = classesMebibytes() - classesBefore;
            return """
                | %d queues, %d ms a call | measured | at most |
                |---|---|---|
                | all of them read for the first time | %.1f s | 10 s |
                | calls at the same time | %d | 8 |
                | connections opened in all | %d | |
                | more heap after a collection | %.1f MiB | 20 MiB |
                | more memory for classes and code | %.1f MiB | |
                | change of depth to visible, median | %.1f s | |
                | change of depth to visible, longest of %d | %.1f s | 20 s |

                """.formatted(
                            QUEUES,
                            ANSWER_TIME.toMillis(),
                            refresh,
                            rig.mostAtOnce(),
                            rig.connections(),
                            heap,
                            classes,
                            seconds.median(),
                            changes,
                            seconds.max());
        }
    }

    /** Of this process, which the server is part of: it has all its queues before the first of the two. */
    private static double heapMebibytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024;
    }

    private static double classesMebibytes() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() / 1024.0 / 1024;
    }

    private static String cost() throws SourceException, InterruptedException {
        StringBuilder out = new StringBuilder("""
            | FIFO queues | not empty | busy | idle | oldest message | SQS requests | CloudWatch metrics | USD a month |
            |---|---|---|---|---|---|---|---|
            """);
        for (MonthOfPolling month : MONTHS) {
            MonthOfPolling.Bill bill = month.bill();
            out.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | 15 s | %d s | %s | %.2f M | %.0f k | %.2f + %.2f = **%.2f** |%n",
                    month.queues(),
                    month.notEmpty(),
                    month.idleInterval().toSeconds(),
                    month.old() ? "past half of its objective" : "young",
                    bill.requests() / 1e6,
                    bill.metrics() / 1e3,
                    bill.sqsUsd(),
                    bill.cloudWatchUsd(),
                    bill.usd()));
        }
        return out.append("%nUSD by list price, no free tier, SQS + CloudWatch; without a budget.%n".formatted())
                .toString();
    }
}
