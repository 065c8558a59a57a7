package io.prodhealth.source.aws;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;

/**
 * What has come of all calls of one operation.
 *
 * @param answered at least one was let through
 * @param denied at least one was refused for want of a permission
 * @param problem of the first call that failed otherwise, text of AWS; empty when none did
 */
public record AwsOutcome(boolean answered, boolean denied, String problem) {

    static final AwsOutcome ANSWERED = new AwsOutcome(true, false, "");

    static AwsOutcome of(AwsOperation operation, SourceException failure) {
        if (failure.deniedAction() != null) {
            return new AwsOutcome(false, true, failure.text());
        }
        // Whether it may be asked comes before whether it is there. SQS alone says "not there" for both.
        boolean letThrough = failure.reason() == FailureReason.NOT_FOUND
                && failure.text().startsWith(operation.action())
                && !operation.service().equals(AwsOperation.LIST_QUEUES.service());
        return letThrough ? ANSWERED : new AwsOutcome(false, false, failure.text());
    }

    AwsOutcome and(AwsOutcome later) {
        return new AwsOutcome(
                answered || later.answered, denied || later.denied, problem.isEmpty() ? later.problem : problem);
    }
}
