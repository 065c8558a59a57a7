package io.prodhealth.source.aws;

import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The parts of one source. A reading has failed when all of them have. */
final class PostureParts {

    private final SourceLedger ledger;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<PosturePart<?>> parts = new ArrayList<>();

    /** What reads the parts, one after the other. */
    interface Body {
        void run() throws InterruptedException;
    }

    PostureParts(SourceLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A part more; to be called before the first reading. */
    <T> PosturePart<T> part(Duration interval, AwsOperation... operations) {
        PosturePart<T> part = new PosturePart<>(List.of(operations), interval, ledger, clock);
        parts.add(part);
        return part;
    }

    /**
     * One reading of all parts.
     *
     * @return the values of the parts without their dates: the same again is no news
     * @throws SourceException the first failure, when no part could be read
     */
    List<Optional<?>> read(Body body) throws SourceException, InterruptedException {
        // A reading that was given up may still be ending.
        lock.lockInterruptibly();
        try {
            body.run();
        } finally {
            lock.unlock();
        }
        List<SourceException> failures = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.failure()).stream())
                .toList();
        if (failures.size() == parts.size()) {
            throw failures.getFirst();
        }
        failures.forEach(failure -> ledger.partFailed(failure.reason()));
        return parts.stream().<Optional<?>>map(part -> part.observed().known()).toList();
    }
}
