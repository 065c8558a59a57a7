package io.prodhealth.source.aws;

import io.prodhealth.snapshot.AutoScaling.Group;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** The Auto Scaling groups of a cluster. */
record ScalingGroups(AwsClients clients) {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TAG = 256;

    private static final String OWNED = "kubernetes.io/cluster/";
    private static final String AUTOSCALER = "k8s.io/cluster-autoscaler/";
    private static final List<String> KEPT_TAGS =
            List.of(OWNED, AUTOSCALER, "alpha.eksctl.io/", "eks:", "cortex.dev/", "Name");

    /**
     * A group.
     *
     * @param spot whether it may launch spot instances
     */
    record Found(Group group, boolean spot) {}

    /**
     * The groups of a cluster, by name.
     *
     * @param cluster its name; empty for all groups that an autoscaler may find
     */
    List<Found> read(String cluster) throws SourceException, InterruptedException {
        Filter filter = Filter.builder()
                .name("tag-key")
                .values(
                        cluster.isEmpty()
                                ? List.of(AUTOSCALER + "enabled")
                                : List.of(OWNED + cluster, AUTOSCALER + cluster))
                .build();
        Map<String, Found> found = new TreeMap<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeAutoScalingGroupsRequest request = DescribeAutoScalingGroupsRequest.builder()
                    .filters(filter)
                    .maxRecords(PAGE)
                    .nextToken(token)
                    .build();
            DescribeAutoScalingGroupsResponse response = clients.autoScaling(
                    AwsOperation.DESCRIBE_AUTO_SCALING_GROUPS,
                    autoScaling -> autoScaling.describeAutoScalingGroups(request));
            response.autoScalingGroups().stream()
                    .filter(group -> belongs(group, cluster))
                    .map(ScalingGroups::found)
                    .forEach(group -> found.put(group.group().name(), group));
            token = response.nextToken();
            if (token == null || token.isEmpty()) {
                return List.copyOf(found.values());
            }
        }
        throw new SourceException(
                FailureReason.INVALID_RESPONSE, AwsOperation.DESCRIBE_AUTO_SCALING_GROUPS.action() + ": endless pages");
    }

    /** The filter knows keys only: what is merely shared with the cluster, such as a bastion's group, is not its own. */
    private static boolean belongs(AutoScalingGroup group, String cluster) {
        String name = group.autoScalingGroupName();
        if (name == null || name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        return cluster.isEmpty()
                || group.tags().stream()
                        .anyMatch(tag -> (AUTOSCALER + cluster).equals(tag.key())
                                || ((OWNED + cluster).equals(tag.key()) && "owned".equals(tag.value())));
    }

    private static Found found(AutoScalingGroup group) {
        int inService = (int) group.instances().stream()
                .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
                .count();
        Map<String, String> tags = tags(group.tags());
        return new Found(
                new Group(
                        group.autoScalingGroupName(),
                        count(group.minSize()),
                        count(group.maxSize()),
                        count(group.desiredCapacity()),
                        inService,
                        types(group),
                        tags),
                spot(group, tags));
    }

    private static int count(Integer number) {
        return number == null ? 0 : Math.max(0, number);
    }

    private static Map<String, String> tags(List<TagDescription> all) {
        Map<String, String> tags = new TreeMap<>();
        for (TagDescription tag : all) {
            if (tag.key() != null && KEPT_TAGS.stream().anyMatch(tag.key()::startsWith)) {
                tags.put(tag.key(), cut(tag.value() == null ? "" : tag.value()));
            }
        }
        return Map.copyOf(tags);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TAG ? text : text.substring(0, LONGEST_TAG);
    }

    /** Those of the policy in its order, which is that of preference; a plain launch template tells by its instances. */
    private static List<String> types(AutoScalingGroup group) {
        MixedInstancesPolicy policy = group.mixedInstancesPolicy();
        Set<String> types = new LinkedHashSet<>();
        if (policy != null && policy.launchTemplate() != null) {
            policy.launchTemplate().overrides().stream()
                    .map(LaunchTemplateOverrides::instanceType)
                    .filter(Objects::nonNull)
                    .forEach(types::add);
        }
        Map<String, Long> running = group.instances().stream()
                .map(Instance::instanceType)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        running.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .forEach(types::add);
        return List.copyOf(new ArrayList<>(types));
    }

    private static boolean spot(AutoScalingGroup group, Map<String, String> tags) {
        MixedInstancesPolicy policy = group.mixedInstancesPolicy();
        if (policy != null && policy.instancesDistribution() != null) {
            Integer onDemand = policy.instancesDistribution().onDemandPercentageAboveBaseCapacity();
            return onDemand != null && onDemand < 100;
        }
        return Stream.of(tags.get("alpha.eksctl.io/nodegroup-name"), group.autoScalingGroupName())
                .anyMatch(name -> name != null && name.contains("cx-ws-"));
    }
}
