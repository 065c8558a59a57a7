package io.prodhealth.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Writes answers: with the headers that every answer has, and never more in memory than one slice for each client. */
final class Answering {

    /** Bytes that wait for a client at most. */
    static final int SLICE = 64 * 1024;

    /** Nothing but this server's own files may be loaded, run or asked by a page, and no page may frame it. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private Answering() {}

    /**
     * Sends {@code reply} from any thread.
     *
     * @param headOnly whether the request was a HEAD
     * @return done when the last byte is handed to the system, or the client is gone
     */
    static Future<Void> send(Context context, HttpServerResponse response, Reply reply, boolean headOnly) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            if (response.ended() || response.closed()) {
                done.complete();
                return;
            }
            headers(response, reply);
            switch (reply.body()) {
                case Reply.Bytes(byte[] bytes) -> {
                    if (reply.status() != 304) {
                        response.putHeader("Content-Length", Integer.toString(bytes.length));
                    }
                    if (headOnly || bytes.length == 0) {
                        response.end().onComplete(done);
                    } else {
                        slice(response, bytes, 0, done);
                    }
                }
                case Reply.Streamed(Reply.Content content) -> {
                    if (headOnly) {
                        response.end().onComplete(done);
                    } else {
                        response.setChunked(true);
                        Thread.ofVirtual()
                                .name("http-stream")
                                .start(() -> SlicedOutput.stream(content, context, response, done));
                    }
                }
            }
        });
        return done.future();
    }

    /** Those of {@code reply}, and those that every answer has. */
    static void headers(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        ALWAYS.forEach(response::putHeader);
        response.putHeader("Content-Type", reply.contentType());
        reply.headers().forEach(response::putHeader);
    }

    private static void slice(HttpServerResponse response, byte[] bytes, int from, Promise<Void> done) {
        int length = Math.min(SLICE, bytes.length - from);
        Buffer buffer = Buffer.buffer(length).appendBytes(bytes, from, length);
        if (from + length == bytes.length) {
            response.end(buffer).onComplete(done);
        } else {
            // The write is done when the socket has taken it: a slow client is waited for, not buffered for.
            response.write(buffer)
                    .onSuccess(written -> slice(response, bytes, from + length, done))
                    .onFailure(done::tryFail);
        }
    }
}
