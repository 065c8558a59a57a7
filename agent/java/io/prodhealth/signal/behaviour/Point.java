package io.prodhealth.signal.behaviour;

import java.util.ArrayList;
import java.util.List;

/**
 * Load and latency of an API over the same five minutes.
 *
 * @param inFlight requests in flight for each of its ready pods
 * @param p99 time that 99 of 100 answers did not exceed, seconds
 * @param cpu CPU that its pods used over what they ask for; NaN where it is not known
 */
public record Point(float inFlight, float p99, float cpu) {

    /** Two hours of minutes. */
    private static final int MOST = 120;
    /** What the latency is measured over. */
    private static final int WINDOW = 5;

    /** With that of the last minutes, where they are all known. With a rollout, and the new settings that it brings, none is left. */
    static List<Point> with(List<Point> points, List<Minute> minutes) {
        Minute last = minutes.getLast();
        if (last.rollout()) {
            return List.of();
        }
        if (minutes.size() <= WINDOW || Float.isNaN(last.vitals().p99())) {
            return points;
        }
        double inFlight = 0;
        double cpu = 0;
        for (int i = minutes.size() - WINDOW; i < minutes.size(); i++) {
            Minute minute = minutes.get(i);
            boolean gap = minutes.get(i - 1).at().plus(ApiBehaviour.GAP).isBefore(minute.at());
            // Pods that have just come or gone, cold ones among them, are no matter of the load.
            if (gap || minute.ready() == 0 || minute.ready() != last.ready()) {
                return points;
            }
            inFlight += minute.inFlight() / minute.ready() / WINDOW;
            cpu += minute.vitals().cpu().mean() / WINDOW;
        }
        List<Point> all = new ArrayList<>(points.subList(Math.max(0, points.size() - MOST + 1), points.size()));
        all.add(new Point((float) inFlight, last.vitals().p99(), (float) cpu));
        return List.copyOf(all);
    }
}
