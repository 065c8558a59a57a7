package io.prodhealth.practice.guide;

import static io.prodhealth.practice.guide.Statement.automated;
import static io.prodhealth.practice.guide.Statement.declared;
import static io.prodhealth.practice.guide.Statement.notCheckable;

import io.prodhealth.practice.Section;
import java.util.List;

/** Cortex's production guide, as of version 0.42: every sentence and every line of its samples, in its order. */
public final class Guide {

    private static final String ONLY_A_LINK = "it points to instructions";

    /** All of them. */
    public static final List<Statement> STATEMENTS = List.of(
            notCheckable(
                    Section.INTRODUCTION,
                    "As you try to take Cortex from development to production, here are a few recommendations and"
                            + " pointers that might be useful.",
                    "it recommends nothing yet"),
            automated(
                    Section.IMAGES,
                    "Configure your cluster configuration and API spec to use images from ECR in the same region as"
                            + " your cluster to accelerate scale-ups, reduce ingress costs and remove dependency on"
                            + " Cortex's public quay.io registry.",
                    "1.1",
                    "1.2",
                    "1.3",
                    "1.4",
                    "1.5",
                    "1.6",
                    "1.7",
                    "1.9"),
            automated(
                    Section.IMAGES,
                    "You can find instructions for mirroring Cortex images [here](./self-hosted-images.md)",
                    "1.8"),
            automated(
                    Section.UPGRADES, "Use a route 53 hosted zone as a proxy in front of your Cortex cluster.", "2.1"),
            automated(
                    Section.UPGRADES,
                    "Every new Cortex cluster provisions a new API load balancer with a unique endpoint.",
                    "2.5"),
            automated(
                    Section.UPGRADES,
                    "Using a route 53 hosted zone configured with a subdomain will expose your Cortex cluster API"
                            + " endpoint as a single endpoint e.g. `cortex.your-company.com`.",
                    "2.2"),
            automated(
                    Section.UPGRADES,
                    "You will be able to upgrade Cortex versions with minimal downtime and avoid needing to change your"
                            + " client code every time you migrate to a new cluster.",
                    "2.3",
                    "2.4",
                    "2.6"),
            notCheckable(
                    Section.UPGRADES,
                    "You can find instructions for setting up a custom domain with route 53 hosted zone"
                            + " [here](./custom-domain.md).",
                    ONLY_A_LINK),
            automated(
                    Section.SECURITY,
                    "The following configuration will improve security by preventing your cluster's nodes from being"
                            + " publicly accessible.",
                    "3.1"),
            automated(Section.SECURITY, "subnet_visibility: private", "3.2"),
            automated(
                    Section.SECURITY,
                    "nat_gateway: single # for large clusters making requests to services outside the cluster (e.g. S3"
                            + " or database) use highly_available",
                    "3.3",
                    "3.4"),
            automated(
                    Section.SECURITY,
                    "You can make your load balancers private to prevent your APIs from being publicly accessed.",
                    "3.5",
                    "3.6"),
            automated(
                    Section.SECURITY,
                    "In order to access your APIs, you will need to set up VPC peering between the Cortex cluster's"
                            + " VPC and the VPC containing the consumers of the Cortex APIs.",
                    "3.7",
                    "3.8"),
            notCheckable(
                    Section.SECURITY, "See the [VPC peering guide](./vpc-peering.md) for more details.", ONLY_A_LINK),
            automated(Section.SECURITY, "api_load_balancer_scheme: internal", "3.5"),
            automated(
                    Section.SECURITY,
                    "You can also restrict access to your load balancers by IP address to improve security even"
                            + " further.",
                    "3.9",
                    "3.11"),
            automated(Section.SECURITY, "This can be done if the API load balancer is public or private.", "3.9"),
            automated(Section.SECURITY, "api_load_balancer_cidr_white_list: [0.0.0.0/0]", "3.9"),
            automated(
                    Section.PROVISIONING,
                    "You can get the cost savings of spot instances and the reliability of on-demand instances by"
                            + " taking advantage of the priority field in node groups.",
                    "4.1",
                    "4.14"),
            automated(
                    Section.PROVISIONING,
                    "You can deploy two node groups, one that is spot and another that is on-demand.",
                    "4.2",
                    "4.3"),
            automated(
                    Section.PROVISIONING,
                    "Set the priority of the spot node group to be higher than the priority of the on-demand node"
                            + " group.",
                    "4.4"),
            automated(
                    Section.PROVISIONING,
                    "This encourages the cluster-autoscaler to try to spin up instances from the spot node group"
                            + " first.",
                    "4.5",
                    "4.8",
                    "4.12"),
            automated(
                    Section.PROVISIONING,
                    "If after 5 minutes, the spot node group is unable to scale up because there are no more spot"
                            + " instances available, the on-demand node group  will be used instead.",
                    "4.6",
                    "4.7",
                    "4.13",
                    "4.15"),
            automated(Section.PROVISIONING, Sample.NODE_GROUPS, "4.9", "4.10", "4.11"),
            automated(
                    Section.LARGE_CLUSTERS,
                    "If you plan on spinning up a Cortex cluster reaching 400 nodes or 1000 pods, you might want to"
                            + " consider setting `prometheus_instance_type` to a larger instance type.",
                    "5.1",
                    "5.7"),
            automated(
                    Section.LARGE_CLUSTERS,
                    "A good rule of thumb is a t3.medium instance can reliably handle 400 nodes and 800 pods.",
                    "5.2",
                    "5.3",
                    "5.4",
                    "5.5",
                    "5.6",
                    "5.8"),
            automated(
                    Section.HEALTH,
                    "Configure your health checks to be as accurate as possible to mitigate the chances of requests"
                            + " being routed to pods that are not ready yet.",
                    "6.1",
                    "6.2",
                    "6.3",
                    "6.4",
                    "6.5",
                    "6.6"),
            automated(
                    Section.PODS,
                    "Make sure that `max_concurrency` is set to match the concurrency supported by your container.",
                    "7.1",
                    "7.2",
                    "7.3",
                    "7.4",
                    "7.9"),
            automated(
                    Section.PODS,
                    "Tune `max_queue_length` to lower values if you would like to more aggressively redistribute"
                            + " requests to newer pods as your API scales up rather than allowing requests to linger in"
                            + " queues.",
                    "7.5",
                    "7.6",
                    "7.7"),
            declared(
                    Section.PODS,
                    "This would mean that the clients consuming your APIs should implement a retry logic with a delay"
                            + " (such as exponential backoff).",
                    "what a client does after a refusal is not seen from the server",
                    "7.8"),
            automated(
                    Section.COMPUTE,
                    "Make sure to specify all of the relevant compute resources, especially the cpu and memory to"
                            + " ensure that your pods aren't starved for resources.",
                    "8.1",
                    "8.2",
                    "8.3",
                    "8.4",
                    "8.5",
                    "8.6",
                    "8.7"),
            automated(
                    Section.AUTOSCALING,
                    "Revisit the autoscaling docs for your [Realtime APIs](../workloads/realtime/autoscaling.md) and"
                        + " [Async APIs](../workloads/async/autoscaling.md) to effectively handle production traffic"
                        + " by tuning the sensitivity, scaling rate and over-provisioning.",
                    "9.1",
                    "9.2",
                    "9.3",
                    "9.4",
                    "9.5",
                    "9.6",
                    "9.7",
                    "9.8",
                    "9.9",
                    "9.10",
                    "9.11",
                    "9.12",
                    "9.13"));

    private Guide() {}
}
