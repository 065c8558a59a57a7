package io.prodhealth.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** Changes a text here and there, so that most of it still is what a parser knows. */
final class Mutation {

    /** What YAML, regular expressions, numbers and terminals trip over. */
    private static final List<String> PIECES = List.of(
            "",
            " ",
            "\n",
            "\n  ",
            "\t",
            "\r",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "=",
            "->",
            ".*",
            "(a+)+$",
            "((a|a)*)*b",
            "(?!x)",
            "\\1",
            "\\Q",
            "[[:alpha:]]",
            "{1000}",
            "'",
            "\"",
            "#",
            "&a ",
            "*a",
            "!!int ",
            "|\n",
            "---\n",
            "%YAML 9.9\n",
            "? ",
            "<<: ",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "2147483648",
            "99999999999999999999",
            "1e999",
            ".inf",
            "0x7fffffff",
            "2026-01-15 09:00:00 +0000 UTC m=+0.1",
            "0001-01-01 00:00:00 +0000 UTC",
            "-99999-01-01T00:00:00Z",
            "h",
            "9223372036854775807h",
            "\u0000",
            "\u001b[31m",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\ud800",
            "\\UFFFFFFFF",
            "NodeGroups:",
            "Name:",
            "Health:",
            "ScaleUp:",
            "Backoff (",
            "autoscalerStatus: Running",
            "cx-ws-",
            "-NodeGroup-",
            "spot: true",
            "node_groups:");

    private static final int MOST_CHANGES = 8;
    /** A parser that survives this survives 1 MiB, and more inputs fit into the time. */
    private static final int LONGEST = 40_000;

    private Mutation() {}

    /** {@code sample} after a few changes, some of them with parts of {@code other}. */
    static String of(String sample, String other, RandomGenerator random) {
        StringBuilder text = new StringBuilder(sample);
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            change(text, other, random);
        }
        text.setLength(Math.min(text.length(), LONGEST));
        return text.toString();
    }

    private static void change(StringBuilder text, String other, RandomGenerator random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 8 : 400));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        switch (random.nextInt(10)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, text.substring(from, to));
            case 2 -> text.insert(from, piece);
            case 3 -> text.replace(from, to, piece);
            case 4 -> text.setLength(from);
            case 5 -> text.insert(from, piece.repeat(1 + random.nextInt(200)));
            case 6 -> {
                int start = random.nextInt(other.length() + 1);
                text.insert(from, other, start, Math.min(other.length(), start + 400));
            }
            case 7 -> {
                if (from < text.length()) {
                    text.setCharAt(from, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                }
            }
            case 8 -> number(text, from, piece);
            default -> line(text, from, random);
        }
    }

    /** Puts another piece where the next number stands. */
    private static void number(StringBuilder text, int from, String piece) {
        int start = from;
        while (start < text.length() && !Character.isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        text.replace(start, end, piece);
    }

    /** Moves a line to another place, or takes it away. */
    private static void line(StringBuilder text, int from, RandomGenerator random) {
        int start = text.lastIndexOf("\n", from) + 1;
        int end = text.indexOf("\n", start);
        String line = text.substring(start, end < 0 ? text.length() : end + 1);
        text.delete(start, start + line.length());
        if (random.nextBoolean()) {
            text.insert(random.nextInt(text.length() + 1), line);
        }
    }
}
