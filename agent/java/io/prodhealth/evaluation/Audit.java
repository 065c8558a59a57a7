package io.prodhealth.evaluation;

import io.prodhealth.config.Config;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Unread;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.review.Judge;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * One evaluation of one snapshot, with no history: what takes longer to see is unknown.
 *
 * @param evaluation what the signals say
 * @param verdicts of every practice, in the order of the guide
 */
public record Audit(Evaluation evaluation, List<Verdict> verdicts) {

    /** Judges a snapshot. */
    public static Audit of(ClusterSnapshot snapshot, Evidence.Origin origin, Config config) {
        return of(snapshot, origin, config, Unread.NOTHING);
    }

    /** Judges a snapshot of which part could not be read. */
    public static Audit of(ClusterSnapshot snapshot, Evidence.Origin origin, Config config, Unread unread) {
        Signals signals = Signals.of(config).withoutReview();
        Evaluation evaluation =
                signals.step(signals.start(snapshot.at()), snapshot).evaluation(snapshot, Duration.ZERO);
        Evidence evidence = new Evidence(
                origin,
                snapshot,
                evaluation.readiness(),
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus(),
                Behaviour.NONE,
                unread);
        return new Audit(
                evaluation,
                Judge.judge(
                        Practices.all(config.practices().limits()),
                        evidence,
                        config.practices().waivers()));
    }
}
