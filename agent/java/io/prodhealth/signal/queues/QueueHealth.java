package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the queue signal says at one moment. Immutable.
 *
 * @param found queues of the cluster that were found in SQS; unknown while SQS is
 * @param collected how many of them could be read
 * @param queues every queue of the cluster, by name
 * @param withdrawn queues that cannot be looked at any more, of which the counters stay
 * @param missing async APIs, with whether the queue that each should have is not there; empty while SQS is not known
 * @param requests realtime APIs of which requests are known
 * @param ageObjective how long a message may wait
 */
public record QueueHealth(
        Observed<Integer> found,
        int collected,
        List<QueueFigures> queues,
        List<QueueFigures> withdrawn,
        Map<Workload, Boolean> missing,
        List<RequestFigures> requests,
        Duration ageObjective) {}
