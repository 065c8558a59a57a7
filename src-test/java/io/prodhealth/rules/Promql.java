package io.prodhealth.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be told of an expression without evaluating it. promtool has read it: it is well formed. */
public record Promql(String text) {

    /** A word, with the matchers behind it, if there are any. */
    private static final Pattern WORD = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{[^}]*})?");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern AGGREGATION = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)\\s*$");
    /** One that keeps no label at all. */
    private static final Pattern TOTAL = Pattern.compile("\\b(?:max|min|sum|count|avg)\\s*$");

    private static final Pattern TIME = Pattern.compile("\\[[^\\]]*]|\\boffset\\s+\\w+");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final List<String> KEYWORDS = List.of("and", "or", "unless", "bool");

    /** A label that is asked for. */
    public record Asked(String label, String operator, String value) {}

    /** Series that are selected, where they begin, and what is asked of their labels. */
    public record Selector(String name, int begins, List<Asked> asked) {}

    /** All series that are read, in their order. */
    public List<Selector> selectors() {
        return words().filter(word -> !isFunction(word) && !KEYWORDS.contains(word.group(1)))
                .map(word -> new Selector(
                        word.group(1),
                        word.start(),
                        word.group(2) == null
                                ? List.of()
                                // From the text itself: what is in quotes was blanked.
                                : asked(text.substring(word.start(2), word.end(2)))))
                .toList();
    }

    /** All functions and aggregations that are called. */
    public List<String> functions() {
        return words().filter(this::isFunction).map(word -> word.group(1)).toList();
    }

    /** Whether a selector is within an aggregation that joins the replicas of the agent. */
    public boolean joined(Selector selector) {
        Deque<String> before = new ArrayDeque<>();
        for (int i = 0; i < selector.begins; i++) {
            char c = blanked().charAt(i);
            if (c == '(') {
                before.push(blanked().substring(0, i));
            } else if (c == ')') {
                before.pop();
            }
        }
        return before.stream().anyMatch(Promql::joinsReplicas);
    }

    private static boolean joinsReplicas(String before) {
        Matcher aggregation = AGGREGATION.matcher(before);
        if (!aggregation.find()) {
            return TOTAL.matcher(before).find();
        }
        boolean without = before.substring(0, aggregation.start() + 7).endsWith("without");
        List<String> labels = List.of(aggregation.group(1).split("\\s*,\\s*"));
        return without == labels.contains("instance") && without == labels.contains("pod");
    }

    /** Whether a selector is of a span of time, or within a subquery: a moment without any sample does not interrupt it. */
    public boolean overTime(Selector selector) {
        String from = blanked().substring(selector.begins);
        return Pattern.compile("^[\\w:]+(\\{[^}]*})?\\s*\\[").matcher(from).find()
                || Pattern.compile("\\)\\s*\\[\\w+:\\w*]").matcher(from).find();
    }

    /** What stands behind each division, up to where its parenthesis ends. */
    public List<String> divisors() {
        List<String> divisors = new ArrayList<>();
        String bare = blanked();
        for (int at = bare.indexOf('/'); at >= 0; at = bare.indexOf('/', at + 1)) {
            int begins = at + 1;
            Matcher matching = Pattern.compile("\\s*(?:(?:on|ignoring|group_left|group_right)\\s*\\([^)]*\\)\\s*)*")
                    .matcher(bare)
                    .region(begins, bare.length());
            if (matching.lookingAt()) {
                begins = matching.end();
            }
            divisors.add(bare.substring(begins, operandEnds(bare, begins)));
        }
        return divisors;
    }

    private static int operandEnds(String bare, int begins) {
        int open = 0;
        for (int i = begins; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (c == '(') {
                open++;
            } else if (c == ')') {
                open--;
                boolean ends = open < 0
                        || (open == 0
                                && !Pattern.compile("^\\)\\s*\\(")
                                        .matcher(bare.substring(i))
                                        .find());
                if (ends) {
                    return open < 0 ? i : i + 1;
                }
            }
        }
        return bare.length();
    }

    private java.util.stream.Stream<MatchResult> words() {
        String bare = GROUPING.matcher(blanked())
                .replaceAll(found -> " ".repeat(found.group().length()));
        bare = TIME.matcher(bare).replaceAll(found -> " ".repeat(found.group().length()));
        return WORD.matcher(bare).results().filter(word -> !isNumber(word.group(1)));
    }

    private static boolean isNumber(String word) {
        return word.matches("\\d.*|Inf|NaN|e\\d*");
    }

    private boolean isFunction(MatchResult word) {
        return word.group(2) == null
                && blanked().substring(word.end()).matches("(?s)\\s*(?:(?:by|without)\\s*\\([^)]*\\)\\s*)?\\(.*")
                && !KEYWORDS.contains(word.group(1));
    }

    /** The text with blanks for what is in quotes, as long as it. */
    private String blanked() {
        return QUOTED.matcher(text)
                .replaceAll(found -> "\"" + " ".repeat(found.group().length() - 2) + "\"");
    }

    private static List<Asked> asked(String matchers) {
        return MATCHER.matcher(matchers)
                .results()
                .map(matcher -> new Asked(matcher.group(1), matcher.group(2), matcher.group(3)))
                .toList();
    }
}
