package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The queues of async APIs that are deployed, as the queue signal sees them. Series and queues of deleted APIs linger and
 * are nobody's.
 */
final class AsyncQueues {

    /** What is looked at in a queue. */
    interface Check {
        void queue(ApiSpec api, QueueFigures figures);
    }

    private AsyncQueues() {}

    static void each(Evidence evidence, Findings findings, Check check) {
        List<ApiSpec> apis = Scope.declared(evidence, findings, ApiSpec::async);
        if (apis.isEmpty()) {
            return;
        }
        Map<Workload, QueueFigures> queues = new HashMap<>();
        for (QueueFigures figures : evidence.queues().queues()) {
            if (figures.role() == QueueRole.ASYNC) {
                queues.put(figures.api(), figures);
            }
        }
        for (ApiSpec api : apis) {
            QueueFigures figures = queues.get(api.api().workload());
            if (evidence.origin() == Evidence.Origin.FILES) {
                findings.unknown(api.subject(), Unjudged.NEEDS_LIVE);
            } else if (figures != null) {
                check.queue(api, figures);
            } else if (evidence.queues().missing().getOrDefault(api.api().workload(), false)) {
                findings.unknown(api.subject(), "queue_missing");
            } else {
                // Why there is no queue is why SQS cannot be asked.
                findings.need(evidence.queues().found(), api.subject())
                        .ifPresent(found -> findings.unknown(api.subject(), "queue_not_seen"));
            }
        }
    }

    /** Why SQS does not tell of a queue. */
    static String unread(QueueFigures figures) {
        return figures.unread() == null ? "queue_not_read" : figures.unread().word();
    }
}
