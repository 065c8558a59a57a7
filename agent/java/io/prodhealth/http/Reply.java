package io.prodhealth.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param contentType value of {@code Content-Type}
 * @param headers beside those that every answer has
 */
record Reply(int status, String contentType, Map<String, String> headers, Body body) {

    static final String TEXT = "text/plain; charset=utf-8";

    /** What comes after the headers. */
    sealed interface Body {}

    /** A body that is there. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the socket, and compared by nobody
    record Bytes(byte[] bytes) implements Body {}

    /** A body that is made while it is sent, because it may be large. */
    record Streamed(Content content) implements Body {}

    /** Writes a body; called on a virtual thread, and blocked while the client does not read. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static Reply text(int status, String line) {
        return bytes(status, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reply bytes(int status, String contentType, byte[] bytes) {
        return new Reply(status, contentType, Map.of(), new Bytes(bytes));
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, Map.copyOf(more), body);
    }

    /** Whether many of it at once would be too much for the memory of a small agent. */
    boolean isLarge() {
        return body instanceof Bytes(byte[] bytes) && bytes.length > 1024 * 1024;
    }

    /** The same, as the last one of its connection. */
    Reply thenClose() {
        return with("Connection", "close");
    }

    boolean closes() {
        return headers.containsKey("Connection");
    }
}
