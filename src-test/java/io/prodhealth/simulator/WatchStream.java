package io.prodhealth.simulator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One open watch: one JSON object per line until its timeout. */
final class WatchStream implements Consumer<Change> {
    private static final Duration LAST_BOOKMARK_BEFORE_END = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final Store store;
    private final OpenWatches watches;
    private final HttpServerRequest request;
    private final Outlet outlet;
    private final Filter filter;
    private final boolean bookmarks;
    private final List<Long> timers = new ArrayList<>();
    private volatile boolean muted;
    private volatile boolean cutNext;
    private boolean closed;

    /**
     * @param namespace empty for all
     * @param after null for a watch that begins with everything there is
     */
    record Filter(
            Resource resource,
            String namespace,
            Selector selector,
            @Nullable Long after) {
        private Change.@Nullable Type seen(Change change) {
            boolean elsewhere =
                    !namespace.isEmpty() && !namespace.equals(change.now().namespace());
            // A watch from a resourceVersion of the future stays silent until the server gets there.
            boolean tooEarly = after != null && change.revision() <= after;
            return elsewhere || tooEarly ? null : change.seenThrough(selector);
        }
    }

    WatchStream(
            Vertx vertx,
            Store store,
            OpenWatches watches,
            Faults faults,
            HttpServerRequest request,
            Filter filter,
            boolean bookmarks) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.watches = watches;
        this.request = request;
        this.filter = filter;
        this.bookmarks = bookmarks;
        this.outlet = new Outlet(vertx, request, faults.bytesPerSecond());
        this.muted = faults.isQuiet(filter.resource());
    }

    Resource resource() {
        return filter.resource();
    }

    /** Event loop only. */
    void open(Duration timeout, Duration bookmarkInterval) throws Store.GoneException {
        store.watch(filter.resource(), filter.after(), this);
        watches.add(this);
        request.response()
                .setChunked(true)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-cache, private")
                .closeHandler(v -> stop());
        request.response().writeHead();
        timers.add(vertx.setPeriodic(bookmarkInterval.toMillis(), t -> bookmark()));
        timers.add(vertx.setTimer(Math.max(1, timeout.toMillis()), t -> finish()));
        if (timeout.compareTo(LAST_BOOKMARK_BEFORE_END) > 0) {
            timers.add(vertx.setTimer(timeout.minus(LAST_BOOKMARK_BEFORE_END).toMillis(), t -> bookmark()));
        }
    }

    /** Called under the store's lock, in the order of the changes. */
    @Override
    public void accept(Change change) {
        Change.Type type = filter.seen(change);
        if (type == null || muted) {
            return;
        }
        Stored before = change.before();
        boolean left = type == Change.Type.DELETED && change.type() != Change.Type.DELETED;
        Stored shown = left && before != null ? before.at(change.revision()) : change.now();
        send(line(type.name(), shown.rendered()));
    }

    /** Tells the reader how far it has seen. */
    void bookmark() {
        if (!bookmarks) {
            return;
        }
        store.atRevision(revision -> {
            ObjectNode object = Json.object();
            object.put("kind", filter.resource().kind());
            object.put("apiVersion", filter.resource().apiVersion());
            ObjectNode metadata = object.putObject("metadata");
            metadata.put("resourceVersion", Long.toString(revision));
            metadata.putNull("creationTimestamp");
            if (filter.resource() == Resource.PODS) {
                object.putObject("spec").putNull("containers");
                object.putObject("status");
            }
            send(line("BOOKMARK", Json.bytes(object)));
        });
    }

    void mute() {
        muted = true;
    }

    void cutAtNextEvent() {
        cutNext = true;
    }

    /** An ERROR event 410, then the end. */
    void expire() {
        store.atRevision(revision ->
                send(error(ApiStatus.expired("The resourceVersion for the provided watch is too old.", ""))));
        finish();
    }

    /** The ordinary end. */
    void finish() {
        context.runOnContext(v -> {
            if (!muted && !closed) {
                closed = true;
                stop();
                outlet.end();
            }
        });
    }

    static Buffer error(ApiStatus status) {
        return line("ERROR", Json.bytes(status.body()));
    }

    private static Buffer line(String type, byte[] object) {
        return Buffer.buffer(object.length + 40)
                .appendString("{\"type\":\"" + type + "\",\"object\":")
                .appendBytes(object)
                .appendString("}\n");
    }

    private void send(Buffer line) {
        context.runOnContext(v -> {
            if (muted || closed) {
                return;
            }
            if (cutNext) {
                closed = true;
                stop();
                outlet.sendAndReset(line.slice(0, line.length() / 2));
            } else {
                outlet.send(line);
            }
        });
    }

    private void stop() {
        timers.forEach(vertx::cancelTimer);
        store.unwatch(filter.resource(), this);
        watches.remove(this);
    }
}
