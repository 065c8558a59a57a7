package io.prodhealth.http;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body of unknown length, for a virtual thread: each slice is written when the client has taken the one before. */
final class SlicedOutput extends OutputStream {

    private static final Logger LOG = LoggerFactory.getLogger(SlicedOutput.class);

    private final Context context;
    private final HttpServerResponse response;
    private Buffer slice = Buffer.buffer(Answering.SLICE);

    private SlicedOutput(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    /** Streams {@code content}. A body that fails half-way is cut off, so that nobody takes it for whole. */
    static void stream(Reply.Content content, Context context, HttpServerResponse response, Promise<Void> done) {
        SlicedOutput out = new SlicedOutput(context, response);
        try (out) {
            content.writeTo(out);
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("A response was cut off");
            context.runOnContext(nothing -> response.reset());
            done.tryFail(e);
            return;
        }
        context.runOnContext(nothing -> response.end().onComplete(done));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int fits = Math.min(Answering.SLICE - slice.length(), end - from);
            slice.appendBytes(bytes, from, fits);
            from += fits;
            if (slice.length() == Answering.SLICE) {
                send();
            }
        }
    }

    /** Sends only full slices until the end, whatever writers on top of this flush. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
        send();
    }

    private void send() throws IOException {
        if (slice.length() == 0) {
            return;
        }
        Buffer full = slice;
        slice = Buffer.buffer(Answering.SLICE);
        Promise<Void> written = Promise.promise();
        context.runOnContext(nothing -> response.write(full).onComplete(written));
        try {
            written.future().toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the client was reading");
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e.getCause());
        }
    }
}
