package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.queues.Judged;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.Verdict;
import io.prodhealth.snapshot.Observed;
import java.util.HashMap;
import java.util.Map;

/** Causes of the queues that an API should work on: those of the metric {@code prodhealth_queue_stuck}. */
public final class QueueTracker implements Tracker {

    @Override
    public Subject.Kind kind() {
        return Subject.Kind.QUEUE;
    }

    /** A queue that cannot be judged any more is missing, and so unknown. */
    @Override
    public Observed<Map<Subject, State>> states(Evaluation evaluation) {
        Map<Subject, State> states = new HashMap<>();
        for (QueueFigures queue : evaluation.queues().queues()) {
            Verdict stuck = queue.stuck();
            if (stuck != null) {
                states.put(
                        new Subject(
                                kind(),
                                queue.name(),
                                queue.api().namespace(),
                                queue.api().kind()),
                        new State(
                                stuck.cause().label(),
                                stuck.judged() == Judged.YES
                                        ? ""
                                        : stuck.judged().word()));
            }
        }
        return states.isEmpty() && evaluation.queues().found() instanceof Observed.Unknown<Integer> unknown
                ? unknown.as()
                : new Observed.Known<>(states, evaluation.snapshot().at());
    }
}
