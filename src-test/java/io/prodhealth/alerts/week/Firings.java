package io.prodhealth.alerts.week;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What fired, as promtool tells it: it is asked minute by minute for something that nobody expects, and prints what there is
 * instead.
 */
final class Firings {

    private static final Pattern TIME = Pattern.compile("time: ([0-9wdhms]+),");
    private static final Pattern UNIT = Pattern.compile("([0-9]+)(ms|[wdhms])");
    private static final Pattern SAMPLE = Pattern.compile("\\{([^}]*)\\} [0-9.E+-]+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Map<String, Integer> MINUTES = Map.of("w", 10_080, "d", 1_440, "h", 60, "m", 1);
    /** Of Prometheus itself; and what says where the agent was, which no rule keeps. */
    private static final Set<String> NOT_OURS = Set.of("__name__", "alertstate");

    private Firings() {}

    /**
     * Reads what promtool has printed.
     *
     * @param every minutes between two evaluations
     * @throws AssertionError when it has printed anything else, such as an expression that could not be evaluated
     */
    static List<Firing> read(String output, int every) {
        Map<Map<String, String>, BitSet> minutes = new HashMap<>();
        int minute = -1;
        for (String line : output.split("\n", -1)) {
            if (line.contains("err:") || line.contains("error")) {
                throw new AssertionError(line);
            }
            Matcher time = TIME.matcher(line);
            if (time.find()) {
                minute = minutes(time.group(1));
            }
            if (line.strip().startsWith("got:")) {
                Matcher sample = SAMPLE.matcher(line);
                while (sample.find()) {
                    minutes.computeIfAbsent(labels(sample.group(1)), none -> new BitSet())
                            .set(minute, minute + every);
                }
            }
        }
        List<Firing> firings = new ArrayList<>();
        minutes.forEach((labels, set) -> {
            for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(set.nextClearBit(from))) {
                firings.add(new Firing(labels, from, set.nextClearBit(from) - 1));
            }
        });
        firings.sort(Comparator.comparingInt(Firing::from).thenComparing(Firing::alert));
        return firings;
    }

    static int minutes(String duration) {
        Matcher unit = UNIT.matcher(duration);
        int minutes = 0;
        while (unit.find()) {
            minutes += Integer.parseInt(unit.group(1)) * MINUTES.getOrDefault(unit.group(2), 0);
        }
        return minutes;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            if (!NOT_OURS.contains(label.group(1))) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }
}
