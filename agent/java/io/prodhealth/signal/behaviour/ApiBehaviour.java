package io.prodhealth.signal.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was seen of one API. Immutable and bounded: an hour of minutes and a day of hours.
 *
 * @param identity of the API; a new one under the same name starts anew
 * @param minutes the last hour, oldest first
 * @param hours the last day, oldest first
 */
public record ApiBehaviour(String identity, List<Minute> minutes, List<Hour> hours) {

    /** An hour and the minute at its beginning. */
    private static final int MOST_MINUTES = 61;
    /** A day, and the hour that is not over. */
    private static final int MOST_HOURS = 25;
    /** A reading that comes some seconds early is one of the next minute. */
    private static final Duration EACH = Duration.ofSeconds(55);
    /** One minute may be missing; more is a time without sight. */
    private static final Duration GAP = Duration.ofSeconds(150);

    /**
     * The minutes of one hour that were seen.
     *
     * @param index hours since the epoch
     * @param seen how many
     * @param traffic in how many of them there were requests
     */
    public record Hour(long index, int seen, int traffic) {}

    static ApiBehaviour start(String identity) {
        return new ApiBehaviour(identity, List.of(), List.of());
    }

    /** With another reading; one of a minute that is entered already changes nothing. */
    ApiBehaviour with(Minute minute) {
        if (!minutes.isEmpty() && minutes.getLast().at().plus(EACH).isAfter(minute.at())) {
            return this;
        }
        List<Minute> more = new ArrayList<>(minutes);
        more.add(minute);
        return new ApiBehaviour(
                identity,
                List.copyOf(more.subList(Math.max(0, more.size() - MOST_MINUTES), more.size())),
                entered(minute));
    }

    private List<Hour> entered(Minute minute) {
        long index = Math.floorDiv(minute.at().getEpochSecond(), 3600L);
        List<Hour> all = new ArrayList<>(hours);
        Hour open = all.isEmpty() || all.getLast().index() != index ? new Hour(index, 0, 0) : all.removeLast();
        all.add(new Hour(index, open.seen() + 1, open.traffic() + (minute.traffic() ? 1 : 0)));
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

    /** The last one, which may be old. */
    public Minute last() {
        return minutes.getLast();
    }
}
