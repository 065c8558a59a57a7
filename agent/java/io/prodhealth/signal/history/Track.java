package io.prodhealth.signal.history;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The last hour of one subject: 60 points of each of its four measures, one a minute. The last point is the minute that goes
 * on. A minute is what was said last in it, of what waits the most that was said in it. What was unknown, and a minute in
 * which nothing was evaluated, is not a number: a gap, never the value before drawn on. Immutable.
 */
public final class Track {

    /** Points of each measure. */
    public static final int POINTS = 60;

    private static final int PAST = POINTS - 1;

    private final List<Measure> measures;
    private final long minute;
    /** The minutes that are over, oldest first, one measure after the other: shared by all tracks of one minute. */
    private final float[] past;

    private final float[] open;

    private Track(List<Measure> measures, long minute, float[] past, float[] open) {
        this.measures = measures;
        this.minute = minute;
        this.past = past;
        this.open = open;
    }

    /** Before anything was said. */
    static Track begin(List<Measure> measures, long minute) {
        return new Track(measures, minute, unknown(measures.size() * PAST), unknown(measures.size()));
    }

    private static float[] unknown(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /**
     * With what is said in a minute.
     *
     * @param now minutes since 1970; not before that of this track
     * @param said in the order of the measures
     */
    Track with(long now, float[] said) {
        Track there = at(now);
        float[] merged = new float[said.length];
        for (int i = 0; i < said.length; i++) {
            merged[i] = measures.get(i).merge(there.open[i], said[i]);
        }
        return new Track(measures, now, there.past, merged);
    }

    /** As it is in a minute of which nothing is known yet. */
    private Track at(long now) {
        long later = now - minute;
        if (later == 0) {
            return this;
        }
        Track blank = begin(measures, now);
        for (int measure = 0; measure < measures.size() && later <= PAST; measure++) {
            int from = measure * PAST;
            int stays = PAST - (int) later;
            System.arraycopy(past, from + (int) later, blank.past, from, stays);
            blank.past[from + stays] = open[measure];
        }
        return blank;
    }

    /** What it tells, four of them. */
    public List<Measure> measures() {
        return measures;
    }

    /**
     * The 60 points of a measure, oldest first; not a number where it was unknown.
     *
     * @throws IllegalArgumentException for a measure that it does not have
     */
    public float[] values(Measure measure) {
        int index = measures.indexOf(measure);
        if (index < 0) {
            throw new IllegalArgumentException("no " + measure + " in a track of " + measures);
        }
        float[] values = Arrays.copyOfRange(past, index * PAST, index * PAST + POINTS);
        values[PAST] = open[index];
        return values;
    }

    /** When the minute of the last point began. */
    public Instant lastMinute() {
        return Instant.ofEpochSecond(minute * 60);
    }

    /** Whether nothing is known at all. */
    boolean isBlank() {
        return blank(past) && blank(open);
    }

    private static boolean blank(float[] values) {
        for (float value : values) {
            if (!Float.isNaN(value)) {
                return false;
            }
        }
        return true;
    }
}
