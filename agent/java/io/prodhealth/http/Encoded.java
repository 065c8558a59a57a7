package io.prodhealth.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * The same bytes plain and compressed.
 *
 * @param tag changes with the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the socket, and compared by nobody
record Encoded(byte[] plain, byte[] gzip, String tag) {

    static Encoded of(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return new Encoded(
                    plain, compressed.toByteArray(), "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Reply reply(Call call, String contentType) {
        Reply reply = Reply.bytes(200, contentType, call.gzip() ? gzip : plain).with("Vary", "Accept-Encoding");
        return call.gzip() ? reply.with("Content-Encoding", "gzip") : reply;
    }
}
