package io.prodhealth.source.aws;

import io.prodhealth.snapshot.Queue;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads queues, a few at the same time, and gives up early on a service that does not answer.
 *
 * @param connections calls at the same time
 * @param longest time in which calls are started
 */
record QueueReader(SqsApi sqs, int connections, Duration longest, Clock clock, Ticker ticker) {

    /** Calls that one worker may see fail in a row: what comes after them would fail too. */
    private static final int MOST_FAILURES_IN_A_ROW = 2;

    /**
     * What came of one queue: one of the three.
     *
     * @param queue as it was read
     * @param failure of the call
     * @param malformed what is wrong with an answer that came
     */
    record Answer(
            QueueState state,
            @Nullable Queue queue,
            @Nullable SourceException failure,
            @Nullable SourceException malformed) {

        boolean vanished() {
            return failure != null && failure.reason() == FailureReason.NOT_FOUND;
        }

        /** Whether the service has answered for this queue, be it with a refusal that tells nothing of the others. */
        boolean answered() {
            return failure == null || vanished() || failure.deniedAction() != null;
        }
    }

    /** Reads them, the first first. Those without an answer were not tried. */
    List<Answer> read(List<QueueState> due) throws InterruptedException {
        if (due.isEmpty()) {
            return List.of();
        }
        ConcurrentLinkedQueue<QueueState> waiting = new ConcurrentLinkedQueue<>(due);
        ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        long end = ticker.nanos() + longest.toNanos();
        Callable<Boolean> worker = () -> work(waiting, answers, end);
        // Closing waits for the workers, interrupted ones too: two readings never use the same queue at the same time.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(IntStream.range(0, Math.min(connections, due.size()))
                    .mapToObj(number -> worker)
                    .toList())) {
                mustHaveEnded(done);
            }
        }
        return List.copyOf(answers);
    }

    private static void mustHaveEnded(Future<Boolean> worker) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            // Of a call's failures it has made answers: this is a fault of ours.
            throw new IllegalStateException("a reader of queues has failed", e.getCause());
        }
    }

    private boolean work(ConcurrentLinkedQueue<QueueState> waiting, ConcurrentLinkedQueue<Answer> answers, long end)
            throws InterruptedException {
        int failures = 0;
        while (failures < MOST_FAILURES_IN_A_ROW && ticker.nanos() < end) {
            QueueState state = waiting.poll();
            if (state == null) {
                return true;
            }
            Answer answer = read(state);
            answers.add(answer);
            failures = answer.answered() ? 0 : failures + 1;
        }
        return false;
    }

    private Answer read(QueueState state) throws InterruptedException {
        QueueAttributes attributes;
        try {
            attributes = new QueueAttributes(sqs.attributes(state.url()));
        } catch (SourceException e) {
            return new Answer(state, null, e, null);
        }
        try {
            return new Answer(state, attributes.queue(state.name(), state.url(), clock.instant()), null, null);
        } catch (SourceException e) {
            return new Answer(state, null, null, e);
        }
    }
}
