package io.prodhealth.signal.queues;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** A queue with workers that take one message each, second by second, and the counters that their pods would show. */
final class SimulatedQueue {

    private final Random random;
    private final DoubleSupplier arrivals;
    private final DoubleSupplier latency;
    private final double[] leftOfWorker;
    private final double[] takenByWorker;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private double due;
    private boolean hangs;
    double completed;
    double latencySeconds;

    /**
     * A queue.
     *
     * @param arrivals messages a second
     * @param latency seconds that the next message takes
     */
    SimulatedQueue(Random random, int workers, DoubleSupplier arrivals, DoubleSupplier latency) {
        this.random = random;
        this.arrivals = arrivals;
        this.latency = latency;
        this.leftOfWorker = new double[workers];
        this.takenByWorker = new double[workers];
    }

    /** From now on nobody completes anything. */
    void hang() {
        hangs = true;
    }

    /** The pods end and others take their place: their counters are gone, and what they held is there again. */
    void restart() {
        hangs = false;
        completed = 0;
        latencySeconds = 0;
        for (int i = 0; i < leftOfWorker.length; i++) {
            if (leftOfWorker[i] > 0) {
                leftOfWorker[i] = 0;
                waiting.add(1);
            }
        }
    }

    void second() {
        due += arrivals.getAsDouble();
        while (due >= 1 || (due > 0 && random.nextDouble() < due)) {
            waiting.add(1);
            due -= 1;
        }
        due = Math.max(0, due);
        for (int i = 0; i < leftOfWorker.length; i++) {
            if (leftOfWorker[i] > 0 && !hangs) {
                leftOfWorker[i] -= 1;
                if (leftOfWorker[i] <= 0) {
                    completed++;
                    latencySeconds += takenByWorker[i];
                }
            }
            if (leftOfWorker[i] <= 0 && !waiting.isEmpty()) {
                waiting.remove();
                takenByWorker[i] = Math.max(1, latency.getAsDouble());
                leftOfWorker[i] = takenByWorker[i];
            }
        }
    }

    long visible() {
        return waiting.size();
    }

    long inFlight() {
        long busy = 0;
        for (double left : leftOfWorker) {
            busy += left > 0 ? 1 : 0;
        }
        return busy;
    }

    /** Lets {@code seconds} pass, and shows the cluster what there is then. */
    void show(QueueCluster cluster, int seconds, boolean timed) {
        for (int i = 0; i < seconds; i++) {
            second();
        }
        cluster.later(seconds).sqs(QueueCluster.QUEUE, visible(), inFlight());
        if (completed == 0) {
            cluster.async.remove("tagger");
        } else if (timed) {
            cluster.completed("tagger", completed, latencySeconds / completed);
        } else {
            cluster.completed("tagger", completed);
        }
        cluster.gauges("tagger", (double) visible(), (double) inFlight());
    }
}
