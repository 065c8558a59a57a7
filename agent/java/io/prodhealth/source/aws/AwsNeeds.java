package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.AwsOperation.*;

import io.prodhealth.access.AwsNeed;
import io.prodhealth.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Every action that the agent needs of AWS, what for, and what is lost where it is denied. */
public final class AwsNeeds {

    private static final String SQS = "sqs";
    private static final String CLOUDWATCH = "cloudwatch";
    private static final String AUTOSCALING = "autoscaling";
    private static final String BALANCING = "elasticloadbalancing";
    private static final String EC2 = "ec2";
    private static final String ROUTE53 = "route53";
    private static final String ECR = "ecr";
    private static final String ACM = "acm";

    private static final String ANYTHING = "*";
    /** Cortex gives all its queues this prefix. */
    private static final String QUEUES_OF_CORTEX = "arn:*:sqs:*:*:cx_*";

    private static final String BALANCERS_LOST = "Practices about load balancers and their targets are unknown.";
    private static final String NETWORK_LOST = "Practices about the network of the cluster are unknown.";

    private static final List<AwsNeed> ALL = List.of(
            need(LIST_QUEUES, "where the queues of async APIs are", "Only queues that an API names are watched.", SQS),
            new AwsNeed(
                    GET_QUEUE_ATTRIBUTES.action(),
                    QUEUES_OF_CORTEX,
                    List.of(SQS),
                    "how deep queues are",
                    "No queue is judged."),
            need(
                    GET_METRIC_DATA,
                    "age and rates of queues, use of NAT gateways",
                    "Ages and rates of queues are unknown, and how busy NAT gateways are.",
                    CLOUDWATCH,
                    EC2),
            need(
                    DESCRIBE_AUTO_SCALING_GROUPS,
                    "how large node groups are",
                    "Targets of groups are unknown.",
                    AUTOSCALING),
            need(
                    DESCRIBE_SCALING_ACTIVITIES,
                    "why a node group does not grow",
                    "Spot fallback is seen later, and without AWS' reason.",
                    AUTOSCALING),
            need(DESCRIBE_LOAD_BALANCERS, "the load balancers of the cluster", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_TAGS, "which load balancers are the cluster's", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_LISTENERS, "what listens, and with which certificate", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_TARGET_GROUPS, "where load balancers send to", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_TARGET_HEALTH, "whether targets are healthy", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_INSTANCE_HEALTH, "whether instances behind classic ones are", BALANCERS_LOST, BALANCING),
            need(DESCRIBE_INSTANCES, "instances of the cluster", "Practices about instances are unknown.", EC2),
            need(DESCRIBE_VPCS, "the VPC of the cluster", NETWORK_LOST, EC2),
            need(DESCRIBE_SUBNETS, "its subnets and their free addresses", NETWORK_LOST, EC2),
            need(DESCRIBE_ROUTE_TABLES, "which way its traffic takes", NETWORK_LOST, EC2),
            need(DESCRIBE_NAT_GATEWAYS, "its NAT gateways", NETWORK_LOST, EC2),
            need(DESCRIBE_VPC_ENDPOINTS, "its endpoints of AWS' services", NETWORK_LOST, EC2),
            need(DESCRIBE_VPC_PEERING_CONNECTIONS, "its peerings", NETWORK_LOST, EC2),
            need(DESCRIBE_SECURITY_GROUPS, "who can reach it", NETWORK_LOST, EC2),
            need(LIST_HOSTED_ZONES, "zones of the domain", "Where the domain leads is unknown.", ROUTE53),
            need(LIST_RESOURCE_RECORD_SETS, "where the domain leads", "Where the domain leads is unknown.", ROUTE53),
            need(DESCRIBE_REPOSITORIES, "repositories of images", "Which images are missing is unknown.", ECR),
            need(LIST_IMAGES, "whether an image is there", "Which images are missing is unknown.", ECR),
            need(DESCRIBE_CERTIFICATE, "when a certificate expires", "Expiry of certificates is unknown.", ACM));

    private AwsNeeds() {}

    private static AwsNeed need(AwsOperation operation, String purpose, String loss, String... sources) {
        return new AwsNeed(operation.action(), ANYTHING, List.of(sources), purpose, loss);
    }

    /** Of every source. */
    static List<AwsNeed> all() {
        return ALL;
    }

    /** Of the sources that are enabled, each with those sources alone. */
    public static List<AwsNeed> of(Config config) {
        List<String> enabled = enabled(config);
        return ALL.stream()
                .map(need -> new AwsNeed(
                        need.action(),
                        need.resource(),
                        need.sources().stream().filter(enabled::contains).toList(),
                        need.purpose(),
                        need.loss()))
                .filter(need -> !need.sources().isEmpty())
                .toList();
    }

    private static List<String> enabled(Config config) {
        List<String> enabled = new ArrayList<>();
        if (!config.aws().enabled()) {
            return enabled;
        }
        if (config.queues().enabled()) {
            enabled.add(SQS);
            if (config.queues().cloudWatchEnabled()) {
                enabled.add(CLOUDWATCH);
            }
        }
        if (config.provisioning().autoScalingEnabled()) {
            enabled.add(AUTOSCALING);
        }
        if (config.posture().enabled()) {
            enabled.addAll(List.of(BALANCING, EC2, ROUTE53, ECR, ACM));
        }
        return enabled;
    }
}
