package io.prodhealth.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Sends bodies as an API server does: large ones chunked, and compressed where the caller takes that. */
record Bodies(Vertx vertx, Faults faults) {
    /** Smaller bodies are never compressed by an API server. */
    private static final int GZIP_FROM = 128 * 1024;

    private static final int CHUNKED_FROM = 1024 * 1024;

    void page(HttpServerRequest request, ListAnswer answer) {
        long length = answer.length();
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-cache, private");
        String encodings = request.getHeader("Accept-Encoding");
        if (length > GZIP_FROM && encodings != null && encodings.contains("gzip")) {
            vertx.executeBlocking(() -> gzip(answer.pieces())).onSuccess(zipped -> {
                response.putHeader("Content-Encoding", "gzip").putHeader("Vary", "Accept-Encoding");
                body(request, zipped.length(), List.of(zipped).iterator());
            });
        } else {
            body(request, length, answer.pieces());
        }
    }

    private void body(HttpServerRequest request, long length, Iterator<Buffer> pieces) {
        if (length < CHUNKED_FROM) {
            request.response().putHeader("Content-Length", Long.toString(length));
        } else {
            request.response().setChunked(true);
        }
        new Outlet(vertx, request, faults.bytesPerSecond()).sendAll(pieces);
    }

    private static Buffer gzip(Iterator<Buffer> pieces) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(256 * 1024);
        try (GZIPOutputStream out = new FastGzip(zipped)) {
            while (pieces.hasNext()) {
                out.write(pieces.next().getBytes());
            }
        }
        return Buffer.buffer(zipped.toByteArray());
    }

    /** API servers compress at level 1. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(1);
        }
    }

    void json(HttpServerRequest request, int code, ObjectNode body) {
        bytes(request, code, Json.bytes(body));
    }

    void bytes(HttpServerRequest request, int code, byte[] body) {
        request.response()
                .setStatusCode(code)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-cache, private");
        body(request, body.length, List.of(Buffer.buffer(body)).iterator());
    }
}
