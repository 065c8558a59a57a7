package io.prodhealth.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a regular expression of Go as one of Java's. They differ in what Go refuses (looking around, back references,
 * atomic and possessive groups), and in what it takes as a letter where Java does not (braces, brackets in a class).
 */
final class GoSyntax {

    /** Java's own, unknown to Go; {@code \1} and up are back references. */
    private static final String NOT_ESCAPES_OF_GO = "123456789ZGkRXhHeNVcuU";

    private static final Pattern GROUP = Pattern.compile("\\(\\?(?:P?<(\\w{1,64})>|([imsU]*)(-[imsU]+)?([:)]))");
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");
    private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]{1,10}):\\]");
    private static final int MOST_REPEATS = 1000;

    private final String go;
    private final StringBuilder java = new StringBuilder();
    /** Of each open group how often something in it is repeated; the pattern itself is the outermost. */
    private final Deque<Integer> repeats = new ArrayDeque<>(List.of(1));
    /** How often something in the last part is repeated. */
    private int lastRepeats = 1;

    private int at;
    private boolean repeated;

    private GoSyntax(String go) {
        this.go = go;
    }

    /** The same for Java; empty where Go would not compile it. Java may still refuse the rest. */
    static Optional<String> toJava(String go) {
        GoSyntax syntax = new GoSyntax(go);
        while (syntax.at < go.length()) {
            if (!syntax.next()) {
                return Optional.empty();
            }
        }
        return Optional.of(syntax.java.toString());
    }

    private boolean next() {
        char c = go.charAt(at);
        boolean afterRepeat = repeated;
        repeated = false;
        if ("*+?{)".indexOf(c) < 0) {
            lastRepeats = 1;
        }
        return switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> group();
            case ')' -> {
                lastRepeats = repeats.pop();
                yield !repeats.isEmpty() && counted() && copy(")", 1);
            }
            case '*', '+', '?' -> repeat(String.valueOf(c), afterRepeat);
            case '{' -> {
                Matcher repeat = REPEAT.matcher(go).region(at, go.length());
                yield repeat.lookingAt() ? bounded(repeat) && repeat(repeat.group(), afterRepeat) : copy("\\{", 1);
            }
            case '}', ']' -> copy("\\" + c, 1);
            default -> copy(String.valueOf(c), 1);
        };
    }

    private boolean copy(String text, int read) {
        java.append(text);
        at += read;
        return true;
    }

    /** One repetition, perhaps a reluctant one; a second is an error to Go and possessive to Java. */
    private boolean repeat(String text, boolean afterRepeat) {
        copy(text, text.length());
        if (at < go.length() && go.charAt(at) == '?') {
            copy("?", 1);
        }
        repeated = true;
        return !afterRepeat;
    }

    /** Go counts a repetition within a repetition as their product, and Java would count to it. */
    private boolean bounded(Matcher repeat) {
        String most = repeat.group(2) == null || repeat.group(2).isEmpty() ? repeat.group(1) : repeat.group(2);
        int times = Math.max(Integer.parseInt(repeat.group(1)), Integer.parseInt(most));
        lastRepeats = Math.max(1, lastRepeats * Math.min(times, MOST_REPEATS + 1));
        return lastRepeats <= MOST_REPEATS && counted();
    }

    private boolean counted() {
        repeats.push(Math.max(repeats.pop(), lastRepeats));
        return true;
    }

    private boolean escape() {
        if (at + 1 == go.length() || NOT_ESCAPES_OF_GO.indexOf(go.charAt(at + 1)) >= 0) {
            return false;
        }
        if (go.charAt(at + 1) == 'Q') {
            int end = go.indexOf("\\E", at);
            String quoted = go.substring(at + 2, end < 0 ? go.length() : end);
            return copy(Pattern.quote(quoted), (end < 0 ? go.length() : end + 2) - at);
        }
        // A lone \E ends nothing.
        return go.charAt(at + 1) == 'E' ? copy("", 2) : copy(go.substring(at, at + 2), 2);
    }

    private boolean group() {
        if (!go.startsWith("(?", at)) {
            repeats.push(1);
            return copy("(", 1);
        }
        Matcher group = GROUP.matcher(go).region(at, go.length());
        if (!group.lookingAt()) {
            return false;
        }
        if (!")".equals(group.group(4))) {
            repeats.push(1);
        }
        if (group.group(1) != null) {
            return copy("(", group.end() - at);
        }
        // U turns greed around, which does not change whether something is found, and is another flag to Java.
        String on = group.group(2).replace("U", "");
        String off = group.group(3) == null ? "" : group.group(3).replace("U", "");
        return copy("(?" + on + (off.length() > 1 ? off : "") + group.group(4), group.end() - at);
    }

    private boolean characterClass() {
        copy("[", 1);
        if (go.startsWith("^", at)) {
            copy("^", 1);
        }
        boolean first = true;
        while (at < go.length() && (first || go.charAt(at) != ']')) {
            first = false;
            char c = go.charAt(at);
            Matcher posix = POSIX.matcher(go).region(at, go.length());
            boolean read = posix.lookingAt()
                    ? copy(posix(posix), posix.end() - at)
                    : switch (c) {
                        case '\\' -> escape();
                        case '[', ']', '&' -> copy("\\" + c, 1);
                        default -> copy(String.valueOf(c), 1);
                    };
            if (!read) {
                return false;
            }
        }
        return at < go.length() && copy("]", 1);
    }

    private static String posix(Matcher posix) {
        String name = posix.group(2);
        String known = name.equals("word") ? "w" : name.equals("xdigit") ? "p{XDigit}" : "p{" + capital(name) + "}";
        return "\\" + (posix.group(1).isEmpty() ? known : capital(known));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
