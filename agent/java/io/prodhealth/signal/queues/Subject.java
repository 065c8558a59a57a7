package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one snapshot says about one queue.
 *
 * @param name name of the queue
 * @param role what it is for
 * @param api whose it is; {@link #NOBODY} when it is not Cortex's
 * @param read what SQS says; null when it does not
 * @param unread why SQS does not; null when it does, or when the queue was not found there
 * @param deadLetters its dead-letter queue, as SQS says; null when it has none or that cannot be read
 * @param activity what CloudWatch says; null when it says nothing
 * @param requests what Prometheus says of its async API; null when it says nothing
 * @param workerSeconds seconds that its workers have lived together, where nothing else tells how long a request takes;
 *     else 0
 * @param consumers those who work on it; null when that is not known, or nobody should
 */
record Subject(
        String name,
        QueueRole role,
        Workload api,
        @Nullable Queue read,
        Observed.@Nullable Reason unread,
        @Nullable Queue deadLetters,
        @Nullable QueueActivity activity,
        RequestLoad.@Nullable Async requests,
        double workerSeconds,
        @Nullable Consumers consumers) {

    /** The API of a queue that has none. */
    static final Workload NOBODY = new Workload("", "", "");
}
