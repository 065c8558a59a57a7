package io.prodhealth.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Changes the readiness of pods at an even rate until it is closed, and leaves all of them ready. */
final class Churner implements AutoCloseable {
    private static final int MOST_UNREADY = 10;

    private final Cluster cluster;
    private final List<String> pool;
    private final long gap;
    private final Random random = new Random(7);
    private final Deque<String> unready = new ArrayDeque<>();
    private final Samples moments = new Samples();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().name("churner").unstarted(this::run);
    private volatile boolean ended;

    private Churner(Cluster cluster, List<String> pool, double perSecond) {
        this.cluster = cluster;
        this.pool = pool;
        this.gap = (long) (1e9 / perSecond);
    }

    static Churner start(Cluster cluster, List<String> pool, double perSecond) {
        Churner churner = new Churner(cluster, pool, perSecond);
        churner.thread.start();
        return churner;
    }

    private void run() {
        try {
            long next = System.nanoTime();
            while (!ended) {
                step();
                next += gap;
                LockSupport.parkNanos(next - System.nanoTime());
            }
            while (!unready.isEmpty()) {
                flip(unready.removeFirst(), true);
            }
        } catch (IOException | CannotMeasure | RuntimeException e) {
            failure.set(e);
        }
    }

    private void step() throws IOException, CannotMeasure {
        if (unready.size() >= MOST_UNREADY || (!unready.isEmpty() && random.nextBoolean())) {
            flip(unready.removeFirst(), true);
            return;
        }
        String pod = pool.get(random.nextInt(pool.size()));
        if (!unready.contains(pod)) {
            unready.addLast(pod);
            flip(pod, false);
        }
    }

    private void flip(String pod, boolean ready) throws IOException, CannotMeasure {
        long micros = cluster.flip(pod, ready);
        synchronized (moments) {
            moments.add((double) micros);
        }
    }

    /** How many changes there were. */
    int changes() {
        synchronized (moments) {
            return moments.count();
        }
    }

    /** When the change of this number was, microseconds of the epoch. */
    double moment(int change) {
        synchronized (moments) {
            return moments.get(change);
        }
    }

    /** Stops, and waits until every pod is ready again. */
    void stop() throws CannotMeasure, InterruptedException {
        ended = true;
        thread.join();
        Exception failed = failure.get();
        if (failed != null) {
            throw new CannotMeasure("changing the cluster failed; see the simulator's log in target/bench", failed);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
