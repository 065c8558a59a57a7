package io.prodhealth.source.kubernetes;

import io.prodhealth.signal.provisioning.FallbackState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a story expects of its family's state, second by second. */
final class FallbackTimeline {

    private final JsonNode expected;
    private final boolean aws;
    private final String family;
    private final List<JsonNode> entries = new ArrayList<>();
    private final List<Set<FallbackState>> right = new ArrayList<>();
    private final Set<FallbackState> forbidden = EnumSet.noneOf(FallbackState.class);

    FallbackTimeline(FallbackStory story, boolean aws) {
        this.expected = story.expected();
        this.aws = aws;
        this.family = story.family();
        JsonNode timeline = aws && expected.has("timeline_with_aws")
                ? expected.path("timeline_with_aws")
                : expected.path("timeline");
        timeline.forEach(entries::add);
        for (int at = 0; at <= expected.path("ends_at").intValue(); at++) {
            right.add(right(at));
        }
        expected.path("forbidden_states").forEach(state -> forbidden.add(state(state)));
    }

    /** Every wrong state, for people; empty when all are right. Nothing is asked before {@code from}. */
    List<String> wrong(List<FallbackStory.Said> said, double from) {
        List<String> wrong = new ArrayList<>();
        int index = 0;
        for (int at = (int) Math.ceil(from); at < right.size(); at++) {
            while (index + 1 < said.size() && said.get(index + 1).at() <= at) {
                index++;
            }
            FallbackState state = said.get(index).state(family);
            if (!right.get(at).contains(state)) {
                wrong.add("at " + at + " " + state + ", not " + right.get(at));
            }
        }
        for (FallbackStory.Said one : said) {
            if (forbidden.contains(one.state(family))) {
                wrong.add("at " + one.at() + " " + one.state(family) + ", which is forbidden");
            }
        }
        return wrong.size() > 6 ? wrong.subList(0, 6) : wrong;
    }

    private Set<FallbackState> right(double at) {
        Set<FallbackState> states = EnumSet.noneOf(FallbackState.class);
        int current = 0;
        while (current + 1 < entries.size()
                && entries.get(current + 1).path("at").doubleValue() <= at) {
            current++;
        }
        add(entries.get(current), states);
        int before = current;
        // While an entry may still be late, and where it may be missed altogether, what was right before is right.
        while (before > 0
                && (late(entries.get(before), at)
                        || entries.get(before).path("may_be_skipped").asBoolean(false))) {
            before--;
            add(entries.get(before), states);
        }
        for (JsonNode window : expected.path("accept_windows")) {
            boolean applies = aws || !window.has("if");
            if (applies
                    && at >= window.path("from").doubleValue()
                    && at <= window.path("to").doubleValue()) {
                window.path("states").forEach(state -> states.add(state(state)));
            }
        }
        return states;
    }

    private static boolean late(JsonNode entry, double at) {
        double until =
                entry.path("at").doubleValue() + entry.path("tolerance_s").doubleValue();
        return at < (entry.has("no_later_than") ? entry.path("no_later_than").doubleValue() : until);
    }

    private static void add(JsonNode entry, Set<FallbackState> right) {
        right.add(state(entry.path("fallback_state")));
        entry.path("also_accept").forEach(state -> right.add(state(state)));
    }

    private static FallbackState state(@Nullable JsonNode word) {
        return FallbackState.valueOf((word == null ? "" : word.asString("")).toUpperCase(Locale.ROOT));
    }
}
