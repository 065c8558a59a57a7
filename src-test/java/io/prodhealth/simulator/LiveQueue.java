package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.SqsServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** One FIFO queue as those use it who send to it and work on it. */
final class LiveQueue {
    private static final int MOST_A_BATCH = 10;

    private final SqsClient sqs;
    private final String name;
    private final String url;
    private long number;

    /** Depths as GetQueueAttributes tells them. */
    record Depth(int visible, int inFlight) {}

    LiveQueue(SqsClient sqs, String name) {
        this.sqs = sqs;
        this.name = name;
        this.url = SqsServer.url(name);
    }

    String name() {
        return name;
    }

    /** Creates the queue as Cortex does; what it does not set has the default of SQS. */
    void create(Map<String, String> tags, Map<QueueAttributeName, String> more) {
        Map<QueueAttributeName, String> attributes = new HashMap<>(more);
        attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, "60");
        sqs.createQueue(
                request -> request.queueName(name).attributes(attributes).tags(tags));
    }

    /** Sends messages; each is a group of its own, as in Cortex, so that none waits for another. */
    void send(int messages) {
        List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            String id = Identity.hex(name + number++, 32);
            batch.add(SendMessageBatchRequestEntry.builder()
                    .id("m" + i % MOST_A_BATCH)
                    .messageGroupId(id)
                    .messageDeduplicationId(id)
                    .messageBody("s3://cortex-89e4e5f1/1767225600/workloads/" + id + "/payload")
                    .build());
            if (batch.size() == MOST_A_BATCH || i == messages - 1) {
                List<SendMessageBatchRequestEntry> entries = List.copyOf(batch);
                sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
                batch.clear();
            }
        }
    }

    /** Receives one message without waiting. */
    Optional<Message> receive(int visibilitySeconds) {
        return sqs
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(1)
                        .visibilityTimeout(visibilitySeconds)
                        .waitTimeSeconds(0))
                .messages()
                .stream()
                .findFirst();
    }

    /** Keeps a message to oneself for longer; false when it has long been another's. */
    boolean renew(Message message, int seconds) {
        try {
            sqs.changeMessageVisibility(request ->
                    request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
            return true;
        } catch (ReceiptHandleIsInvalidException e) {
            return false;
        }
    }

    /** Deletes a message that was worked on; nothing happens when another has received it since. */
    void delete(Message message) {
        try {
            sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
        } catch (ReceiptHandleIsInvalidException e) {
            // As in SQS: whoever has received it last deletes it.
            return;
        }
    }

    Depth depth() {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return new Depth(
                Integer.parseInt(attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")),
                Integer.parseInt(
                        attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0")));
    }
}
