package io.prodhealth.logging;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line being written. A key given twice gets an underscore: JSON readers would keep one of the two. */
final class Fields {
    private final boolean json;
    private final StringBuilder line = new StringBuilder(256);
    private final Set<String> keys = new HashSet<>();

    Fields(boolean json) {
        this.json = json;
    }

    void add(String key, @Nullable Object value) {
        add(key, value, HostileText.LIMIT);
    }

    void add(String key, @Nullable Object value, int limit) {
        String name = key.replaceAll("[^A-Za-z0-9_.-]", "_");
        while (!keys.add(name)) {
            name += "_";
        }
        line.append(line.isEmpty() ? json ? "{" : "" : json ? "," : " ");
        line.append(json ? "\"" + name + "\":" : name + "=");
        if (value == null) {
            line.append("null");
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            line.append(value);
        } else {
            String text = text(value);
            line.append(!json && bare(text) ? text : HostileText.quoted(text, limit));
        }
    }

    String line() {
        return line.append(json ? "}\n" : "\n").toString();
    }

    /** An object whose toString fails must not cost the line, which may be the one that tells why. */
    private static String text(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (RuntimeException e) {
            return value.getClass().getName() + " without text";
        }
    }

    /** Short and plain enough to need no quotes in logfmt. */
    private static boolean bare(String text) {
        return !text.isEmpty()
                && text.length() <= 256
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '=' && c != '\\');
    }
}
