package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Autoscaling;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a queue is stuck, and why.
 *
 * <p>{@link Cause#NO_COMPLETION}: messages wait, a consumer is ready, and nothing has been completed for the longest of
 * {@code stuckAfter}, three times the mean time of a request, and three times the longest gap between two completions of the
 * last day. That needs to be known: an hour of watching, or as many completions that each worker has had three, or enough
 * that the living pods have counted, and timed or at least lived for. Only where nothing is in flight does the least time do, since then nobody is at work.
 * Once said it stays until something is completed, nothing waits any more, or nobody can tell.
 *
 * @param stuckAfter least time without a completion
 * @param causeAfter for how long any other cause must last
 */
record StuckRule(Duration stuckAfter, Duration causeAfter) {

    /** The tail of a queue's times, told from their mean or from the longest that was seen. */
    private static final int TIMES = 3;

    private static final Duration WATCHED_ENOUGH = Duration.ofHours(1);

    /** Cortex reads the depth each 10 s: after so many readings without a change it does not read it. */
    private static final Duration GAUGE_STANDS_STILL = Duration.ofMinutes(3);

    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    /** Null when there is nothing to judge: nobody should consume the queue, or its depth or its consumers are not known. */
    @Nullable
    Verdict of(QueueTrack track, Subject subject, Sources sources, Instant now) {
        Consumers consumers = subject.consumers();
        DepthTrack.Depth depth = QueueTrack.reading(subject, sources) == null
                ? null
                : track.depth().depth();
        if (!subject.role().consumed() || consumers == null || depth == null) {
            return null;
        }
        Verdict judged = judge(track, subject, sources, consumers, depth, now);
        Held held = track.held();
        return held == null || !consumers.expected() ? judged : held.over(judged, depth.total(), now);
    }

    private Verdict judge(
            QueueTrack track,
            Subject subject,
            Sources sources,
            Consumers consumers,
            DepthTrack.Depth depth,
            Instant now) {
        Optional<Evidence> evidence = Evidence.of(track, subject, sources, now);
        Instant completion = evidence.map(Evidence::lastCompletion).orElse(null);
        Instant waiting = track.depth().waiting().since();
        if (!consumers.expected()) {
            return verdict(track, Cause.OK, Judged.YES, completion, null, now);
        }
        if (waiting != null && lasts(waiting, track.consumers().noneReadySince(), causeAfter, now)) {
            return verdict(track, Cause.NO_READY_CONSUMER, Judged.YES, completion, null, now);
        }
        Autoscaling autoscaling = consumers.autoscaling();
        if (waiting != null
                && autoscaling != null
                && lasts(
                        waiting,
                        track.consumers().noneWantedSince(),
                        autoscaling
                                .window()
                                .plus(autoscaling.upscaleStabilization())
                                .plus(causeAfter),
                        now)) {
            return verdict(track, Cause.AUTOSCALER_NOT_FOLLOWING, Judged.YES, completion, null, now);
        }
        Progress progress = progress(track, consumers, depth, evidence);
        if (progress.hangs) {
            return verdict(track, Cause.NO_COMPLETION, Judged.YES, completion, progress.allowed, now);
        }
        if (isOrphaned(track)) {
            return verdict(track, Cause.ORPHANED_IN_FLIGHT, Judged.YES, completion, progress.allowed, now);
        }
        if (waiting != null && isGaugeStale(track, consumers, depth)) {
            return verdict(track, Cause.STALE_GAUGE, Judged.YES, completion, progress.allowed, now);
        }
        return verdict(track, Cause.OK, progress.judged, completion, progress.allowed, now);
    }

    private record Progress(
            boolean hangs, Judged judged, @Nullable Duration allowed) {}

    private Progress progress(
            QueueTrack track, Consumers consumers, DepthTrack.Depth depth, Optional<Evidence> evidence) {
        Instant waiting = track.depth().waiting().since();
        Instant ready = track.consumers().readySince();
        if (waiting == null || ready == null) {
            return new Progress(false, Judged.YES, null);
        }
        if (evidence.isEmpty()) {
            return new Progress(false, Judged.COMPLETIONS_UNKNOWN, null);
        }
        Evidence known = evidence.get();
        if (depth.ofGauge() && !track.gauge().isAlive(known.lastCompletion())) {
            return new Progress(false, Judged.DEPTH_UNCERTAIN, null);
        }
        Duration allowed = allowed(known);
        Verdict last = track.last();
        if (last != null && last.cause() == Cause.NO_COMPLETION) {
            // Another source may date the same completion up to a minute later.
            Instant before = last.lastCompletion() == null
                    ? last.since().minus(stuckAfter)
                    : last.lastCompletion().plus(RESOLUTION);
            boolean completed =
                    known.lastCompletion() != null && known.lastCompletion().isAfter(before);
            return new Progress(!completed, Judged.YES, allowed);
        }
        Instant quiet = latest(waiting, ready, latest(known.lastSign(), known.since(), known.since()));
        if (isKnownEnough(known, consumers, quiet)) {
            return new Progress(!quiet.plus(allowed).isAfter(known.until()), Judged.YES, allowed);
        }
        if (known.lifetime() >= Evidence.ENOUGH && known.lifetimeLatency() > 0) {
            Duration longer = longer(allowed, times(known.lifetimeLatency()));
            return new Progress(!quiet.plus(longer).isAfter(known.until()), Judged.YES, longer);
        }
        Instant worked = track.depth().workedAt();
        Instant idle = worked == null ? quiet : latest(quiet, worked, worked);
        boolean nobodyWorks = !idle.plus(stuckAfter).isAfter(known.until());
        return new Progress(nobodyWorks, nobodyWorks ? Judged.YES : Judged.NO_HISTORY, nobodyWorks ? stuckAfter : null);
    }

    private Duration allowed(Evidence known) {
        return longer(
                stuckAfter, longer(times(known.latency()), known.longestGap().multipliedBy(TIMES)));
    }

    private static Duration times(double seconds) {
        return Duration.ofMillis((long) Math.min(Long.MAX_VALUE / 2.0, seconds * 1000 * TIMES));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static boolean isKnownEnough(Evidence known, Consumers consumers, Instant quiet) {
        // Until one of the workers has completed two, a request may take as long as it has been quiet.
        Instant watched = known.seen() > consumers.capacity() ? known.since() : quiet;
        return Duration.between(watched, known.until()).compareTo(WATCHED_ENOUGH) >= 0
                || known.seen() >= Math.max(Evidence.ENOUGH, TIMES * (double) consumers.capacity());
    }

    private boolean isOrphaned(QueueTrack track) {
        Instant since = track.orphans().since();
        Instant at = track.orphans().at();
        return since != null && at != null && Duration.between(since, at).compareTo(causeAfter) >= 0;
    }

    private static boolean isGaugeStale(QueueTrack track, Consumers consumers, DepthTrack.Depth depth) {
        Instant since = track.gauge().awaySince();
        Integer max = consumers.max();
        return since != null
                && max != null
                && consumers.desired() < max
                && !depth.ofGauge()
                && Duration.between(since, depth.at()).compareTo(GAUGE_STANDS_STILL) >= 0;
    }

    private static boolean lasts(Instant waiting, @Nullable Instant since, Duration time, Instant now) {
        return since != null && !Completions.later(waiting, since).plus(time).isAfter(now);
    }

    private static Instant latest(Instant a, Instant b, Instant c) {
        return Completions.later(a, Completions.later(b, c));
    }

    private static Verdict verdict(
            QueueTrack track,
            Cause cause,
            Judged judged,
            @Nullable Instant completion,
            @Nullable Duration allowed,
            Instant now) {
        Verdict last = track.last();
        if (last == null || last.cause() != cause) {
            return new Verdict(cause, now, judged, completion, allowed);
        }
        // What was completed before it hung is what a later completion is compared with.
        Instant compared = cause == Cause.NO_COMPLETION ? last.lastCompletion() : completion;
        return new Verdict(cause, last.since(), judged, compared, allowed);
    }
}
