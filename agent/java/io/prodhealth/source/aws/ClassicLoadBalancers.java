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
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeInstanceHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagDescription;

/** Classic load balancers, whose targets are instances. */
record ClassicLoadBalancers(AwsClients clients) {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    List<LoadBalancer> read(LoadBalancersSource.Wanted wanted) throws SourceException, InterruptedException {
        Map<String, LoadBalancerDescription> described = new HashMap<>();
        List<LoadBalancer> candidates = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_LOAD_BALANCERS, MOST_PAGES, token -> {
            DescribeLoadBalancersRequest request = DescribeLoadBalancersRequest.builder()
                    .pageSize(PAGE)
                    .marker(token)
                    .build();
            DescribeLoadBalancersResponse page = clients.classicLoadBalancing(
                    AwsOperation.DESCRIBE_LOAD_BALANCERS, elb -> elb.describeLoadBalancers(request));
            for (LoadBalancerDescription each : page.loadBalancerDescriptions()) {
                LoadBalancer bare = bare(each);
                if (wanted.candidate(bare.vpc(), bare.dnsName().toLowerCase(Locale.ROOT))) {
                    candidates.add(bare);
                    described.put(bare.name(), each);
                }
            }
            return page.nextMarker();
        });
        List<LoadBalancer> complete = new ArrayList<>();
        for (LoadBalancer each : wanted.of(tagged(candidates))) {
            complete.add(complete(each, Objects.requireNonNull(described.get(each.name()))));
        }
        return complete;
    }

    private static LoadBalancer bare(LoadBalancerDescription all) {
        return new LoadBalancer(
                "",
                Kept.text(all.loadBalancerName()),
                Kept.text(all.dnsName()),
                "classic",
                "internal".equals(all.scheme()),
                "active",
                Kept.text(all.vpcId()),
                List.copyOf(all.subnets()),
                all.createdTime() == null ? Instant.EPOCH : all.createdTime(),
                Map.of(),
                List.of(),
                List.of(),
                List.copyOf(all.securityGroups()));
    }

    private List<LoadBalancer> tagged(List<LoadBalancer> bare) throws SourceException, InterruptedException {
        Map<String, Map<String, String>> tags = new HashMap<>();
        int most = ModernLoadBalancers.TAGGED_AT_ONCE;
        for (int from = 0; from < bare.size(); from += most) {
            DescribeTagsRequest request = DescribeTagsRequest.builder()
                    .loadBalancerNames(bare.subList(from, Math.min(bare.size(), from + most)).stream()
                            .map(LoadBalancer::name)
                            .toList())
                    .build();
            clients.classicLoadBalancing(AwsOperation.DESCRIBE_TAGS, elb -> elb.describeTags(request))
                    .tagDescriptions()
                    .forEach(each -> tags.put(Kept.text(each.loadBalancerName()), tags(each)));
        }
        return bare.stream()
                .map(each ->
                        ModernLoadBalancers.with(each, tags.getOrDefault(each.name(), Map.of()), List.of(), List.of()))
                .toList();
    }

    private static Map<String, String> tags(TagDescription described) {
        return Kept.tags(described.tags().stream()
                .map(tag -> new SimpleImmutableEntry<@Nullable String, @Nullable String>(tag.key(), tag.value()))
                .toList());
    }

    private LoadBalancer complete(LoadBalancer each, LoadBalancerDescription described)
            throws SourceException, InterruptedException {
        DescribeInstanceHealthRequest request = DescribeInstanceHealthRequest.builder()
                .loadBalancerName(each.name())
                .build();
        List<InstanceState> states = clients.classicLoadBalancing(
                        AwsOperation.DESCRIBE_INSTANCE_HEALTH, elb -> elb.describeInstanceHealth(request))
                .instanceStates();
        int healthy = count(states, "InService");
        int unhealthy = count(states, "OutOfService");
        List<software.amazon.awssdk.services.elasticloadbalancing.model.Listener> listeners =
                described.listenerDescriptions().stream()
                        .map(ListenerDescription::listener)
                        .filter(Objects::nonNull)
                        .toList();
        return ModernLoadBalancers.with(
                each,
                each.tags(),
                listeners.stream()
                        .map(listener -> new Listener(
                                port(listener.loadBalancerPort()),
                                Kept.text(listener.protocol()).toUpperCase(Locale.ROOT),
                                Kept.text(listener.sslCertificateId())))
                        .toList(),
                // The health of an instance is asked for once, whatever the port.
                listeners.stream()
                        .map(listener -> port(listener.instancePort()))
                        .distinct()
                        .map(port -> new TargetGroup(port, healthy, unhealthy))
                        .toList());
    }

    private static int count(List<InstanceState> states, String wanted) {
        return (int) states.stream().filter(each -> wanted.equals(each.state())).count();
    }

    private static int port(@Nullable Integer port) {
        return port == null ? 0 : port;
    }
}
