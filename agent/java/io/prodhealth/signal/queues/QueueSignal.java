package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the queues are: per queue and API, never per message. Time and memory go with the number of queues and APIs.
 *
 * @param namespace where Cortex has its APIs
 * @param ageObjective how long a message may wait
 * @param stuckAfter least time without a completion after which a queue is stuck
 * @param causeAfter for how long any other cause of being stuck must last
 * @param cloudWatchInterval time between two readings of a queue from CloudWatch
 */
public record QueueSignal(
        String namespace,
        Duration ageObjective,
        Duration stuckAfter,
        Duration causeAfter,
        Duration cloudWatchInterval) {

    /** CloudWatch tells of a minute up to so much later. */
    private static final Duration SETTLES = Duration.ofMinutes(10);

    private static final int INTERVALS_UNTIL_STALE = 3;

    /** Before the first evaluation. */
    public QueueState start(Instant at) {
        return QueueState.start(ageObjective, at);
    }

    /** Before the first evaluation after a restart: counting on where the last run has ended. */
    public QueueState resume(QueueMemory memory, Instant at) {
        return resume(start(at), memory, at);
    }

    /** {@code last}, which has only watched, but going on from what whoever led has counted and said. */
    public QueueState resume(QueueState last, QueueMemory memory, Instant at) {
        // By then a cause that is still there has been seen for as long as it takes to be named.
        return last.goingOn(memory, at.plus(stuckAfter).plus(causeAfter), at);
    }

    /** The next state. */
    public QueueState step(QueueState last, ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis) {
        Instant now = snapshot.at();
        Recognition recognition = new Recognition(snapshot, apis, namespace);
        Sources sources = Sources.of(
                snapshot, cloudWatchInterval.multipliedBy(INTERVALS_UNTIL_STALE).plus(SETTLES));
        boolean cloudWatchSeen =
                last.cloudWatchSeen() || snapshot.queueActivity() instanceof Observed.Known<List<QueueActivity>>;
        StuckRule rule = new StuckRule(stuckAfter, causeAfter);
        Map<String, QueueTrack> tracks = new HashMap<>();
        List<QueueFigures> queues = new ArrayList<>();
        int found = 0;
        int collected = 0;
        for (Subject subject : recognition.subjects()) {
            QueueTrack track = last.track(subject, now).with(subject, sources, causeAfter, now);
            track = track.with(rule.of(track, subject, sources, now));
            tracks.put(subject.name(), track);
            queues.add(Figures.of(track, subject, sources, cloudWatchSeen && isTold(track, last, now), now));
            found += subject.read() != null || subject.unread() != null ? 1 : 0;
            collected += subject.read() != null ? 1 : 0;
        }
        boolean sqsKnown = snapshot.queues() instanceof Observed.Known<Queues>;
        List<QueueFigures> withdrawn = new ArrayList<>();
        last.tracks().forEach((name, track) -> {
            if (!tracks.containsKey(name)
                    && !track.seenAt().plus(QueueState.FORGOTTEN_AFTER).isBefore(now)) {
                tracks.put(name, track);
                if (!sqsKnown) {
                    withdrawn.add(Figures.withdrawn(track, cloudWatchSeen && isTold(track, last, now)));
                }
            }
        });
        queues.sort(java.util.Comparator.comparing(QueueFigures::name));
        Map<Workload, QueueState.Missing> missing = missing(last, recognition, snapshot.queues());
        int all = found;
        QueueHealth result = new QueueHealth(
                snapshot.queues().map(known -> all),
                collected,
                List.copyOf(queues),
                List.copyOf(withdrawn),
                shown(recognition, missing, snapshot.queues()),
                Requests.of(snapshot, apis.orElse(List.of())),
                ageObjective);
        return new QueueState(
                result,
                tracks,
                stillResumed(last, tracks, now),
                last.resumedAt(),
                last.heldUntil(),
                missing,
                cloudWatchSeen);
    }

    /**
     * A counter that goes on from another's is told once what that one had counted and not kept has been counted anew, or
     * there is nothing to come: one that rises by it would be an increase to Prometheus.
     */
    private boolean isTold(QueueTrack track, QueueState last, Instant now) {
        return !track.cloudWatch().isBehind()
                || last.resumedAt().plus(cloudWatchInterval.multipliedBy(2)).isBefore(now);
    }

    private static Map<String, QueueMemory.Entry> stillResumed(
            QueueState last, Map<String, QueueTrack> tracks, Instant now) {
        if (last.resumed().isEmpty()
                || last.resumedAt().plus(QueueState.FORGOTTEN_AFTER).isBefore(now)) {
            return Map.of();
        }
        Map<String, QueueMemory.Entry> left = new HashMap<>(last.resumed());
        left.keySet().removeAll(tracks.keySet());
        return left;
    }

    private static Map<Workload, QueueState.Missing> missing(
            QueueState last, Recognition recognition, Observed<Queues> queues) {
        if (!(queues instanceof Observed.Known<Queues> known)) {
            return last.missing();
        }
        Map<Workload, QueueState.Missing> missing = new HashMap<>();
        recognition.owners().async().forEach((queue, api) -> {
            if (!recognition.exists(queue)) {
                Workload workload = api.api().workload();
                QueueState.@Nullable Missing before = last.missing().get(workload);
                missing.put(
                        workload,
                        before == null
                                ? new QueueState.Missing(known.at(), false)
                                : new QueueState.Missing(
                                        before.first(),
                                        before.again() || known.at().isAfter(before.first())));
            }
        });
        return missing;
    }

    private static Map<Workload, Boolean> shown(
            Recognition recognition, Map<Workload, QueueState.Missing> missing, Observed<Queues> queues) {
        if (!(queues instanceof Observed.Known<Queues>)) {
            return Map.of();
        }
        Map<Workload, Boolean> shown = new LinkedHashMap<>();
        Set<Workload> apis = new HashSet<>();
        recognition.owners().async().values().forEach(api -> apis.add(api.api().workload()));
        apis.stream()
                .sorted(java.util.Comparator.comparing(Workload::name).thenComparing(Workload::namespace))
                .forEach(api -> {
                    QueueState.@Nullable Missing why = missing.get(api);
                    shown.put(api, why != null && why.again());
                });
        return shown;
    }
}
