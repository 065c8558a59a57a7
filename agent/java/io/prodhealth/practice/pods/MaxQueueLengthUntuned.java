package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * No request waits longer in a pod than its client does. A queue of 100, the default, is nothing at 10 ms a request and
 * minutes at a second: without latencies, which are not kept, that cannot be judged. The guide leaves it to the reader.
 */
public final class MaxQueueLengthUntuned implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "max_queue_length_untuned",
            "7.5",
            Section.PODS,
            "The longest wait in a pod is one that clients accept.",
            "Set pod.max_queue_length to the acceptable wait times max_concurrency over the mean latency, at least 1.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, ApiSpec::realtime);
    }
}
