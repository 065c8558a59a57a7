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
 * @param held what another replica, or an earlier run, has said of it last; null when that was nothing to hold
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
        @Nullable Verdict verdict,
        @Nullable Held held) {

    /** A queue that is seen for the first time. */
    static QueueTrack start(Subject subject, Instant now) {
        long from = MinuteLedger.firstAfter(now);
        return new QueueTrack(
                subject.name(),
                subject.role(),
                subject.api(),
                now,
                now,
                DepthTrack.NONE,
                CounterTrack.NONE,
                CloudWatchTrack.start(MinuteLedger.start(0, from), MinuteLedger.start(0, from)),
                DeadLetters.NONE,
                ConsumerTrack.NONE,
                Orphans.NONE,
                GaugeTrack.NONE,
                null,
                null);
    }

    /** Going on from what another replica, or an earlier run, has counted and said. */
    QueueTrack goingOn(
            Instant from, MinuteLedger sent, MinuteLedger deleted, DeadLetters dropped, @Nullable Held said) {
        return new QueueTrack(
                name,
                role,
                api,
                from,
                seenAt,
                depth,
                counted,
                CloudWatchTrack.goingOn(sent, deleted),
                dropped,
                consumers,
                orphans,
                gauge,
                said == null ? verdict : said.verdict(),
                said);
    }

    /** After another look, less the verdict, which stays the last one. */
    QueueTrack with(Subject subject, Sources sources, Duration pause, Instant now) {
        Verdict said = last();
        boolean hung = said != null && said.cause() == Cause.NO_COMPLETION;
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
                verdict,
                held);
    }

    /** Whether there is something that must outlive a restart. */
    boolean isToBeKept() {
        return stuck() != null
                || deadLetters.level() != null
                || cloudWatch.sent().total() > 0
                || cloudWatch.deleted().total() > 0;
    }

    /** What was last said of it, by whomever, if that was that it is stuck. */
    @Nullable
    Verdict stuck() {
        Verdict last = last();
        return last == null || last.cause() == Cause.OK ? null : last;
    }

    /** What was last said of it, by whomever. */
    @Nullable
    Verdict last() {
        return verdict == null && held != null ? held.verdict() : verdict;
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
                next,
                held);
    }
}
