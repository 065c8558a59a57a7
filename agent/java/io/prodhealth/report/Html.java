package io.prodhealth.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML. Every text and every value of an attribute goes through {@link #escape}: names and messages come from
 * anyone who can deploy. Tags and names of attributes are constants of the callers.
 */
final class Html {

    /** A line end after one of these is no space in a sentence. */
    private static final Set<String> BLOCKS = Set.of(
            "head", "title", "header", "nav", "main", "section", "article", "footer", "details", "summary", "div", "h1",
            "h2", "h3", "h4", "p", "ul", "li", "dl", "svg", "table", "caption", "thead", "tr", "button", "script",
            "html", "form", "label", "select", "output", "figure");

    /** Elements of SVG, where one without content has to end itself. */
    private static final Set<String> SHAPES = Set.of("rect", "path");

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Deque<String> open = new ArrayDeque<>();

    /** Starts an element. {@code attributes} are names and values in turn. */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Ends the element that was started last. */
    Html close() {
        String tag = open.pop();
        out.append("</").append(tag).append('>');
        if (BLOCKS.contains(tag)) {
            out.append('\n');
        }
        return this;
    }

    /** An element without content. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append(SHAPES.contains(tag) ? "/>" : ">");
        return this;
    }

    /** A text. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** An element that holds a text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** A text that others wrote, kept from turning the direction of the sentence it stands in, and cut where it is long. */
    Html foreign(String text, int length) {
        boolean cut = text.length() > length;
        return element("bdi", cut ? text.substring(0, length) + "…" : text);
    }

    /** The name of something in the cluster. */
    Html name(String name) {
        return foreign(name, 90);
    }

    byte[] bytes() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return ("<!doctype html>\n" + out).getBytes(StandardCharsets.UTF_8);
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(isShown(c) ? c : '\uFFFD');
                    }
                }
            }
        }
    }

    /** Neither a control character, nor half a surrogate pair, nor one that turns the direction of what follows. */
    private static boolean isShown(char c) {
        boolean turns = (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || (c == '\u200E' || c == '\u200F');
        return !turns && !Character.isISOControl(c) && !Character.isSurrogate(c);
    }
}
