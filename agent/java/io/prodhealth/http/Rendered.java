package io.prodhealth.http;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.Report;
import java.time.Duration;
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
            Evaluation evaluation = results.evaluation().get();
            if (copy == null || !copy.holds(evaluation, results)) {
                Report report = results.report();
                copy = new Copy(report, Encoded.of(writer.apply(report)));
            }
            return copy.encoded;
        } finally {
            lock.unlock();
        }
    }

    private record Copy(Report report, Encoded encoded) {

        @SuppressWarnings("ReferenceEquality") // comparing two evaluations by value costs more than writing one
        boolean holds(Evaluation evaluation, Results results) {
            return report.evaluation() == evaluation
                    && Duration.between(report.at(), results.clock().instant())
                                    .abs()
                                    .compareTo(KEPT)
                            < 0;
        }
    }
}
