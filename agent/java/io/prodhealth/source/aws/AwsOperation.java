package io.prodhealth.source.aws;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every call to AWS that the agent can make: deploy/iam/policy.json grants exactly these. */
public enum AwsOperation {
    LIST_QUEUES("sqs", "ListQueues"),
    GET_QUEUE_ATTRIBUTES("sqs", "GetQueueAttributes"),
    GET_METRIC_DATA("cloudwatch", "GetMetricData"),
    DESCRIBE_AUTO_SCALING_GROUPS("autoscaling", "DescribeAutoScalingGroups"),
    DESCRIBE_SCALING_ACTIVITIES("autoscaling", "DescribeScalingActivities"),
    /** Of both generations, which share their actions; so do the tags. */
    DESCRIBE_LOAD_BALANCERS("elasticloadbalancing", "DescribeLoadBalancers"),
    DESCRIBE_TAGS("elasticloadbalancing", "DescribeTags"),
    DESCRIBE_LISTENERS("elasticloadbalancing", "DescribeListeners"),
    DESCRIBE_TARGET_GROUPS("elasticloadbalancing", "DescribeTargetGroups"),
    DESCRIBE_TARGET_HEALTH("elasticloadbalancing", "DescribeTargetHealth"),
    DESCRIBE_INSTANCE_HEALTH("elasticloadbalancing", "DescribeInstanceHealth"),
    DESCRIBE_INSTANCES("ec2", "DescribeInstances"),
    DESCRIBE_VPCS("ec2", "DescribeVpcs"),
    DESCRIBE_SUBNETS("ec2", "DescribeSubnets"),
    DESCRIBE_ROUTE_TABLES("ec2", "DescribeRouteTables"),
    DESCRIBE_NAT_GATEWAYS("ec2", "DescribeNatGateways"),
    DESCRIBE_VPC_ENDPOINTS("ec2", "DescribeVpcEndpoints"),
    DESCRIBE_VPC_PEERING_CONNECTIONS("ec2", "DescribeVpcPeeringConnections"),
    DESCRIBE_SECURITY_GROUPS("ec2", "DescribeSecurityGroups"),
    LIST_HOSTED_ZONES("route53", "ListHostedZones"),
    LIST_RESOURCE_RECORD_SETS("route53", "ListResourceRecordSets"),
    DESCRIBE_REPOSITORIES("ecr", "DescribeRepositories"),
    LIST_IMAGES("ecr", "ListImages"),
    DESCRIBE_CERTIFICATE("acm", "DescribeCertificate");

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
