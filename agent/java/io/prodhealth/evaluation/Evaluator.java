package io.prodhealth.evaluation;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the next evaluation when something has changed, soon but not for every change, and at the latest after an interval,
 * since time alone can change a verdict. What the edges show is always the last complete result.
 */
public final class Evaluator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

    private final Supplier<ClusterSnapshot> snapshots;
    private final Clock clock;
    private final Semaphore changed = new Semaphore(0);
    private final Semaphore urgent = new Semaphore(0);
    private final Thread thread;

    private volatile Signals signals;
    private volatile SignalStates states;
    /** Of an earlier run; null once it has been taken up, or while there is none. */
    private volatile @Nullable SignalMemory earlier;

    private volatile Duration interval;
    private volatile Duration minGap;
    private volatile Evaluation latest;
    private volatile Times durations = Times.within(0.001, 0.005, 0.025, 0.1, 0.5);

    /**
     * Not started yet.
     *
     * @param snapshots takes a snapshot; what has happened since the last one is in it once
     * @param interval longest time between two evaluations
     * @param minGap shortest time between two evaluations
     */
    public Evaluator(
            Supplier<ClusterSnapshot> snapshots, Signals signals, Duration interval, Duration minGap, Clock clock) {
        this.snapshots = snapshots;
        this.signals = signals;
        this.interval = interval;
        this.minGap = minGap;
        this.clock = clock;
        ClusterSnapshot empty = ClusterSnapshot.empty(clock.instant());
        this.states = signals.start(empty.at());
        this.latest = states.evaluation(empty, Duration.ZERO);
        this.thread = Thread.ofPlatform().daemon().name("evaluator").unstarted(this::run);
    }

    /** Starts evaluating. */
    public void start() {
        thread.start();
    }

    /** Says that something has changed; quick, from any thread. */
    public void onChange() {
        if (changed.availablePermits() == 0) {
            changed.release();
        }
    }

    /** From now on evaluates with these; what has been counted stays. */
    public void reconfigure(Signals newSignals, Duration newInterval, Duration newMinGap) {
        signals = newSignals;
        interval = newInterval;
        minGap = newMinGap;
        onChange();
    }

    /** From the next evaluation on goes on where an earlier run has ended. */
    public void resume(SignalMemory memory) {
        earlier = memory;
        // Nothing is exported until then.
        urgent.release();
        onChange();
    }

    /** Whether that has not been done yet. */
    public boolean isResuming() {
        return earlier != null;
    }

    /** What must outlive a restart. */
    public SignalMemory memory() {
        // The other way round, one that is taken up in between would be in neither.
        SignalMemory waiting = earlier;
        SignalMemory now = states.memory();
        return waiting == null ? now : waiting;
    }

    /** The last result. */
    public Evaluation latest() {
        return latest;
    }

    /** How long evaluations took, seconds. */
    public Times durations() {
        return durations;
    }

    private void run() {
        try {
            Pace pace = Pace.START;
            while (!Thread.currentThread().isInterrupted()) {
                boolean news = changed.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                changed.drainPermits();
                evaluateSafely();
                pace = pace.after(latest.took());
                if (news && urgent.tryAcquire(pace.gap(minGap, interval).toMillis(), TimeUnit.MILLISECONDS)) {
                    urgent.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void evaluateSafely() {
        try {
            evaluate();
        } catch (RuntimeException bug) {
            // The last result stays and grows old, which its age shows; the next change is another chance.
            LOG.atError().setCause(bug).log("evaluation failed");
        }
    }

    /** One evaluation now. */
    @SuppressWarnings("ReferenceEquality") // another memory may have come meanwhile
    void evaluate() {
        long start = System.nanoTime();
        ClusterSnapshot snapshot = snapshots.get();
        SignalMemory resumed = earlier;
        SignalStates before = resumed == null ? states : signals.resume(states, resumed, snapshot.at());
        states = signals.step(before, snapshot);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        durations = durations.with(took.toNanos() / 1e9);
        latest = states.evaluation(snapshot, took);
        if (resumed != null && earlier == resumed) {
            // Last: whoever sees that nothing waits to be taken up sees a result in which it is.
            earlier = null;
        }
    }

    /** Age of the snapshot behind the last result. */
    public Duration age() {
        return Duration.between(latest.snapshot().at(), clock.instant());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
