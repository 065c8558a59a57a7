package io.prodhealth.source.aws;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every call to AWS that the agent can make: docs/iam-policy.json grants exactly these. */
public enum AwsOperation {
    LIST_QUEUES("sqs", "ListQueues"),
    GET_QUEUE_ATTRIBUTES("sqs", "GetQueueAttributes"),
    GET_METRIC_DATA("cloudwatch", "GetMetricData"),
    DESCRIBE_AUTO_SCALING_GROUPS("autoscaling", "DescribeAutoScalingGroups"),
    DESCRIBE_SCALING_ACTIVITIES("autoscaling", "DescribeScalingActivities");

    private final String service;
    private final String operation;

    AwsOperation(String service, String operation) {
        this.service = service;
        this.operation = operation;
    }

    /** Value of the label {@code service}, and the service's prefix in IAM. */
    public String service() {
        return service;
    }

    /** Value of the label {@code operation}, as AWS spells it. */
    public String operation() {
        return operation;
    }

    /** The action to grant in IAM. */
    public String action() {
        return service + ":" + operation;
    }

    /** The services that are asked, each once. */
    public static List<String> services() {
        return Stream.of(values()).map(AwsOperation::service).distinct().toList();
    }

    /** The operation of this name; no two services here share one. */
    static Optional<AwsOperation> named(String operation) {
        return Stream.of(values())
                .filter(known -> known.operation.equals(operation))
                .findFirst();
    }
}
