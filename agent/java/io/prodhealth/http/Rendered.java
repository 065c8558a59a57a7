package io.prodhealth.http;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.Report;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something written from a report, kept as long as it is true: for one evaluation, and for a second at most, because
 * sources and ages change between two evaluations. However many ask, it is written once a second, by one thread.
 */
final class Rendered {

    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Results results;
    private final Function<Report, byte[]> writer;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Copy copy;

    Rendered(Results results, Function<Report, byte[]> writer) {
        this.results = results;
        this.writer = writer;
    }

    Encoded now() {
        lock.lock();
        try {
            if (copy == null || !copy.holds(results)) {
                Report report = results.report();
                copy = new Copy(
                        new WeakReference<>(report.evaluation()), report.at(), Encoded.of(writer.apply(report)));
            }
            return copy.encoded;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was written.
     *
     * @param of the evaluation it was written of; it is not kept alive, with all of its snapshot, by something that nobody may
     *     ever ask for again
     * @param at when
     */
    private record Copy(WeakReference<Evaluation> of, Instant at, Encoded encoded) {

        boolean holds(Results results) {
            return of.refersTo(results.evaluation().get())
                    && Duration.between(at, results.clock().instant()).abs().compareTo(KEPT) < 0;
        }
    }
}
