package io.prodhealth.source.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a part of a file must look like for Cortex to take it. Where null is written, Cortex's default holds. */
sealed interface Shape {

    /** An ARN may have as many characters; a pattern is not tried on more. */
    int LONGEST = 2048;

    /** In words, after "expected". */
    String words();

    /** A single value. */
    record Value(String words, Predicate<MarkedNode.Scalar> fits) implements Shape {}

    /** A list. */
    record Each(Shape item, int least) implements Shape {
        @Override
        public String words() {
            return (least > 0 ? "a list of at least " + least + ": " : "a list, each ") + item.words();
        }
    }

    /** A mapping whose keys are the user's own. */
    record AnyKeys(Shape value) implements Shape {
        @Override
        public String words() {
            return "a mapping, each value " + value.words();
        }
    }

    /** A mapping of these keys and no others. */
    record Keys(Map<String, Shape> keys, Set<String> required) implements Shape {
        @Override
        public String words() {
            return "a mapping of "
                    + keys.keySet().stream().limit(6).collect(Collectors.joining(", "))
                    + (keys.size() > 6 ? ", …" : "");
        }

        /** The same with more keys. */
        Keys with(Map<String, ? extends Shape> more, String... required) {
            Map<String, Shape> all = new LinkedHashMap<>(keys);
            all.putAll(more);
            return new Keys(
                    all,
                    Stream.concat(this.required.stream(), Stream.of(required)).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** A mapping of no keys yet. */
    static Keys keys() {
        return new Keys(Map.of(), Set.of());
    }

    /** Keys and what they must look like, in turn. */
    static Map<String, Shape> of(Object... namesAndShapes) {
        Map<String, Shape> keys = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            keys.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return keys;
    }

    static Value text() {
        return new Value("a text", scalar -> true);
    }

    static Value text(String words, String pattern) {
        Pattern form = Pattern.compile(pattern);
        return new Value(
                words,
                scalar -> scalar.text().length() <= LONGEST
                        && form.matcher(scalar.text()).matches());
    }

    static Value oneOf(String... words) {
        List<String> allowed = List.of(words);
        return new Value("one of " + String.join(", ", allowed), scalar -> allowed.contains(scalar.text()));
    }

    static Value truth() {
        return new Value("true or false", scalar -> scalar.json().isBoolean());
    }

    static Value whole(long least, long most) {
        String words = most >= Integer.MAX_VALUE
                ? "a whole number, " + least + " or more"
                : "a whole number from " + least + " to " + most;
        return new Value(
                words,
                scalar -> scalar.json().isIntegralNumber()
                        && scalar.json().longValue() >= least
                        && scalar.json().longValue() <= most);
    }

    static Value number(String words, Predicate<Double> fits) {
        return new Value(
                words,
                scalar -> scalar.json().isNumber() && fits.test(scalar.json().doubleValue()));
    }
}
