package io.prodhealth.signal.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was seen of one API. Immutable and bounded: 61 minutes of at most 250 bytes, 25 hours of 36, 10 starts of 40 and 120
 * points of 28 come to 20 kB.
 *
 * @param identity of the API; a new one under the same name starts anew
 * @param minutes the last hour, oldest first
 * @param hours the last day, oldest first
 * @param starts the last starts of its pods, since its last rollout, oldest first
 * @param points its load and latency at the last moments at which both were known and its pods stayed the same, since its last
 *     rollout, oldest first
 */
public record ApiBehaviour(
        String identity, List<Minute> minutes, List<Hour> hours, List<Start> starts, List<Point> points) {

    /** One of which only minutes and hours are known. */
    public ApiBehaviour(String identity, List<Minute> minutes, List<Hour> hours) {
        this(identity, minutes, hours, List.of(), List.of());
    }

    /** Minutes that must have been seen to speak of a day: less what a restart and a few readings that failed take. */
    public static final int MINUTES_OF_A_DAY = 1300;

    /** An hour and the minute at its beginning. */
    private static final int MOST_MINUTES = 61;
    /** A day, and the hour that is not over. */
    private static final int MOST_HOURS = 25;
    /** A reading that comes some seconds early is one of the next minute. */
    private static final Duration EACH = Duration.ofSeconds(55);
    /** One minute may be missing; more is a time without sight. */
    static final Duration GAP = Duration.ofSeconds(150);

    /**
     * The minutes of one hour that were seen.
     *
     * @param index hours since the epoch
     * @param seen how many
     * @param traffic in how many of them there were requests
     * @param cpu the most CPU that its pods used over what they ask for, in any of them; NaN where it is not known of all
     */
    public record Hour(long index, int seen, int traffic, float cpu) {}

    static ApiBehaviour start(String identity) {
        return new ApiBehaviour(identity, List.of(), List.of());
    }

    /** Whether a reading of that moment is not one of a minute that is entered already. */
    boolean due(Instant at) {
        return minutes.isEmpty() || !minutes.getLast().at().plus(EACH).isAfter(at);
    }

    /** With another reading; one of a minute that is entered already changes nothing. */
    ApiBehaviour with(Minute minute) {
        if (!due(minute.at())) {
            return this;
        }
        List<Minute> more = new ArrayList<>(minutes);
        more.add(minute);
        List<Minute> kept = List.copyOf(more.subList(Math.max(0, more.size() - MOST_MINUTES), more.size()));
        return new ApiBehaviour(identity, kept, entered(minute), Start.with(starts, kept), Point.with(points, kept));
    }

    private List<Hour> entered(Minute minute) {
        long index = Math.floorDiv(minute.at().getEpochSecond(), 3600L);
        List<Hour> all = new ArrayList<>(hours);
        Hour open = all.isEmpty() || all.getLast().index() != index ? new Hour(index, 0, 0, 0) : all.removeLast();
        all.add(new Hour(
                index,
                open.seen() + 1,
                open.traffic() + (minute.traffic() ? 1 : 0),
                Math.max(open.cpu(), minute.vitals().cpu().mean())));
        all.removeIf(hour -> hour.index() <= index - MOST_HOURS);
        return List.copyOf(all);
    }

    /** How long it has been seen without a gap, up to now; zero when it is not seen any more. */
    public Duration watched(Instant now) {
        return lasting(now, minute -> true);
    }

    /** How long something has held without a gap, up to now; zero when it does not hold, or is not seen any more. */
    public Duration lasting(Instant now, Predicate<Minute> holds) {
        Instant from = now;
        for (int i = minutes.size() - 1; i >= 0; i--) {
            Minute minute = minutes.get(i);
            if (minute.at().plus(GAP).isBefore(from) || !holds.test(minute)) {
                break;
            }
            from = minute.at();
        }
        return Duration.between(from, now);
    }

    /** The minutes of the time before now, oldest first; less than all of them where one is missing in between. */
    public List<Minute> lately(Instant now, Duration time) {
        Instant from = now;
        int i = minutes.size();
        while (i > 0
                && !minutes.get(i - 1).at().plus(GAP).isBefore(from)
                && !minutes.get(i - 1).at().isBefore(now.minus(time))) {
            i--;
            from = minutes.get(i).at();
        }
        return minutes.subList(i, minutes.size());
    }

    /** Minutes of the last day that were seen. */
    public int seenOfDay() {
        return hours.stream().mapToInt(Hour::seen).sum();
    }

    /** Those of them in which there were requests. */
    public int trafficOfDay() {
        return hours.stream().mapToInt(Hour::traffic).sum();
    }

    /** The last one, which may be old. */
    public Minute last() {
        return minutes.getLast();
    }
}
