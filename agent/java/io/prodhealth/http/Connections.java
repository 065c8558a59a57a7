package io.prodhealth.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections, of which there may be only so many, and each of which is closed when what it waits for takes too
 * long: a client that sends a byte now and then is never idle, and yet it holds a connection.
 */
final class Connections {

    private final Vertx vertx;
    private final WebOptions.Limits limits;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    Connections(Vertx vertx, WebOptions.Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void opened(HttpConnection connection) {
        if (timers.size() >= limits.connections()) {
            connection.close();
            return;
        }
        connection.closeHandler(closed -> {
            Long timer = timers.remove(connection);
            if (timer != null) {
                vertx.cancelTimer(timer);
            }
        });
        timers.put(connection, closeAfter(connection, limits.firstRequest()));
    }

    /** A request has arrived; its answer has to be over in time. */
    void answering(HttpConnection connection, Duration within) {
        restart(connection, within);
    }

    /** An answer is over; the next request has to arrive in time. */
    void waiting(HttpConnection connection) {
        restart(connection, limits.idle());
    }

    /** Closes whatever is open. */
    void cutAll() {
        timers.keySet().forEach(Connections::cut);
    }

    private void restart(HttpConnection connection, Duration within) {
        timers.computeIfPresent(connection, (same, timer) -> {
            vertx.cancelTimer(timer);
            return closeAfter(connection, within);
        });
    }

    private long closeAfter(HttpConnection connection, Duration time) {
        return vertx.setTimer(time.toMillis(), timer -> cut(connection));
    }

    /**
     * Vert.x's own close first waits until the client has taken what was written, which is what a client that does not
     * read never does.
     */
    static void cut(HttpConnection connection) {
        if (connection instanceof VertxConnection open) {
            var _ = open.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }
}
