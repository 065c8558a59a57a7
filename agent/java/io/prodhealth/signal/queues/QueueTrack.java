package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one queue. Immutable.
 *
 * @param name name of the queue
 * @param role what it was for when it was last seen
 * @param api whose it was
 * @param since when its counters began
 * @param seenAt when it was last there
 * @param verdict the last one; null when there was nothing to judge
 */
record QueueTrack(
        String name,
        QueueRole role,
        Workload api,
        Instant since,
        Instant seenAt,
        DepthTrack depth,
        CounterTrack counted,
        CloudWatchTrack cloudWatch,
        DeadLetters deadLetters,
        ConsumerTrack consumers,
        Orphans orphans,
        GaugeTrack gauge,
        @Nullable Verdict verdict) {

    /** A queue that is seen for the first time. */
    static QueueTrack start(Subject subject, Instant now) {
        long from = MinuteLedger.firstAfter(now);
        return start(subject, now, MinuteLedger.start(0, from), MinuteLedger.start(0, from), DeadLetters.NONE);
    }

    /** A queue whose counters go on. */
    static QueueTrack start(
            Subject subject, Instant since, MinuteLedger sent, MinuteLedger deleted, DeadLetters deadLetters) {
        return new QueueTrack(
                subject.name(),
                subject.role(),
                subject.api(),
                since,
                since,
                DepthTrack.NONE,
                CounterTrack.NONE,
                CloudWatchTrack.start(sent, deleted),
                deadLetters,
                ConsumerTrack.NONE,
                Orphans.NONE,
                GaugeTrack.NONE,
                null);
    }

    /** After another look, less the verdict, which stays the last one. */
    QueueTrack with(Subject subject, Sources sources, Duration pause, Instant now) {
        boolean hung = verdict != null && verdict.cause() == Cause.NO_COMPLETION;
        Instant waitingSince = waitingSince();
        Queue dead = subject.deadLetters();
        DeadLetters dropped = dead == null ? deadLetters : deadLetters.with(dead.messages(), dead.at());
        GaugeTrack told = gauge(subject.requests(), sources);
        DepthTrack.Depth reading = reading(subject, sources);
        DepthTrack deep = depth;
        Orphans lost = orphans;
        if (reading != null && depth.isOlderThan(reading)) {
            long elsewhere = (long) (dropped.arrivals() - deadLetters.arrivals());
            deep = depth.with(reading, elsewhere, hung ? null : waitingSince);
            lost = orphans(reading, subject.consumers());
            told = reading.ofGauge() || told.at() == null ? told : told.comparedWith(reading);
        }
        Consumers workers = subject.consumers();
        CounterTrack counter = counted;
        if (subject.requests() != null && sources.requestsAt() != null) {
            counter = counted.with(subject.requests(), sources.scraped(), sources.requestsAt(), waitingSince, hung);
        }
        return new QueueTrack(
                name,
                subject.role(),
                subject.api(),
                since,
                now,
                deep,
                counter,
                subject.activity() == null ? cloudWatch : cloudWatch.with(subject.activity(), !hung, now),
                dropped,
                workers == null ? consumers : consumers.with(workers, now, pause),
                lost,
                told,
                verdict);
    }

    /** Whether there is something to go on counting from. */
    boolean hasCounted() {
        return deadLetters.level() != null
                || cloudWatch.sent().total() > 0
                || cloudWatch.deleted().total() > 0;
    }

    private @Nullable Instant waitingSince() {
        Instant messages = depth.messages().since();
        Instant ready = consumers.readySince();
        return messages == null || ready == null ? null : Completions.later(messages, ready);
    }

    private GaugeTrack gauge(RequestLoad.@Nullable Async load, Sources sources) {
        return load == null
                        || sources.requestsAt() == null
                        || load.queued().isEmpty()
                        || load.active().isEmpty()
                ? GaugeTrack.NONE
                : gauge.with(load.queued().getAsDouble() + load.active().getAsDouble(), sources.requestsAt());
    }

    private Orphans orphans(DepthTrack.Depth reading, @Nullable Consumers workers) {
        Integer holders = workers == null ? null : workers.holders();
        return workers == null || holders == null
                ? Orphans.NONE
                : orphans.with(reading.inFlight(), holders, workers.workers(), reading.at());
    }

    /** What SQS says; else, of an async API, what Cortex's gauges say; null when neither does. */
    static DepthTrack.@Nullable Depth reading(Subject subject, Sources sources) {
        Queue read = subject.read();
        if (read != null) {
            return new DepthTrack.Depth(read.visible(), read.inFlight(), read.delayed(), read.at(), false);
        }
        RequestLoad.Async load = subject.requests();
        if (load == null
                || sources.requestsAt() == null
                || load.queued().isEmpty()
                || load.active().isEmpty()) {
            return null;
        }
        return new DepthTrack.Depth(
                (long) load.queued().getAsDouble(), (long) load.active().getAsDouble(), 0, sources.requestsAt(), true);
    }

    QueueTrack with(@Nullable Verdict next) {
        return new QueueTrack(
                name,
                role,
                api,
                since,
                seenAt,
                depth,
                counted,
                cloudWatch,
                deadLetters,
                consumers,
                orphans,
                gauge,
                next);
    }
}
