package io.prodhealth.report;

import io.prodhealth.signal.queues.Cause;
import io.prodhealth.signal.queues.Judged;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.signal.queues.RequestFigures;
import io.prodhealth.signal.queues.Verdict;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Queues in typical states. */
final class SampleQueues {

    private static final Instant SINCE = Samples.NOW.minus(Duration.ofHours(5));
    private static final Instant READ = Samples.NOW.minusSeconds(9);
    private static final Workload NOBODY = new Workload("", "", "");

    private SampleQueues() {}

    /** One that is worked on, and one that is empty. */
    static QueueHealth healthy() {
        return health(
                List.of(
                        queue("video-transcriber", 12, 8, 24, 40, verdict(Cause.OK, Judged.YES)),
                        queue("image-captioner", 0, 0, 0, 0, verdict(Cause.OK, Judged.YES))),
                Map.of(api("video-transcriber"), false),
                List.of(new RequestFigures(
                        new Workload("default", "RealtimeAPI", "iris-classifier"),
                        7.5,
                        OptionalDouble.of(0),
                        OptionalDouble.of(0),
                        OptionalDouble.of(316.5),
                        3,
                        3,
                        false)));
    }

    /** Nothing is completed in one, one was left, one cannot be read, and one API has none. */
    static QueueHealth incident() {
        List<QueueFigures> queues = new ArrayList<>();
        queues.add(queue(
                "video-transcriber",
                1353,
                8,
                1208,
                Double.POSITIVE_INFINITY,
                verdict(Cause.NO_COMPLETION, Judged.YES)));
        queues.add(queue("image-captioner", 41, 4, 70, -1, verdict(Cause.OK, Judged.NO_HISTORY)));
        queues.add(
                figures("cx_1ee11af4_old-tagger_0031415926.fifo", QueueRole.DELETED_API, api("old-tagger"), 17, null));
        queues.add(figures("failures.fifo", QueueRole.DEAD_LETTER, NOBODY, 3, null));
        queues.add(new QueueFigures(
                "orders",
                QueueRole.OTHER,
                NOBODY,
                null,
                Observed.Reason.PERMISSION_DENIED,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                SINCE,
                null));
        return health(
                queues,
                Map.of(api("video-transcriber"), false, api("summarizer"), true),
                List.of(new RequestFigures(
                        new Workload("default", "RealtimeAPI", "iris-classifier"),
                        131.5,
                        OptionalDouble.of(60.25),
                        OptionalDouble.of(4.5),
                        OptionalDouble.empty(),
                        3,
                        12,
                        true)));
    }

    /** Many, of names that were chosen to break something. */
    static QueueHealth hostile(int count) {
        List<QueueFigures> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(figures(
                    Samples.HOSTILE + i,
                    QueueRole.UNDETERMINED,
                    new Workload("default", "AsyncAPI", Samples.HOSTILE),
                    i,
                    verdict(Cause.NO_READY_CONSUMER, Judged.YES)));
        }
        return health(queues, Map.of(), List.of());
    }

    private static QueueHealth health(
            List<QueueFigures> queues, Map<Workload, Boolean> missing, List<RequestFigures> requests) {
        return new QueueHealth(
                new Observed.Known<>(queues.size(), READ),
                (int) queues.stream().filter(queue -> queue.read() != null).count(),
                queues,
                List.of(),
                missing,
                requests,
                Duration.ofMinutes(15));
    }

    private static Workload api(String name) {
        return new Workload("default", "AsyncAPI", name);
    }

    private static Verdict verdict(Cause cause, Judged judged) {
        return new Verdict(
                cause,
                Samples.NOW.minus(Duration.ofMinutes(15)),
                judged,
                Samples.NOW.minus(Duration.ofMinutes(20)),
                Duration.ofMinutes(5));
    }

    /** A negative time is none that is known. */
    private static QueueFigures queue(
            String api, long visible, long inFlight, double age, double drain, Verdict verdict) {
        String name = "cx_1ee11af4_" + api + "_0123456789.fifo";
        OptionalDouble drained = drain < 0 ? OptionalDouble.empty() : OptionalDouble.of(drain);
        return new QueueFigures(
                name,
                QueueRole.ASYNC,
                api(api),
                read(name, visible, inFlight, "failures.fifo"),
                null,
                OptionalDouble.of(age),
                drain > 0 && Double.isFinite(drain)
                        ? OptionalDouble.of((visible + inFlight) / drain)
                        : OptionalDouble.empty(),
                drained,
                "failures.fifo",
                OptionalLong.of(3),
                OptionalDouble.of(1),
                OptionalDouble.of(5200),
                OptionalDouble.of(5180),
                SINCE,
                verdict);
    }

    private static QueueFigures figures(
            String name, QueueRole role, Workload api, long visible, @Nullable Verdict verdict) {
        return new QueueFigures(
                name,
                role,
                api,
                read(name, visible, 0, ""),
                null,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                SINCE,
                verdict);
    }

    private static Queue read(String name, long visible, long inFlight, String deadLetterQueue) {
        return new Queue(
                name,
                "https://sqs.us-east-1.amazonaws.com/123456789012/" + name,
                name.endsWith(".fifo"),
                visible,
                inFlight,
                0,
                Duration.ofDays(4),
                deadLetterQueue,
                READ);
    }
}
