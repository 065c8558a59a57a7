package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Knows the last state of everything, and tells what differs from it. */
final class Ledger {

    /** Why a subject is unknown that there is no longer. */
    private static final String GONE = "gone";

    private final List<Tracker> trackers;
    private final Instant begin;
    private final Consumer<StateChange> hearer;
    private final Map<Subject, State> last = new HashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param begin the moment of the first record
     */
    Ledger(List<Tracker> trackers, Instant begin, Consumer<StateChange> hearer) {
        this.trackers = trackers;
        this.begin = begin;
        this.hearer = hearer;
    }

    void enter(Evaluation evaluation, Instant at) {
        for (Tracker tracker : trackers) {
            Observed<Map<Subject, State>> states = tracker.states(evaluation);
            Map<Subject, State> now = states.orElse(Map.of());
            List<Subject> different = new ArrayList<>();
            now.forEach((subject, state) -> {
                if (differs(last.get(subject), state)) {
                    different.add(subject);
                }
            });
            different.sort(null);
            different.forEach(subject -> enter(subject, Objects.requireNonNull(now.get(subject)), at));
            for (Subject subject : missing(tracker.kind(), now)) {
                String why = states instanceof Observed.Unknown<?> unknown
                        ? unknown.reason().word()
                        : GONE;
                enter(subject, State.unknown(why), at);
                // What comes back is new: names from anywhere must not fill the memory of a long recording.
                last.remove(subject);
            }
        }
    }

    private List<Subject> missing(Subject.Kind kind, Map<Subject, State> now) {
        List<Subject> missing = new ArrayList<>();
        for (Subject known : last.keySet()) {
            if (known.kind() == kind && !now.containsKey(known)) {
                missing.add(known);
            }
        }
        missing.sort(null);
        return missing;
    }

    @SuppressWarnings("ReferenceEquality") // saves the comparing
    private static boolean differs(@Nullable State before, State state) {
        return before != state
                && (before == null
                        || !before.word().equals(state.word())
                        || !before.pods().equals(state.pods())
                        || !before.objects().equals(state.objects()));
    }

    private void enter(Subject subject, State state, Instant at) {
        State before = last.put(subject, state);
        if (differs(before, state)) {
            hearer.accept(
                    new StateChange(at, Duration.between(begin, at), subject, Optional.ofNullable(before), state));
        }
    }
}
