package io.prodhealth.signal.queues;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Workload;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Writes what the queue signal says as series. */
public final class QueueSeries {

    /** The order of the exposition, which sorts by the names of labels: what arrives in order is sorted at no cost. */
    private static final Comparator<QueueFigures> EXPOSITION_ORDER = Comparator.comparing(
                    (QueueFigures queue) -> queue.api().kind())
            .thenComparing(queue -> queue.api().name())
            .thenComparing(queue -> queue.api().namespace())
            .thenComparing(QueueFigures::name);

    private static final List<Cause> CAUSES =
            Stream.of(Cause.values()).sorted(Comparator.comparing(Cause::label)).toList();

    private final Map<QueueLabels.Key, QueueLabels> labels = new ConcurrentHashMap<>();

    /** Adds every family of the signal. */
    public void write(QueueHealth health, Series series) {
        List<QueueFigures> live = inOrder(health.queues());
        List<QueueFigures> withdrawn = inOrder(health.withdrawn());
        if (labels.size() > live.size() + withdrawn.size()) {
            Set<QueueLabels.Key> known = new HashSet<>();
            live.forEach(queue -> known.add(QueueLabels.Key.of(queue)));
            withdrawn.forEach(queue -> known.add(QueueLabels.Key.of(queue)));
            labels.keySet().retainAll(known);
        }
        for (QueueFigures queue : live) {
            QueueLabels names = names(queue);
            state(queue, health, names, series);
            counters(queue, names, series);
        }
        for (QueueFigures queue : withdrawn) {
            counters(queue, names(queue), series);
        }
        if (health.found() instanceof Observed.Known<Integer> found) {
            series.gauge(QueueFamilies.DISCOVERED, found.value());
            series.gauge(QueueFamilies.COLLECTED, health.collected());
        }
        health.missing().forEach((api, missing) -> missing(api, missing, series));
        health.requests().forEach(api -> requests(api, series));
    }

    private static List<QueueFigures> inOrder(List<QueueFigures> queues) {
        return queues.stream().sorted(EXPOSITION_ORDER).toList();
    }

    private QueueLabels names(QueueFigures queue) {
        return labels.computeIfAbsent(QueueLabels.Key.of(queue), QueueLabels::new);
    }

    private static void state(QueueFigures queue, QueueHealth health, QueueLabels names, Series series) {
        series.info(QueueFamilies.INFO_OF_QUEUE, names.role(queue.role()));
        Queue read = queue.read();
        if (read != null) {
            series.gauge(QueueFamilies.MESSAGES, (double) read.delayed(), names.delayed);
            series.gauge(QueueFamilies.MESSAGES, (double) read.inFlight(), names.inFlight);
            series.gauge(QueueFamilies.MESSAGES, (double) read.visible(), names.visible);
        }
        known(QueueFamilies.AGE, queue.oldestAge(), names, series);
        if (queue.role().hasObjective()) {
            series.gauge(QueueFamilies.OBJECTIVE, health.ageObjective().toMillis() / 1000.0, names.queue);
        }
        queue.deadLetters()
                .ifPresent(messages -> series.gauge(QueueFamilies.DEAD_LETTERS, (double) messages, names.queue));
        known(QueueFamilies.DRAIN, queue.drain(), names, series);
        Verdict stuck = queue.stuck();
        if (stuck != null) {
            for (Cause cause : CAUSES) {
                series.gauge(QueueFamilies.STUCK, cause == stuck.cause() ? 1 : 0, names.cause(cause));
            }
        }
    }

    private static void counters(QueueFigures queue, QueueLabels names, Series series) {
        counter(QueueFamilies.DEAD_LETTER_ARRIVALS, queue.deadLetterArrivals(), queue, names, series);
        counter(QueueFamilies.SENT, queue.sent(), queue, names, series);
        counter(QueueFamilies.DELETED, queue.deleted(), queue, names, series);
    }

    private static void known(Family family, OptionalDouble value, QueueLabels names, Series series) {
        value.ifPresent(number -> series.gauge(family, number, names.queue));
    }

    private static void counter(
            Family family, OptionalDouble value, QueueFigures queue, QueueLabels names, Series series) {
        value.ifPresent(number -> series.counter(family, number, queue.since(), names.queue));
    }

    private static void missing(Workload api, boolean missing, Series series) {
        series.gauge(QueueFamilies.MISSING, missing ? 1 : 0, api.namespace(), api.name(), api.kind());
    }

    private static void requests(RequestFigures api, Series series) {
        String namespace = api.api().namespace();
        String name = api.api().name();
        series.gauge(QueueFamilies.IN_FLIGHT, api.inFlight(), namespace, name);
        api.queued().ifPresent(value -> series.gauge(QueueFamilies.QUEUED, value, namespace, name));
        api.waitSeconds().ifPresent(value -> series.gauge(QueueFamilies.WAIT, value, namespace, name));
        api.freeSlots().ifPresent(value -> series.gauge(QueueFamilies.FREE_SLOTS, value, namespace, name));
    }
}
