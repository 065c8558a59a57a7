package io.prodhealth.alerts.week;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Series with at most one sample a minute, as promtool reads them: equal samples in a row are written once with their
 * count. A series that a scrape lacks ends there, as Prometheus marks it.
 */
final class SeriesTape {

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Run> present = new LinkedHashMap<>();
    private int minute;
    private long samples;

    /** What is written of one series, and its samples that are not written yet: so many of one value. */
    private static final class Run {
        private final StringBuilder written = new StringBuilder();
        private String value = "_";
        private int count;
        private int lastMinute = -1;

        private void add(String next, int times) {
            if (times == 0) {
                return;
            }
            if (next.equals(value) && !next.equals("stale")) {
                count += times;
                return;
            }
            flush();
            value = next;
            count = times;
        }

        private void flush() {
            if (count == 0) {
                return;
            }
            if (!written.isEmpty()) {
                written.append(' ');
            }
            written.append(value);
            // Of what is missing xN is how many, of a value how many more.
            if (value.equals("_")) {
                written.append(count > 1 ? "x" + count : "");
            } else if (count > 1) {
                written.append('x').append(count - 1);
            }
            count = 0;
        }
    }

    /** A sample of the minute that has not ended. */
    void put(String series, double value) {
        Run run = runs.computeIfAbsent(series, none -> new Run());
        if (run.lastMinute == minute) {
            throw new IllegalArgumentException("a second sample of " + series + " in minute " + minute);
        }
        present.put(series, run);
        // The minute before may have ended it; before that it was not there.
        run.add("_", minute - run.lastMinute - 1);
        run.lastMinute = minute;
        run.add(number(value), 1);
        samples++;
    }

    /** The minute is over: what had a sample before and has none now has ended. */
    void next() {
        Iterator<Map.Entry<String, Run>> all = present.entrySet().iterator();
        while (all.hasNext()) {
            Run run = all.next().getValue();
            if (run.lastMinute < minute) {
                run.lastMinute = minute;
                run.add("stale", 1);
                all.remove();
            }
        }
        minute++;
    }

    int minutes() {
        return minute;
    }

    int series() {
        return runs.size();
    }

    long samples() {
        return samples;
    }

    /** The values of a series so far, as promtool reads them. */
    String values(String series) {
        Run run = runs.getOrDefault(series, new Run());
        run.flush();
        run.value = "";
        return run.written.toString();
    }

    /** The lines below {@code input_series:} of a test of promtool. */
    String yaml() {
        StringBuilder yaml = new StringBuilder();
        runs.keySet()
                .forEach(series -> yaml.append("      - series: '")
                        .append(series.replace("'", "''"))
                        .append("'\n        values: '")
                        .append(values(series))
                        .append("'\n"));
        return yaml.toString();
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            // promtool cannot repeat an infinite one.
            return value > 0 ? "1e300" : "-1e300";
        }
        // A float has seven digits, more than any rule tells apart.
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Float.toString((float) value);
    }
}
