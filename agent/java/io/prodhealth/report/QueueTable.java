package io.prodhealth.report;

import io.prodhealth.signal.history.History;
import io.prodhealth.signal.history.Measure;
import io.prodhealth.signal.history.Track;
import io.prodhealth.signal.queues.Cause;
import io.prodhealth.signal.queues.Judged;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.signal.queues.Verdict;
import io.prodhealth.snapshot.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The queues on the status page: what is stuck first, then what has most waiting. */
final class QueueTable {

    private static final Comparator<QueueFigures> WORST_FIRST = Comparator.comparing(
                    (QueueFigures queue) -> !isStuck(queue))
            .thenComparingLong(queue -> queue.read() == null ? 0 : -queue.read().visible())
            .thenComparing(QueueFigures::name);

    /** Past these the JSON report is the better reading; they come after the APIs, which have most of the page. */
    static final int MAX_ROWS = 15;

    private QueueTable() {}

    static void write(Html html, List<QueueFigures> queues, History history, Instant now) {
        html.open("section", "id", "queues", "aria-labelledby", "queues-title");
        html.element("h2", "Queues", "id", "queues-title");
        Tables.start(
                html, "Queues with their messages", "Queue", "Waiting", "In work", "Oldest", "Drained in", "State");
        queues.stream().sorted(WORST_FIRST).limit(MAX_ROWS).forEach(queue -> row(html, queue, history, now));
        Tables.end(html);
        Tables.more(html, queues.size(), MAX_ROWS);
        html.close();
    }

    /** How many of them are stuck. */
    static long stuck(List<QueueFigures> queues) {
        return queues.stream().filter(QueueTable::isStuck).count();
    }

    private static boolean isStuck(QueueFigures queue) {
        return queue.stuck() != null && queue.stuck().cause() != Cause.OK;
    }

    private static void row(Html html, QueueFigures queue, History history, Instant now) {
        Tables.row(html, isStuck(queue) ? "bad" : "ok");
        html.name(queue.name()).open("span", "class", "kind");
        if (queue.api().name().isEmpty()) {
            html.text(of(queue.role()));
        } else {
            html.text(of(queue.role()) + " ").name(queue.api().name());
        }
        html.close().close();
        Queue read = queue.read();
        boolean own = queue.role() == QueueRole.ASYNC || queue.role() == QueueRole.BATCH;
        Optional<Track> track = own ? history.api(queue.api()) : Optional.empty();
        Plots.cell(html, "Waiting", read == null ? Tables.NONE : Long.toString(read.visible()), track, Measure.WAITING);
        Plots.cell(
                html, "In work", read == null ? Tables.NONE : Long.toString(read.inFlight()), track, Measure.IN_FLIGHT);
        Tables.cell(html, "Oldest", time(queue.oldestAge()));
        Tables.cell(html, "Drained in", time(queue.drain()));
        state(html, queue, now);
        html.close();
    }

    private static String time(OptionalDouble seconds) {
        if (seconds.isEmpty()) {
            return Tables.NONE;
        }
        return Double.isInfinite(seconds.getAsDouble())
                ? "never"
                : Words.time(Duration.ofMillis((long) Math.min(Long.MAX_VALUE / 2.0, seconds.getAsDouble() * 1000)));
    }

    private static void state(Html html, QueueFigures queue, Instant now) {
        Verdict stuck = queue.stuck();
        if (stuck == null) {
            Tables.mark(html, "State", "unknown", unjudged(queue.role()));
        } else if (stuck.cause() != Cause.OK) {
            Tables.mark(
                    html, "State", "bad", of(stuck.cause()) + ", " + Words.time(Duration.between(stuck.since(), now)));
        } else {
            boolean known = stuck.judged() == Judged.YES;
            Tables.mark(html, "State", known ? "ok" : "unknown", of(stuck));
        }
    }

    private static String unjudged(QueueRole role) {
        return switch (role) {
            case ASYNC, BATCH, UNDETERMINED -> "not known";
            case DELETED_API -> "nobody works on it";
            case DEAD_LETTER -> "kept to be looked at";
            case OTHER -> "not judged";
        };
    }

    private static String of(Verdict stuck) {
        return switch (stuck.judged()) {
            case YES -> "in order";
            case NO_HISTORY -> "watched for too short a time";
            case COMPLETIONS_UNKNOWN -> "completions are not known";
            case DEPTH_UNCERTAIN -> "depth is not certain";
        };
    }

    private static String of(Cause cause) {
        return switch (cause) {
            case OK -> "in order";
            case NO_READY_CONSUMER -> "nobody is ready to work on it";
            case AUTOSCALER_NOT_FOLLOWING -> "not scaled up from zero";
            case NO_COMPLETION -> "nothing is completed";
            case ORPHANED_IN_FLIGHT -> "messages without their worker";
            case STALE_GAUGE -> "not scaled: Cortex's gauge stands still";
        };
    }

    private static String of(QueueRole role) {
        return switch (role) {
            case ASYNC -> "async API";
            case BATCH -> "batch API";
            case DELETED_API -> "left by";
            case DEAD_LETTER -> "dead letters";
            case OTHER -> "not Cortex's";
            case UNDETERMINED -> "perhaps of";
        };
    }
}
