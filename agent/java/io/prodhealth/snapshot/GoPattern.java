package io.prodhealth.snapshot;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of Go, as the priority expander searches for it in the names of groups. Java's engine runs it, see
 * {@link GoSyntax}, and unlike Go's may take for ever: past a bound of steps a search finds nothing.
 */
public final class GoPattern {

    /** Names of Auto Scaling groups have 255 characters at most; a pattern made for them needs no more. */
    private static final int LONGEST_PATTERN = 1024;

    private static final int LONGEST_TEXT = 512;
    /** A common search takes less than 1000; this is half a millisecond. */
    private static final int MOST_STEPS = 100_000;

    private final Pattern pattern;

    private GoPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** The pattern; empty when Go would not compile it, or it is longer than any that is meant. */
    public static Optional<GoPattern> compile(String text) {
        if (text.length() > LONGEST_PATTERN) {
            return Optional.empty();
        }
        try {
            return GoSyntax.toJava(withoutLeadingStar(text))
                    .map(java -> new GoPattern(Pattern.compile(java, Pattern.UNIX_LINES)));
        } catch (PatternSyntaxException | StackOverflowError e) {
            // Java reads groups by recursion; no list that works nests them that deep.
            return Optional.empty();
        }
    }

    /**
     * Cortex writes {@code .*cx-ws-gpu.*}. The first two characters mean nothing to a search and make its time the square of
     * what it would be.
     */
    private static String withoutLeadingStar(String text) {
        return text.matches("(?s)\\.\\*(?:[^?*+{].*)?") ? text.substring(2) : text;
    }

    /** Whether the pattern is found anywhere in {@code text}. */
    public boolean findsIn(String text) {
        return findsIn(text, new Steps(MOST_STEPS));
    }

    /** The same as one of many searches that may take so many steps together. */
    public boolean findsIn(String text, Steps together) {
        if (text.length() > LONGEST_TEXT || together.left <= 0) {
            return false;
        }
        try {
            return pattern.matcher(new Counted(text, together)).find();
        } catch (TooManySteps | StackOverflowError e) {
            return false;
        }
    }

    /** Steps that searches have left; each takes of them. */
    public static final class Steps {

        private long left;

        /** So many. */
        public Steps(long steps) {
            this.left = steps;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("the search takes too long", null, false, false);
        }
    }

    /** Gives the matcher its characters until they have cost too much: the only place to stop it from. */
    private static final class Counted implements CharSequence {

        private final String text;
        private final Steps together;
        private int left = MOST_STEPS;

        Counted(String text, Steps together) {
            this.text = text;
            this.together = together;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0 || --together.left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
