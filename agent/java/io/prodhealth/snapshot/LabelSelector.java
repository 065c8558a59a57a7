package io.prodhealth.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes label selector: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}; every requirement has to hold.
 *
 * @param requirements what has to hold
 */
public record LabelSelector(List<Requirement> requirements) {

    /**
     * One requirement.
     *
     * @param key label
     * @param operator how it is compared
     * @param values with what; empty for the operators that need none
     */
    public record Requirement(String key, Operator operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case ABSENT -> value == null;
            };
        }
    }

    /** How a label is compared; as in Kubernetes, an absent label is not in any set. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        ABSENT
    }

    // As apimachinery validates them: a name of 63 characters, before it a DNS name of 253 and a slash.
    private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String DNS = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    private static final String KEY = "(?:(?=[^/]{1,253}/)" + DNS + "(?:\\." + DNS + ")*/)?" + NAME;
    private static final String VALUE = "(?:" + NAME + ")?";
    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALS = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern COMMA = Pattern.compile(",(?![^()]*\\))");

    /**
     * Parses a selector.
     *
     * @throws IllegalArgumentException names the requirement that is none
     */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        for (String part : COMMA.split(text, -1)) {
            requirements.add(requirement(part.strip()));
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    private static Requirement requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = List.of(set.group(3).split(",", -1)).stream()
                    .map(String::strip)
                    .toList();
            for (String value : values) {
                if (!value.matches(VALUE)) {
                    throw new IllegalArgumentException("not a label value: " + value);
                }
            }
            return new Requirement(
                    set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, Set.copyOf(values));
        }
        Matcher equals = EQUALS.matcher(text);
        if (equals.matches()) {
            Operator operator = equals.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equals.group(1), operator, Set.of(equals.group(3)));
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            Operator operator = existence.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT;
            return new Requirement(existence.group(2), operator, Set.of());
        }
        throw new IllegalArgumentException("not a label requirement: " + text);
    }

    /** Whether every requirement holds. */
    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
