package io.prodhealth.signal.queues;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.snapshot.Workload;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;

/** The labels of the series of one queue, made once for as long as it lives. */
final class QueueLabels {

    /**
     * What makes a queue another one in a scrape.
     *
     * @param api whose it is
     * @param queue its name
     */
    record Key(Workload api, String queue) {

        static Key of(QueueFigures queue) {
            return new Key(queue.api(), queue.name());
        }
    }

    final Labels queue;
    final Labels visible;
    final Labels inFlight;
    final Labels delayed;
    private final Key key;
    private final Map<Cause, Labels> causes = new EnumMap<>(Cause.class);
    private final Map<QueueRole, Labels> roles = new EnumMap<>(QueueRole.class);

    QueueLabels(Key key) {
        this.key = key;
        this.queue = with(QueueFamilies.AGE);
        this.visible = with(QueueFamilies.MESSAGES, "visible");
        this.inFlight = with(QueueFamilies.MESSAGES, "in_flight");
        this.delayed = with(QueueFamilies.MESSAGES, "delayed");
        for (Cause cause : Cause.values()) {
            causes.put(cause, with(QueueFamilies.STUCK, cause.label()));
        }
        for (QueueRole role : QueueRole.values()) {
            roles.put(role, with(QueueFamilies.INFO_OF_QUEUE, role.label()));
        }
    }

    Labels cause(Cause cause) {
        return causes.getOrDefault(cause, queue);
    }

    Labels role(QueueRole role) {
        return roles.getOrDefault(role, queue);
    }

    private Labels with(Family family, String... more) {
        String[] values = new String[4 + more.length];
        values[0] = key.api.namespace();
        values[1] = key.api.name();
        values[2] = key.api.kind();
        values[3] = key.queue;
        System.arraycopy(more, 0, values, 4, more.length);
        return Series.labels(family, values);
    }
}
