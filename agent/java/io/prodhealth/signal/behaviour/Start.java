package io.prodhealth.signal.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an API answered after one of its pods had started: in the minute of its start and the two after. Pods that start
 * together are one.
 *
 * @param at end of the minute in which it started
 * @param requests answers in those minutes
 * @param errors of those, with an error of the API itself
 * @param usual share of errors in all the other minutes of the hour; NaN where there are none
 */
public record Start(Instant at, float requests, float errors, float usual) {

    /** Minutes that are looked at: what goes wrong within 120 s of a start lies in three of them. */
    static final int MINUTES = 3;

    private static final int MOST = 10;
    private static final Duration TOGETHER = Duration.ofMinutes(MINUTES);

    /** With the start whose minutes the last one completes, if there is one. A rollout begins anew. */
    static List<Start> with(List<Start> starts, List<Minute> minutes) {
        if (minutes.getLast().rollout()) {
            return List.of();
        }
        int first = minutes.size() - MINUTES;
        if (first < 1 || !started(minutes, first) || !seen(minutes, first)) {
            return starts;
        }
        Instant at = minutes.get(first).at();
        if (!starts.isEmpty() && starts.getLast().at.plus(TOGETHER).isAfter(at)) {
            return starts;
        }
        float requests = 0;
        float errors = 0;
        for (Minute minute : minutes.subList(first, minutes.size())) {
            requests += minute.vitals().requests() * 60;
            errors += minute.vitals().errors() * 60;
        }
        List<Start> all = new ArrayList<>(starts.subList(Math.max(0, starts.size() - MOST + 1), starts.size()));
        all.add(new Start(at, requests, errors, usual(minutes)));
        return List.copyOf(all);
    }

    private static boolean started(List<Minute> minutes, int i) {
        return minutes.get(i).vitals().starts() > minutes.get(i - 1).vitals().starts();
    }

    /** Whether nothing is missing from the minute before on, and no new version was on its way. */
    private static boolean seen(List<Minute> minutes, int first) {
        for (int i = first; i < minutes.size(); i++) {
            Vitals vitals = minutes.get(i).vitals();
            boolean gap = minutes.get(i - 1)
                    .at()
                    .plus(ApiBehaviour.GAP)
                    .isBefore(minutes.get(i).at());
            boolean known = !Float.isNaN(vitals.requests()) && !Float.isNaN(vitals.errors());
            if (gap || !known || minutes.get(i).rollout() || minutes.get(i - 1).rollout()) {
                return false;
            }
        }
        return true;
    }

    private static float usual(List<Minute> minutes) {
        float requests = 0;
        float errors = 0;
        int since = MINUTES;
        for (int i = 0; i < minutes.size(); i++) {
            since = i > 0 && started(minutes, i) ? 0 : since + 1;
            Vitals vitals = minutes.get(i).vitals();
            boolean known = !Float.isNaN(vitals.requests()) && !Float.isNaN(vitals.errors());
            if (since >= MINUTES && known && !minutes.get(i).rollout()) {
                requests += vitals.requests();
                errors += vitals.errors();
            }
        }
        return requests == 0 ? Float.NaN : errors / requests;
    }
}
