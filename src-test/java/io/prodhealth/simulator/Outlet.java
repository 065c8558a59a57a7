package io.prodhealth.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;

/** Writes one answer's body, at the speed of the network or as slowly as a fault asks. Event loop only. */
final class Outlet {
    private static final int TICKS_PER_SECOND = 20;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final long bytesPerSecond;
    private final Deque<Buffer> queued = new ArrayDeque<>();
    private Iterator<Buffer> source = Collections.emptyIterator();
    private boolean endWhenEmpty;
    private long timer = -1;

    Outlet(Vertx vertx, HttpServerRequest request, long bytesPerSecond) {
        this.vertx = vertx;
        this.connection = request.connection();
        this.response = request.response();
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Sends one piece; the answer stays open. */
    void send(Buffer piece) {
        queued.addLast(piece);
        pump();
    }

    /** Sends the pieces as fast as the reader takes them, then ends the answer. */
    void sendAll(Iterator<Buffer> pieces) {
        source = pieces;
        end();
    }

    /** Ends the answer once everything was sent. */
    void end() {
        endWhenEmpty = true;
        pump();
    }

    /** Resets the connection: the reader gets an error, not an end. */
    static void reset(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            // With linger 0 the kernel sends RST instead of FIN.
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }

    /** Sends the piece and resets the connection behind it. */
    void sendAndReset(Buffer piece) {
        response.write(piece).onComplete(done -> vertx.setTimer(20, t -> reset(connection)));
    }

    private void pump() {
        if (bytesPerSecond > 0) {
            if (timer < 0 && !response.closed()) {
                timer = vertx.setPeriodic(1000 / TICKS_PER_SECOND, t -> drip());
            }
            return;
        }
        while (!response.closed() && !response.ended() && !response.writeQueueFull() && hasNext()) {
            response.write(next());
        }
        if (response.closed() || response.ended()) {
            return;
        }
        if (hasNext()) {
            response.drainHandler(v -> pump());
        } else if (endWhenEmpty) {
            response.end();
        }
    }

    private void drip() {
        if (response.closed()) {
            vertx.cancelTimer(timer);
            return;
        }
        long budget = Math.max(1, bytesPerSecond / TICKS_PER_SECOND);
        while (budget > 0 && hasNext()) {
            Buffer piece = next();
            int part = (int) Math.min(budget, piece.length());
            response.write(piece.slice(0, part));
            budget -= part;
            if (part < piece.length()) {
                queued.addFirst(piece.slice(part, piece.length()));
            }
        }
        if (!hasNext() && endWhenEmpty) {
            vertx.cancelTimer(timer);
            response.end();
        }
    }

    private boolean hasNext() {
        return !queued.isEmpty() || source.hasNext();
    }

    private Buffer next() {
        Buffer head = queued.pollFirst();
        return head == null ? source.next() : head;
    }
}
