package io.prodhealth.source.aws;

import io.prodhealth.snapshot.Queue;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A queue out of what {@code GetQueueAttributes} answers. What cannot be true is a failure, never a 0. */
record QueueAttributes(Map<String, String> values) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String RETENTION = "MessageRetentionPeriod";
    /** SQS always tells; what only speaks its protocol may have no retention, and this is SQS's where none is set. */
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(4);

    /** More than any queue holds: SQS has no limit, but at its highest rates this takes years. */
    private static final long MOST_MESSAGES = 1_000_000_000_000L;
    /** SQS allows 14 days. */
    private static final long LONGEST_RETENTION_SECONDS = 14L * 86_400;

    /** A number of more digits is none of SQS's, and need not be parsed. */
    private static final int MOST_DIGITS = 18;

    private static final int LONGEST_POLICY = 10_000;

    Queue queue(String name, String url, Instant at) throws SourceException {
        return new Queue(
                name,
                url,
                QueueName.fifo(name),
                number("ApproximateNumberOfMessages", 0, MOST_MESSAGES),
                number("ApproximateNumberOfMessagesNotVisible", 0, MOST_MESSAGES),
                number("ApproximateNumberOfMessagesDelayed", 0, MOST_MESSAGES),
                retention(),
                deadLetterQueue(),
                at);
    }

    private Duration retention() throws SourceException {
        return values.containsKey(RETENTION)
                ? Duration.ofSeconds(number(RETENTION, 1, LONGEST_RETENTION_SECONDS))
                : DEFAULT_RETENTION;
    }

    private long number(String attribute, long least, long most) throws SourceException {
        String text = values.getOrDefault(attribute, "");
        boolean digits = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
        long number = digits ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw invalid(attribute);
        }
        return number;
    }

    private String deadLetterQueue() throws SourceException {
        String policy = values.getOrDefault("RedrivePolicy", "");
        if (policy.isEmpty()) {
            return "";
        }
        if (policy.length() > LONGEST_POLICY) {
            throw invalid("RedrivePolicy");
        }
        try {
            String arn = JSON.readTree(policy).path("deadLetterTargetArn").asString("");
            return QueueName.ofArn(arn).orElseThrow(() -> invalid("RedrivePolicy"));
        } catch (JacksonException e) {
            throw invalid("RedrivePolicy");
        }
    }

    private static SourceException invalid(String attribute) {
        return new SourceException(
                FailureReason.INVALID_RESPONSE,
                AwsOperation.GET_QUEUE_ATTRIBUTES.action() + ": " + attribute + " is missing or cannot be true");
    }
}
