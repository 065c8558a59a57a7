package io.prodhealth.source.aws;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Finds the VPC of a cluster, whichever of the permissions for that are there. */
record ClusterVpcs(AwsClients clients) {

    /** A tag that is set on more is not about a cluster. */
    private static final int MOST_VPCS = 5;

    private static final int MOST_SUBNETS = 200;

    /** One way to find them; empty where it leads nowhere. */
    private interface Way {
        Set<String> find() throws SourceException, InterruptedException;
    }

    /**
     * The ids: where the nodes' instances are, else the VPC that eksctl has tagged, else that of the subnets in which
     * Kubernetes may put load balancers.
     *
     * @throws SourceException the first failure where no way led to one, or that none is tagged as the cluster's
     */
    Set<String> find(ClusterClues clues, PosturePart<ClusterInstances.Found> instances)
            throws SourceException, InterruptedException {
        List<Way> ways = new ArrayList<>();
        ways.add(() -> {
            SourceException failure = instances.failure();
            if (failure != null) {
                throw failure;
            }
            return instances.observed().map(ClusterInstances.Found::vpcs).orElse(Set.of());
        });
        if (!clues.cluster().isEmpty()) {
            ways.add(() -> tagged(ClusterInstances.filter("tag:" + ClusterClues.EKSCTL_TAG, List.of(clues.cluster()))));
            ways.add(() -> ofSubnets(
                    ClusterInstances.filter("tag-key", List.of(ClusterClues.KUBERNETES_TAG + clues.cluster()))));
        }
        SourceException first = null;
        for (Way way : ways) {
            try {
                Set<String> found = way.find();
                if (!found.isEmpty() && found.size() <= MOST_VPCS) {
                    return found;
                }
            } catch (SourceException e) {
                // That no node is known is no reason while there are other ways.
                first = first == null && e.reason() != FailureReason.NOT_FOUND ? e : first;
            }
        }
        throw first != null
                ? first
                : new SourceException(FailureReason.NOT_FOUND, "no VPC is known to be the cluster's");
    }

    private Set<String> tagged(Filter filter) throws SourceException, InterruptedException {
        DescribeVpcsRequest request =
                DescribeVpcsRequest.builder().filters(filter).build();
        return clients.ec2(AwsOperation.DESCRIBE_VPCS, ec2 -> ec2.describeVpcs(request)).vpcs().stream()
                .map(Vpc::vpcId)
                .collect(Collectors.toSet());
    }

    private Set<String> ofSubnets(Filter filter) throws SourceException, InterruptedException {
        DescribeSubnetsRequest request = DescribeSubnetsRequest.builder()
                .filters(filter)
                .maxResults(MOST_SUBNETS)
                .build();
        return clients.ec2(AwsOperation.DESCRIBE_SUBNETS, ec2 -> ec2.describeSubnets(request)).subnets().stream()
                .map(Subnet::vpcId)
                .collect(Collectors.toSet());
    }
}
