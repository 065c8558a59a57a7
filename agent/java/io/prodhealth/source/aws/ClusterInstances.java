package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;

/** The EC2 instances of a cluster: those of its nodes, or those that eksctl has tagged while no node is known. */
record ClusterInstances(AwsClients clients) {

    /** EC2 allows as many values in a filter. */
    private static final int MOST_VALUES = 200;

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 20;
    /** Twenty-five calls; no Cortex cluster is near it. */
    private static final int MOST_NODES = 5_000;

    /**
     * The instances.
     *
     * @param vpcs ids of the VPCs they are in
     */
    record Found(List<Instance> instances, Set<String> vpcs) {}

    Found read(ClusterClues clues) throws SourceException, InterruptedException {
        Map<String, Instance> instances = new TreeMap<>();
        Set<String> vpcs = new TreeSet<>();
        for (Filter filter : filters(clues)) {
            Pages.read(AwsOperation.DESCRIBE_INSTANCES, MOST_PAGES, token -> {
                DescribeInstancesRequest request = DescribeInstancesRequest.builder()
                        .filters(filter)
                        .maxResults(PAGE)
                        .nextToken(token)
                        .build();
                DescribeInstancesResponse response =
                        clients.ec2(AwsOperation.DESCRIBE_INSTANCES, ec2 -> ec2.describeInstances(request));
                response.reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .filter(instance -> instance.instanceId() != null)
                        .forEach(instance -> {
                            instances.put(instance.instanceId(), instance(instance));
                            if (instance.vpcId() != null) {
                                vpcs.add(instance.vpcId());
                            }
                        });
                return response.nextToken();
            });
        }
        return new Found(List.copyOf(instances.values()), Set.copyOf(vpcs));
    }

    private static List<Filter> filters(ClusterClues clues) throws SourceException {
        if (clues.instances().isEmpty() && clues.cluster().isEmpty()) {
            throw new SourceException(
                    FailureReason.NOT_FOUND,
                    "neither nodes nor the cluster's name are known: no instance is looked for");
        }
        if (clues.instances().isEmpty()) {
            return List.of(filter("tag:" + ClusterClues.EKSCTL_TAG, List.of(clues.cluster())));
        }
        List<String> ids = clues.instances().stream().limit(MOST_NODES).toList();
        List<Filter> filters = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST_VALUES) {
            filters.add(filter("instance-id", ids.subList(from, Math.min(ids.size(), from + MOST_VALUES))));
        }
        return filters;
    }

    static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static Instance instance(software.amazon.awssdk.services.ec2.model.Instance instance) {
        return new Instance(
                instance.instanceId(),
                Kept.text(instance.instanceTypeAsString()),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                instance.state() == null ? "" : Kept.text(instance.state().nameAsString()),
                Kept.text(instance.publicIpAddress()),
                Kept.text(instance.subnetId()),
                instance.placement() == null
                        ? ""
                        : Kept.text(instance.placement().availabilityZone()));
    }
}
