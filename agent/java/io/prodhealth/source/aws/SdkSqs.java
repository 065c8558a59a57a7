package io.prodhealth.source.aws;

import io.prodhealth.source.SourceException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS itself. */
record SdkSqs(AwsClients clients) implements SqsApi {

    /** The most that SQS gives; without a number it gives as many and no token for the rest. */
    private static final int PAGE = 1000;

    @Override
    public Page list(String prefix, String token) throws SourceException, InterruptedException {
        ListQueuesRequest request = ListQueuesRequest.builder()
                .queueNamePrefix(prefix)
                .maxResults(PAGE)
                .nextToken(token.isEmpty() ? null : token)
                .build();
        ListQueuesResponse response = clients.sqs(AwsOperation.LIST_QUEUES, sqs -> sqs.listQueues(request));
        String next = response.nextToken();
        return new Page(response.queueUrls().stream().filter(Objects::nonNull).toList(), next == null ? "" : next);
    }

    @Override
    public Map<String, String> attributes(String url) throws SourceException, InterruptedException {
        // The URL goes into the request's body, and the request to the client's endpoint: where the URL points does not
        // matter, and it may come from anyone who can deploy.
        GetQueueAttributesRequest request = GetQueueAttributesRequest.builder()
                .queueUrl(url)
                .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        QueueAttributeName.REDRIVE_POLICY)
                .build();
        return clients
                .sqs(AwsOperation.GET_QUEUE_ATTRIBUTES, sqs -> sqs.getQueueAttributes(request))
                .attributesAsStrings()
                .entrySet()
                .stream()
                .filter(attribute -> attribute.getValue() != null)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
