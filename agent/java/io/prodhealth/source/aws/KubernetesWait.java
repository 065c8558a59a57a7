package io.prodhealth.source.aws;

import io.prodhealth.snapshot.KubernetesObjects;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits once, before the first reading, for Kubernetes to tell which cluster this is: without it there would be nothing to
 * read, and that would look like a cluster that has nothing. Later, what Kubernetes cannot tell is its own trouble.
 */
final class KubernetesWait {

    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Supplier<KubernetesObjects> objects;
    private final Ticker ticker;
    private boolean waited;

    KubernetesWait(Supplier<KubernetesObjects> objects, Ticker ticker) {
        this.objects = objects;
        this.ticker = ticker;
    }

    /** The objects, at the first call as soon as they are not {@code incomplete} any more. */
    KubernetesObjects await(Predicate<KubernetesObjects> incomplete) throws InterruptedException {
        long end = ticker.nanos() + LONGEST.toNanos();
        while (!waited && incomplete.test(objects.get()) && ticker.nanos() < end) {
            ticker.sleep(LOOK_AGAIN.toNanos());
        }
        waited = true;
        return objects.get();
    }
}
