package io.prodhealth.practice;

import io.prodhealth.practice.compute.CpuUnspecified;
import io.prodhealth.practice.compute.MemoryUnspecified;
import io.prodhealth.practice.images.ApiImagesOutsideEcr;
import io.prodhealth.practice.images.EcrTrafficThroughNat;
import io.prodhealth.practice.images.ImagePullSlow;
import io.prodhealth.practice.images.ImageTagMutable;
import io.prodhealth.practice.images.ImagesFromPublicRegistry;
import io.prodhealth.practice.images.ImagesInOtherAccount;
import io.prodhealth.practice.images.ImagesInOtherRegion;
import io.prodhealth.practice.images.MirroredImageMissing;
import io.prodhealth.practice.images.SystemImagesOutsideEcr;
import io.prodhealth.practice.security.ApiLoadBalancerPublic;
import io.prodhealth.practice.security.InternalLoadBalancerIdle;
import io.prodhealth.practice.security.LoadBalancerOpenToWorld;
import io.prodhealth.practice.security.LoadBalancerRangesDrifted;
import io.prodhealth.practice.security.NatGatewayMissing;
import io.prodhealth.practice.security.NatGatewayNotHighlyAvailable;
import io.prodhealth.practice.security.NodesPubliclyReachable;
import io.prodhealth.practice.security.OperatorLoadBalancerOpen;
import io.prodhealth.practice.security.PeeringMissing;
import io.prodhealth.practice.security.SubnetsPublic;
import io.prodhealth.practice.upgrades.ClientsOnLoadBalancerName;
import io.prodhealth.practice.upgrades.CustomDomainElsewhere;
import io.prodhealth.practice.upgrades.CustomDomainMissing;
import io.prodhealth.practice.upgrades.DomainCutoverSlow;
import io.prodhealth.practice.upgrades.DomainTargetDead;
import io.prodhealth.practice.upgrades.VersionOutdated;
import java.util.List;
import java.util.function.Function;

/** Every practice, in the order of the guide: the one list. */
public final class Practices {

    private static final List<Entry> ENTRIES = List.of(
            entry(SystemImagesOutsideEcr.RULE, limits -> new SystemImagesOutsideEcr()),
            entry(ApiImagesOutsideEcr.RULE, limits -> new ApiImagesOutsideEcr()),
            entry(ImagesInOtherRegion.RULE, limits -> new ImagesInOtherRegion()),
            entry(ImagesInOtherAccount.RULE, limits -> new ImagesInOtherAccount()),
            entry(ImagePullSlow.RULE, ImagePullSlow::new),
            entry(EcrTrafficThroughNat.RULE, limits -> new EcrTrafficThroughNat()),
            entry(ImagesFromPublicRegistry.RULE, limits -> new ImagesFromPublicRegistry()),
            entry(MirroredImageMissing.RULE, limits -> new MirroredImageMissing()),
            entry(ImageTagMutable.RULE, limits -> new ImageTagMutable()),
            entry(CustomDomainMissing.RULE, CustomDomainMissing::new),
            entry(CustomDomainElsewhere.RULE, CustomDomainElsewhere::new),
            entry(ClientsOnLoadBalancerName.RULE, limits -> new ClientsOnLoadBalancerName()),
            entry(DomainCutoverSlow.RULE, DomainCutoverSlow::new),
            entry(DomainTargetDead.RULE, limits -> new DomainTargetDead()),
            entry(VersionOutdated.RULE, limits -> new VersionOutdated()),
            entry(NodesPubliclyReachable.RULE, limits -> new NodesPubliclyReachable()),
            entry(SubnetsPublic.RULE, limits -> new SubnetsPublic()),
            entry(NatGatewayMissing.RULE, limits -> new NatGatewayMissing()),
            entry(NatGatewayNotHighlyAvailable.RULE, NatGatewayNotHighlyAvailable::new),
            entry(ApiLoadBalancerPublic.RULE, ApiLoadBalancerPublic::new),
            entry(OperatorLoadBalancerOpen.RULE, limits -> new OperatorLoadBalancerOpen()),
            entry(PeeringMissing.RULE, limits -> new PeeringMissing()),
            entry(InternalLoadBalancerIdle.RULE, limits -> new InternalLoadBalancerIdle()),
            entry(LoadBalancerOpenToWorld.RULE, LoadBalancerOpenToWorld::new),
            entry(LoadBalancerRangesDrifted.RULE, limits -> new LoadBalancerRangesDrifted()),
            entry(CpuUnspecified.RULE, limits -> new CpuUnspecified()),
            entry(MemoryUnspecified.RULE, limits -> new MemoryUnspecified()));

    private record Entry(Rule rule, Function<Limits, Practice> made) {}

    private Practices() {}

    private static Entry entry(Rule rule, Function<Limits, Practice> made) {
        return new Entry(rule, made);
    }

    /** All of them, judging by these numbers. */
    public static List<Practice> all(Limits limits) {
        return ENTRIES.stream().map(entry -> entry.made().apply(limits)).toList();
    }

    /** What is settled about each. */
    public static List<Rule> rules() {
        return ENTRIES.stream().map(Entry::rule).toList();
    }

    /** Every number that can be set; one that several practices share comes once. */
    public static List<Limit> limits() {
        return ENTRIES.stream()
                .flatMap(entry -> entry.rule().limits().stream())
                .distinct()
                .toList();
    }
}
