package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all queues of one snapshot.
 *
 * @param requestsAt when Prometheus was read; null while it is not known
 * @param scraped whether Prometheus has counters of any async API
 * @param oldestMinute age at which the newest minute of CloudWatch tells nothing of now
 */
record Sources(@Nullable Instant requestsAt, boolean scraped, Duration oldestMinute) {

    static Sources of(ClusterSnapshot snapshot, Duration oldestMinute) {
        if (!(snapshot.requests() instanceof Observed.Known<RequestLoad> known)) {
            return new Sources(null, false, oldestMinute);
        }
        boolean scraped =
                known.value().async().stream().anyMatch(api -> !api.completed().isEmpty());
        return new Sources(known.at(), scraped, oldestMinute);
    }
}
