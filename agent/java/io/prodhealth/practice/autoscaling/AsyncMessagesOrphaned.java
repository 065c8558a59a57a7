package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Watched;
import io.prodhealth.signal.queues.Cause;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.Verdict;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Queue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No message is held by a worker that is gone. It stays invisible for about as long as it had been worked on. Pods on their
 * way out still hold theirs, and so may pods that are not ready.
 */
public final class AsyncMessagesOrphaned implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "async_messages_orphaned",
            "9.10",
            Section.AUTOSCALING,
            "Messages in work are held by workers that live.",
            "Expect them to be delivered again; make requests shorter, or keep their pods on on-demand nodes.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Watched watched = Watched.of(evidence);
        AsyncQueues.each(
                evidence, findings, (api, figures) -> judge(api, figures, watched.of(api), evidence, findings));
    }

    private static void judge(
            ApiSpec api, QueueFigures figures, @Nullable ApiReadiness readiness, Evidence evidence, Findings findings) {
        Verdict verdict = figures.stuck();
        Queue read = figures.read();
        if (verdict != null && verdict.cause() == Cause.ORPHANED_IN_FLIGHT) {
            findings.warn(
                    api.subject(),
                    (read == null ? "more messages" : read.inFlight() + " messages")
                            + " in work than the living workers can hold since " + verdict.since(),
                    "no more messages in work than workers");
        } else if (read == null) {
            findings.unknown(api.subject(), AsyncQueues.unread(figures));
        } else if (readiness == null || readiness.podsByState().isEmpty()) {
            findings.need(evidence.kubernetes().pods(), api.subject())
                    .ifPresent(pods -> findings.unknown(api.subject(), "pods_unknown"));
        } else if (read.inFlight() <= holders(readiness.podsByState()) * Math.max(1, Servers.concurrency(api))) {
            findings.pass(api.subject());
        } else {
            // It takes two minutes of it, and a queue that is stuck is told of as such.
            Scope.noHistory(evidence, findings, api);
        }
    }

    private static long holders(Map<PodState, Integer> pods) {
        return (long) pods.getOrDefault(PodState.READY, 0)
                + pods.getOrDefault(PodState.NOT_READY, 0)
                + pods.getOrDefault(PodState.TERMINATING, 0);
    }
}
