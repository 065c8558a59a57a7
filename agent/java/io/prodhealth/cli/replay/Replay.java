package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.Recording;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges a recording as the agent would have judged the cluster: the first records are its first list, each that follows is
 * a change; an evaluation is made when something has changed, not sooner than a gap after the one before, and at the latest
 * after an interval. The clock is the recording's own, so the result is the same each time.
 */
public final class Replay {

    /**
     * How often evaluations are made.
     *
     * @param interval longest time between two
     * @param minGap shortest time after one that was made because something had changed
     */
    public record Pace(Duration interval, Duration minGap) {}

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pacer {

        /** Returns when it is {@code moment} of the recording; at once when nobody waits for it. */
        void until(Instant moment) throws InterruptedException;
    }

    private final Recording recording;
    private final Function<ClusterSnapshot, Evaluation> judge;
    private final Pace pace;
    private final Pacer pacer;
    private final Ledger ledger;
    private Instant now;
    private Instant earliest;
    /** Since when something is waiting for an evaluation. */
    private @Nullable Instant changed;

    private long records;
    private long evaluations;

    /**
     * Ready to go.
     *
     * @param recording at its beginning
     * @param judge makes the next evaluation; all of its memory is its own
     * @param changes hears of every state that differs from the last one of its subject, in order of time
     */
    public Replay(
            Recording recording,
            Function<ClusterSnapshot, Evaluation> judge,
            Pace pace,
            Pacer pacer,
            List<Tracker> trackers,
            Consumer<StateChange> changes) {
        this.recording = recording;
        this.judge = judge;
        this.pace = pace;
        this.pacer = pacer;
        this.ledger = new Ledger(trackers, recording.begin(), changes);
        this.now = recording.begin();
        this.earliest = now;
    }

    /**
     * What was done.
     *
     * @param records taken in
     * @param evaluations made
     * @param length from the first evaluation to the last
     */
    public record Sum(long records, long evaluations, Duration length) {}

    /**
     * From the beginning, or from the middle, to the end.
     *
     * @param start time after the first record at which the agent is started: how everything is by then is its first list
     */
    public Sum run(Duration start) throws IOException, InterruptedException {
        Instant from = recording.begin().plus(start);
        Optional<Instant> next = recording.next();
        while (next.isPresent() && !next.get().isAfter(from)) {
            take();
            next = recording.next();
        }
        recording.endList();
        evaluate(from);
        earliest = from.plus(pace.minGap);
        while (next.isPresent()) {
            passTo(next.get());
            take();
            if (changed == null) {
                changed = next.get();
            }
            next = recording.next();
        }
        if (changed != null) {
            evaluateChange(due(changed));
        }
        return new Sum(records, evaluations, Duration.between(from, now));
    }

    private void take() throws IOException {
        recording.take();
        records++;
    }

    /** Makes every evaluation that is due before {@code moment}. */
    private void passTo(Instant moment) throws InterruptedException {
        while (true) {
            Instant next = now.plus(pace.interval);
            if (changed != null && due(changed).isBefore(next)) {
                next = due(changed);
            }
            if (!next.isBefore(moment)) {
                return;
            }
            if (changed != null && next.equals(due(changed))) {
                evaluateChange(next);
            } else {
                evaluate(next);
            }
        }
    }

    private Instant due(Instant change) {
        return change.isBefore(earliest) ? earliest : change;
    }

    private void evaluateChange(Instant at) throws InterruptedException {
        evaluate(at);
        earliest = at.plus(pace.minGap);
    }

    private void evaluate(Instant at) throws InterruptedException {
        pacer.until(at);
        now = at;
        changed = null;
        evaluations++;
        ledger.enter(judge.apply(recording.snapshot(at)), at);
    }
}
