package io.prodhealth.cli.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The states a correct agent reaches ({@code expected.json} of a story), and what is wrong with those that one has reached.
 *
 * @param name of the node family
 * @param entries in order of time
 * @param windows spans in which other states are right too
 * @param forbidden spans in which a state is wrong
 * @param end second at which the recording ends
 */
public record ExpectedTimeline(String name, List<Entry> entries, List<Span> windows, List<Span> forbidden, double end) {

    /**
     * A state that is reached.
     *
     * @param at second at which it is right
     * @param states the right ones
     * @param until last second at which the states before it are right too
     * @param skippable whether it may be missed
     */
    public record Entry(double at, Set<String> states, double until, boolean skippable) {}

    /** States from a second to another. */
    public record Span(double from, double to, Set<String> states) {}

    /** A state that was reached. */
    public record Reached(double at, String state) {}

    /**
     * Reads one.
     *
     * @param withAws whether what AWS answers could be read
     */
    public static ExpectedTimeline of(JsonNode expected, boolean withAws) {
        JsonNode timeline = withAws && expected.has("timeline_with_aws")
                ? expected.path("timeline_with_aws")
                : expected.path("timeline");
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : timeline) {
            double at = entry.path("at").doubleValue();
            Set<String> states = texts(entry.path("also_accept"));
            states.add(entry.path("fallback_state").stringValue());
            double tolerance = entry.path("tolerance_s").doubleValue(0);
            entries.add(new Entry(
                    at,
                    states,
                    entry.path("no_later_than").doubleValue(at + tolerance),
                    entry.path("may_be_skipped").booleanValue(false)));
        }
        List<Span> windows = new ArrayList<>();
        for (JsonNode window : expected.path("accept_windows")) {
            // The one condition there is: that a failed activity can be read.
            if (withAws || !window.has("if")) {
                windows.add(span(window));
            }
        }
        List<Span> forbidden = new ArrayList<>();
        expected.path("forbidden").forEach(span -> forbidden.add(span(span)));
        forbidden.add(new Span(0, Double.MAX_VALUE, texts(expected.path("forbidden_states"))));
        return new ExpectedTimeline(
                expected.path("node_family").stringValue(),
                entries,
                windows,
                forbidden,
                expected.path("ends_at").doubleValue());
    }

    private static Span span(JsonNode span) {
        return new Span(
                span.path("from").doubleValue(0),
                span.path("to").doubleValue(Double.MAX_VALUE),
                texts(span.path("states")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    /**
     * What is wrong with {@code reached}, which is in order of time; nothing where it is right.
     *
     * @param from second from which on it has to be right
     */
    public List<String> wrong(List<Reached> reached, double from) {
        TreeSet<Double> moments = new TreeSet<>();
        moments.add(from);
        moments.add(end);
        entries.forEach(entry -> {
            moments.add(entry.at);
            moments.add(entry.until);
        });
        windows.forEach(span -> {
            moments.add(span.from);
            moments.add(span.to);
        });
        forbidden.forEach(span -> {
            moments.add(span.from);
            moments.add(span.to);
        });
        reached.forEach(state -> moments.add(state.at));

        List<String> wrong = new ArrayList<>();
        List<Double> inOrder =
                moments.stream().filter(at -> at >= from && at <= end).toList();
        for (int i = 0; i + 1 < inOrder.size(); i++) {
            double at = (inOrder.get(i) + inOrder.get(i + 1)) / 2;
            String state = state(reached, at);
            Set<String> right = right(at);
            if (!right.contains(state)) {
                wrong.add("from " + inOrder.get(i) + " to " + inOrder.get(i + 1) + ": " + state + ", not one of "
                        + right);
            }
        }
        return wrong;
    }

    private static String state(List<Reached> reached, double at) {
        String state = "nothing";
        for (Reached next : reached) {
            if (next.at <= at) {
                state = next.state;
            }
        }
        return state;
    }

    /** Every state that is right at a moment. */
    Set<String> right(double at) {
        Set<String> right = new TreeSet<>();
        int index = entries.size() - 1;
        while (index > 0 && entries.get(index).at > at) {
            index--;
        }
        right.addAll(entries.get(index).states);
        // While an entry may still be late, or may be missed, the one before it holds.
        while (index > 0 && (at <= entries.get(index).until || entries.get(index).skippable)) {
            index--;
            right.addAll(entries.get(index).states);
        }
        windows.stream().filter(span -> within(span, at)).forEach(span -> right.addAll(span.states));
        forbidden.stream().filter(span -> within(span, at)).forEach(span -> right.removeAll(span.states));
        return right;
    }

    private static boolean within(Span span, double at) {
        return span.from <= at && at <= span.to;
    }
}
