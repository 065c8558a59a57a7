package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.LoadBalancer.Listener;
import io.prodhealth.snapshot.posture.LoadBalancer.TargetGroup;
import io.prodhealth.source.SourceException;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Network, application and gateway load balancers. */
record ModernLoadBalancers(AwsClients clients) {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;
    /** As many as one call for tags may name. */
    static final int TAGGED_AT_ONCE = 20;

    private static final int MOST_GROUPS = 20;

    List<LoadBalancer> read(LoadBalancersSource.Wanted wanted) throws SourceException, InterruptedException {
        List<LoadBalancer> candidates = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_LOAD_BALANCERS, MOST_PAGES, token -> {
            DescribeLoadBalancersRequest request = DescribeLoadBalancersRequest.builder()
                    .pageSize(PAGE)
                    .marker(token)
                    .build();
            DescribeLoadBalancersResponse page = clients.loadBalancing(
                    AwsOperation.DESCRIBE_LOAD_BALANCERS, elb -> elb.describeLoadBalancers(request));
            page.loadBalancers().stream()
                    .map(ModernLoadBalancers::bare)
                    .filter(each -> wanted.candidate(each.vpc(), each.dnsName().toLowerCase(Locale.ROOT)))
                    .forEach(candidates::add);
            return page.nextMarker();
        });
        List<LoadBalancer> complete = new ArrayList<>();
        for (LoadBalancer each : wanted.of(tagged(candidates))) {
            complete.add(complete(each));
        }
        return complete;
    }

    private static LoadBalancer bare(software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer all) {
        return new LoadBalancer(
                Kept.text(all.loadBalancerArn()),
                Kept.text(all.loadBalancerName()),
                Kept.text(all.dnsName()),
                Kept.text(all.typeAsString()),
                all.scheme() == LoadBalancerSchemeEnum.INTERNAL,
                all.state() == null ? "" : Kept.text(all.state().codeAsString()),
                Kept.text(all.vpcId()),
                all.availabilityZones().stream()
                        .map(AvailabilityZone::subnetId)
                        .filter(Objects::nonNull)
                        .toList(),
                all.createdTime() == null ? Instant.EPOCH : all.createdTime(),
                Map.of(),
                List.of(),
                List.of(),
                List.copyOf(all.securityGroups()));
    }

    private List<LoadBalancer> tagged(List<LoadBalancer> bare) throws SourceException, InterruptedException {
        Map<String, Map<String, String>> tags = new HashMap<>();
        for (int from = 0; from < bare.size(); from += TAGGED_AT_ONCE) {
            DescribeTagsRequest request = DescribeTagsRequest.builder()
                    .resourceArns(bare.subList(from, Math.min(bare.size(), from + TAGGED_AT_ONCE)).stream()
                            .map(LoadBalancer::arn)
                            .toList())
                    .build();
            clients.loadBalancing(AwsOperation.DESCRIBE_TAGS, elb -> elb.describeTags(request))
                    .tagDescriptions()
                    .forEach(described -> tags.put(Kept.text(described.resourceArn()), tags(described)));
        }
        return bare.stream()
                .map(each -> with(each, tags.getOrDefault(each.arn(), Map.of()), each.listeners(), each.targetGroups()))
                .toList();
    }

    private static Map<String, String> tags(TagDescription described) {
        return Kept.tags(described.tags().stream()
                .map(tag -> new SimpleImmutableEntry<@Nullable String, @Nullable String>(tag.key(), tag.value()))
                .toList());
    }

    private LoadBalancer complete(LoadBalancer each) throws SourceException, InterruptedException {
        return with(each, each.tags(), listeners(each.arn()), targetGroups(each.arn()));
    }

    static LoadBalancer with(
            LoadBalancer bare, Map<String, String> tags, List<Listener> listeners, List<TargetGroup> targetGroups) {
        return new LoadBalancer(
                bare.arn(),
                bare.name(),
                bare.dnsName(),
                bare.type(),
                bare.internal(),
                bare.state(),
                bare.vpc(),
                bare.subnets(),
                bare.createdAt(),
                tags,
                listeners,
                targetGroups,
                bare.securityGroups());
    }

    private List<Listener> listeners(String arn) throws SourceException, InterruptedException {
        List<Listener> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_LISTENERS, MOST_PAGES, token -> {
            DescribeListenersRequest request = DescribeListenersRequest.builder()
                    .loadBalancerArn(arn)
                    .pageSize(PAGE)
                    .marker(token)
                    .build();
            DescribeListenersResponse page =
                    clients.loadBalancing(AwsOperation.DESCRIBE_LISTENERS, elb -> elb.describeListeners(request));
            page.listeners().stream()
                    .map(listener -> new Listener(
                            listener.port() == null ? 0 : listener.port(),
                            Kept.text(listener.protocolAsString()).toUpperCase(Locale.ROOT),
                            listener.certificates().stream()
                                    .map(Certificate::certificateArn)
                                    .map(Kept::text)
                                    .findFirst()
                                    .orElse("")))
                    .forEach(all::add);
            return page.nextMarker();
        });
        return List.copyOf(all);
    }

    private List<TargetGroup> targetGroups(String arn) throws SourceException, InterruptedException {
        DescribeTargetGroupsRequest request = DescribeTargetGroupsRequest.builder()
                .loadBalancerArn(arn)
                .pageSize(PAGE)
                .build();
        DescribeTargetGroupsResponse page =
                clients.loadBalancing(AwsOperation.DESCRIBE_TARGET_GROUPS, elb -> elb.describeTargetGroups(request));
        List<TargetGroup> all = new ArrayList<>();
        // A Service of Kubernetes has one for each port; an application may have a hundred, which are nobody's
        // business.
        for (var group : page.targetGroups().stream().limit(MOST_GROUPS).toList()) {
            List<String> states = states(Kept.text(group.targetGroupArn()));
            all.add(new TargetGroup(
                    group.port() == null ? 0 : group.port(),
                    (int) states.stream().filter("healthy"::equals).count(),
                    (int) states.stream()
                            .filter(state -> state.startsWith("unhealthy"))
                            .count()));
        }
        return List.copyOf(all);
    }

    private List<String> states(String targetGroup) throws SourceException, InterruptedException {
        DescribeTargetHealthRequest request = DescribeTargetHealthRequest.builder()
                .targetGroupArn(targetGroup)
                .build();
        return clients
                .loadBalancing(AwsOperation.DESCRIBE_TARGET_HEALTH, elb -> elb.describeTargetHealth(request))
                .targetHealthDescriptions()
                .stream()
                .map(TargetHealthDescription::targetHealth)
                .filter(Objects::nonNull)
                .map(health -> Kept.text(health.stateAsString()))
                .toList();
    }
}
