package io.prodhealth.source.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Who has written which field is half of every object as the API server sends it, is of no use here, and costs as much to
 * read as the other half. It is cut out before the line is read as JSON.
 */
final class ManagedFields {

    /** Within a text the quotes would be escaped, so these bytes are always a field and the beginning of its array. */
    private static final byte[] FIELD = "\"managedFields\":[".getBytes(StandardCharsets.US_ASCII);

    private ManagedFields() {}

    /** Empties the first such array of the line, in place; returns how long the line is then. */
    static int cut(byte[] buffer, int from, int length) {
        int end = from + length;
        int begin = find(buffer, from, end);
        if (begin < 0) {
            return length;
        }
        int close = close(buffer, begin, end);
        if (close < 0) {
            return length;
        }
        System.arraycopy(buffer, close, buffer, begin, end - close);
        return length - (close - begin);
    }

    /** Where the inside of the array begins; negative when there is none. */
    private static int find(byte[] buffer, int from, int end) {
        for (int i = from; i <= end - FIELD.length; i++) {
            if (buffer[i] == '"'
                    && buffer[i + 1] == 'm'
                    && Arrays.equals(buffer, i, i + FIELD.length, FIELD, 0, FIELD.length)) {
                return i + FIELD.length;
            }
        }
        return -1;
    }

    /** Where the array ends whose inside begins at {@code from}; negative when it does not. */
    private static int close(byte[] buffer, int from, int end) {
        int depth = 0;
        boolean text = false;
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (text) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    text = false;
                }
            } else if (b == '"') {
                text = true;
            } else if (b == '[' || b == '{') {
                depth++;
            } else if (b == ']' || b == '}') {
                if (depth == 0) {
                    return i;
                }
                depth--;
            }
        }
        return -1;
    }
}
