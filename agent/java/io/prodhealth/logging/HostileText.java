package io.prodhealth.logging;

/**
 * Text from anyone who can deploy, made safe to print: one line, no terminal escapes, nothing that reorders what a
 * reader sees, of bounded length.
 */
public final class HostileText {
    /** The longest value printed, in UTF-16 units: enough for every Kubernetes name and a long sentence. */
    public static final int LIMIT = 1024;

    private HostileText() {}

    /** The text in double quotes with JSON's escapes, cut at {@link #LIMIT}. */
    public static String quoted(String text) {
        return quoted(text, LIMIT);
    }

    /** The text in double quotes with JSON's escapes, cut after {@code limit} UTF-16 units of input. */
    public static String quoted(String text, int limit) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), limit) + 16);
        out.append('"');
        appendEscaped(out, text, limit);
        return out.append('"').toString();
    }

    /** One line for people, quotes left as they are: not for a place where a quote would end the value. */
    public static String oneLine(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LIMIT) + 16);
        append(out, text, LIMIT, false);
        return out.toString();
    }

    static void appendEscaped(StringBuilder out, String text, int limit) {
        append(out, text, limit, true);
    }

    private static void append(StringBuilder out, String text, int limit, boolean quotes) {
        int end = text.length() <= limit ? text.length() : limit;
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            switch (point) {
                case '"' -> out.append(quotes ? "\\\"" : "\"");
                case '\\' -> out.append(quotes ? "\\\\" : "\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (plain(point)) {
                        out.appendCodePoint(point);
                    } else {
                        for (char unit : Character.toChars(point)) {
                            out.append("\\u");
                            for (int shift = 12; shift >= 0; shift -= 4) {
                                out.append(Character.forDigit((unit >> shift) & 0xF, 16));
                            }
                        }
                    }
                }
            }
        }
        if (end < text.length()) {
            out.append("... (").append(text.length()).append(" characters)");
        }
    }

    /** Printable, and neither a line separator nor a format character: those hold the bidirectional overrides. */
    private static boolean plain(int point) {
        if (point < 0x7F) {
            return point >= ' ';
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
