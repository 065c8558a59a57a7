package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The status as a text, as the autoscaler wrote it up to 1.29: a line for each condition of the cluster and of each group,
 * its times in the lines below it. A text that breaks off is read as far as it goes: a group counts once the line of its
 * health is whole.
 */
final class AutoscalerStatusText {

    static final String BEGIN = "Cluster-autoscaler status at ";

    private static final int LONGEST_WORD = 32;
    private static final int LONGEST_COUNTS = 1024;
    private static final int MOST_DIGITS = 9;

    private final List<AutoscalerStatus.Group> groups = new ArrayList<>();
    private @Nullable Instant at;
    private boolean healthy;
    private boolean inGroups;
    private String group = "";
    private String condition = "";
    private String health = "";
    private Map<String, Integer> counts = Map.of();
    private ScaleUp scaleUp = ScaleUp.UNKNOWN;
    private @Nullable Instant scaleUpSince;

    private AutoscalerStatusText() {}

    /** @param updated when the map was written, as its annotation says; else the text's own time counts */
    static AutoscalerStatus read(String text, @Nullable Instant updated) {
        AutoscalerStatusText reading = new AutoscalerStatusText();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            reading.line(text, from, end);
            from = end + 1;
        }
        reading.endGroup();
        return new AutoscalerStatus(
                updated == null ? reading.at : updated, true, reading.healthy, List.copyOf(reading.groups));
    }

    /** A status comes three times a minute and is longer than most objects: lines that say nothing are not even cut out. */
    private void line(String text, int from, int end) {
        if (text.startsWith(BEGIN, from)) {
            at = GoTime.instant(text.substring(from + BEGIN.length(), end).replaceFirst(":\\s*$", ""));
            return;
        }
        int begin = from;
        while (begin < end && text.charAt(begin) <= ' ') {
            begin++;
        }
        int colon = text.indexOf(':', begin);
        if (colon < 0 || colon >= end) {
            return;
        }
        if (is("LastTransitionTime", text, begin, colon)) {
            if (condition.equals("ScaleUp")) {
                scaleUpSince = GoTime.instant(text.substring(colon + 1, end));
            }
        } else if (is("Health", text, begin, colon)) {
            condition = "Health";
            health(text.substring(colon + 1, end).strip());
        } else if (is("ScaleUp", text, begin, colon)) {
            condition = "ScaleUp";
            String word = word(text.substring(colon + 1, end).strip());
            scaleUp = word.isEmpty() ? ScaleUp.UNKNOWN : AutoscalerStatusReader.scaleUp(word);
        } else if (is("ScaleDown", text, begin, colon)) {
            condition = "ScaleDown";
        } else if (is("Name", text, begin, colon)) {
            endGroup();
            group = text.substring(colon + 1, end).strip();
        } else if (is("NodeGroups", text, begin, colon)) {
            inGroups = true;
        }
    }

    private static boolean is(String field, String text, int begin, int colon) {
        return colon - begin >= field.length()
                && text.startsWith(field, begin)
                && text.substring(begin + field.length(), colon).isBlank();
    }

    /** The word of a condition, which counts follow in parentheses; empty when it is none. */
    private static String word(String value) {
        int space = value.indexOf(' ');
        boolean condition = space > 0
                && space <= LONGEST_WORD
                && value.startsWith("(", space + 1)
                && value.endsWith(")")
                && value.length() - space - 3 <= LONGEST_COUNTS;
        for (int i = 0; condition && i < space; i++) {
            condition = isWord(value.charAt(i));
        }
        return condition ? value.substring(0, space) : "";
    }

    private void health(String value) {
        String word = word(value);
        if (word.isEmpty()) {
            return;
        }
        if (!inGroups) {
            healthy = word.equals("Healthy");
            return;
        }
        health = word;
        counts = new HashMap<>();
        for (int equals = value.indexOf('=', word.length()); equals > 0; equals = value.indexOf('=', equals + 1)) {
            count(value, equals);
        }
    }

    /** A count: a word, {@code =}, and digits. */
    private void count(String value, int equals) {
        int begin = equals;
        while (begin > 0 && equals - begin < LONGEST_WORD && isWord(value.charAt(begin - 1))) {
            begin--;
        }
        int end = equals + 1;
        while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
            end++;
        }
        int digits = end - equals - 1;
        boolean whole = end == value.length() || !isWord(value.charAt(end));
        if (begin < equals && digits >= 1 && digits <= MOST_DIGITS && whole) {
            counts.put(value.substring(begin, equals), Integer.parseInt(value, equals + 1, end, 10));
        }
    }

    private static boolean isWord(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_';
    }

    private void endGroup() {
        boolean named = !group.isEmpty() && group.length() <= AutoscalerStatusReader.LONGEST_NAME;
        if (named
                && counts.keySet().containsAll(AutoscalerStatusReader.COUNTS)
                && groups.size() < AutoscalerStatusReader.MOST_GROUPS) {
            groups.add(new AutoscalerStatus.Group(
                    group,
                    health.equals("Healthy"),
                    count("ready"),
                    count("registered"),
                    count("cloudProviderTarget"),
                    count("minSize"),
                    count("maxSize"),
                    scaleUp,
                    scaleUpSince,
                    "",
                    ""));
        }
        group = "";
        condition = "";
        health = "";
        counts = Map.of();
        scaleUp = ScaleUp.UNKNOWN;
        scaleUpSince = null;
    }

    private int count(String name) {
        return Objects.requireNonNullElse(counts.get(name), 0);
    }
}
