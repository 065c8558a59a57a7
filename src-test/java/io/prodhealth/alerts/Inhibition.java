package io.prodhealth.alerts;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One of the example's inhibitions: while an alert of the source fires, those of the target with the same labels are held
 * back.
 */
public final class Inhibition {

    private final List<Matcher> source;
    private final List<Matcher> target;
    private final List<String> equal;

    private Inhibition(List<Matcher> source, List<Matcher> target, List<String> equal) {
        this.source = source;
        this.target = target;
        this.equal = equal;
    }

    /** All of the example. */
    public static List<Inhibition> all() throws IOException {
        return AlertmanagerFiles.configuration()
                .path("inhibit_rules")
                .valueStream()
                .map(rule -> new Inhibition(
                        Matcher.written(rule.path("source_matchers")),
                        Matcher.written(rule.path("target_matchers")),
                        AlertmanagerFiles.texts(rule.path("equal"))))
                .toList();
    }

    /** Whether an alert with the first labels holds one with the second back; {@code alertname} is among them. */
    public boolean holdsBack(Map<String, String> from, Map<String, String> to) {
        return source.stream().allMatch(matcher -> matches(matcher, from))
                && target.stream().allMatch(matcher -> matches(matcher, to))
                && equal.stream().allMatch(label -> Objects.equals(from.get(label), to.get(label)));
    }

    private static boolean matches(Matcher matcher, Map<String, String> labels) {
        String value = labels.getOrDefault(matcher.name(), "");
        return matcher.regex() ? Pattern.matches(matcher.value(), value) : value.equals(matcher.value());
    }
}
