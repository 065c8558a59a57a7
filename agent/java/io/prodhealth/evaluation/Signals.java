package io.prodhealth.evaluation;

import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Every signal with its memory: one step of all of them makes an evaluation. For one thread. */
public final class Signals {

    private final ReadinessSignal readiness;
    private @Nullable ReadinessState readinessState;

    /** Nothing has been seen yet. */
    public Signals(ReadinessSignal readiness) {
        this.readiness = readiness;
    }

    /** The next step of every signal. */
    public Evaluation step(ClusterSnapshot snapshot) {
        ReadinessState before = readinessState == null ? readiness.start(snapshot.at()) : readinessState;
        ReadinessState after = readiness.step(before, snapshot);
        readinessState = after;
        return new Evaluation(snapshot, after.result(), Duration.ZERO);
    }
}
