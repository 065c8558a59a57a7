package io.prodhealth.http;

import io.prodhealth.evaluation.Evaluation;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client that is told of evaluations, for one thread; only bytes are handed to the event loop. */
final class EventStream {

    private static final String HEARTBEAT = ":\n\n";

    private final Context context;
    private final HttpServerRequest request;
    private final long openedAt;

    private @Nullable Evaluation told;
    private long toldAt;
    private long writtenAt;

    /** @param now nanoseconds, of a clock that is never put back */
    EventStream(Context context, HttpServerRequest request, long now) {
        this.context = context;
        this.request = request;
        this.openedAt = now;
        this.writtenAt = now;
    }

    /** Tells of {@code latest} if that is due, or else that it is still there. */
    @SuppressWarnings("ReferenceEquality") // comparing two evaluations by value costs more than making one
    void tell(Evaluation latest, long now) {
        boolean first = told == null;
        if (told != latest && (first || now - toldAt >= EventStreams.GAP.toNanos())) {
            told = latest;
            toldAt = now;
            write(event(latest), now);
        } else if (now - writtenAt >= EventStreams.HEARTBEAT.toNanos()) {
            write(HEARTBEAT, now);
        }
    }

    /** Nothing of the cluster is in it: whoever wants to know more asks for the report. */
    private static String event(Evaluation evaluation) {
        Instant at = evaluation.snapshot().at().truncatedTo(ChronoUnit.MILLIS);
        return "event: evaluation\nid: " + at.toEpochMilli() + "\ndata: " + at + "\n\n";
    }

    boolean isOver(long now) {
        return now - openedAt >= EventStreams.LIFETIME.toNanos();
    }

    private void write(String text, long now) {
        writtenAt = now;
        whileOpen(response -> {
            var _ = response.write(text);
        });
    }

    /** Ends it, so that the client sees that nothing is missing. */
    void end() {
        whileOpen(response -> response.end().onComplete(ended -> Connections.cut(request.connection())));
    }

    private void whileOpen(Consumer<HttpServerResponse> act) {
        context.runOnContext(nothing -> {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                // It does not read: nothing is kept for it, and it may come again.
                Connections.cut(request.connection());
            } else {
                act.accept(response);
            }
        });
    }
}
