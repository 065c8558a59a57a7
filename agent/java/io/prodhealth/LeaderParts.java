package io.prodhealth;

import io.prodhealth.evaluation.Evaluator;
import io.prodhealth.leadership.Election;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.state.StateKeeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The part of the wiring that goes with the lead: what is asked, kept and exported by one replica only. It begins with what
 * whoever led before has kept, and ends as soon as another leads.
 */
final class LeaderParts implements AutoCloseable {

    /** Until then the sources of the posture, which are read one after the other, have been read, and findings confirmed. */
    private static final Duration PRACTICES_AFTER = Duration.ofSeconds(90);

    private final Election election;
    private final AwsSources aws;
    private final PostureSources posture;
    private final Optional<StateKeeper<KeptState>> keeper;
    private final Evaluator evaluator;
    private final Clock clock;
    private boolean leads;
    private boolean closed;

    LeaderParts(
            Election election,
            AwsSources aws,
            PostureSources posture,
            Optional<StateKeeper<KeptState>> keeper,
            Evaluator evaluator,
            Clock clock) {
        this.election = election;
        this.aws = aws;
        this.posture = posture;
        this.keeper = keeper;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    void start() {
        election.start(this::turn);
    }

    private synchronized void turn() {
        boolean now = election.leadership().role().leads() && !closed;
        if (now == leads) {
            return;
        }
        leads = now;
        if (now) {
            // First: what has been counted so far, and what asking may still cost, is in it.
            keeper.ifPresent(StateKeeper::start);
            aws.start();
            posture.start();
        } else {
            keeper.ifPresent(StateKeeper::stop);
            aws.stop();
            posture.stop();
        }
        evaluator.onChange();
    }

    Leadership leadership() {
        return election.leadership();
    }

    /**
     * Whether this replica exports the cluster. Not before what was kept has been taken up: a counter that is new and low,
     * and then goes on where another ended, would be an increase to Prometheus.
     */
    boolean exports() {
        return election.leadership().role().leads()
                && keeper.map(StateKeeper::settled).orElse(true)
                && !evaluator.isResuming();
    }

    /**
     * Whether the practices are exported too. One that took over knows them late: that they are unknown until then would end
     * every alert of a practice, where a gap is bridged.
     */
    boolean exportsPractices() {
        Leadership now = election.leadership();
        return now.gap().isEmpty() || !now.since().plus(PRACTICES_AFTER).isAfter(clock.instant());
    }

    /** Keeps what has changed last, and then gives the lead up: whoever takes it goes on from there. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        keeper.ifPresent(StateKeeper::close);
        election.close();
    }
}
