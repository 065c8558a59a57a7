package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.signal.queues.Judged;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.Verdict;

/** Whether the queue signal says that an async API's queue is stuck; how long is too long it has learned from the queue. */
public final class AsyncQueueStuck implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "async_queue_stuck",
            "9.9",
            Section.AUTOSCALING,
            "Messages that wait are worked on.",
            "Look at the dequeuer's log and at why pods are not ready: the container must answer 200 with JSON, and one"
                    + " failed check of the dequeuer makes its pod unready.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        AsyncQueues.each(evidence, findings, (api, figures) -> judge(api, figures, findings));
    }

    private static void judge(ApiSpec api, QueueFigures figures, Findings findings) {
        Verdict verdict = figures.stuck();
        if (verdict == null) {
            findings.unknown(api.subject(), AsyncQueues.unread(figures));
            return;
        }
        String since = " since " + verdict.since();
        switch (verdict.cause()) {
            case NO_READY_CONSUMER -> fail(api, "messages wait and no pod has been ready" + since, findings);
            case AUTOSCALER_NOT_FOLLOWING -> fail(api, "messages wait and no replica is asked for" + since, findings);
            case NO_COMPLETION ->
                fail(
                        api,
                        "messages wait and nothing has completed"
                                + (verdict.lastCompletion() == null ? since : " since " + verdict.lastCompletion()),
                        findings);
            case STALE_GAUGE ->
                findings.warn(
                        api.subject(),
                        "the depth that Cortex scales by stands still" + since,
                        "Cortex's operator reads the queue");
            // That is a practice of its own, and does not say that nothing completes.
            case ORPHANED_IN_FLIGHT, OK -> {
                if (verdict.judged() == Judged.YES) {
                    findings.pass(api.subject());
                } else {
                    findings.unknown(api.subject(), verdict.judged().word());
                }
            }
        }
    }

    private static void fail(ApiSpec api, String observed, Findings findings) {
        findings.fail(api.subject(), observed, "messages that wait are completed");
    }
}
