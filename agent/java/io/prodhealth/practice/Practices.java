package io.prodhealth.practice;

import io.prodhealth.practice.autoscaling.AsyncBacklogOld;
import io.prodhealth.practice.autoscaling.AsyncMessagesOrphaned;
import io.prodhealth.practice.autoscaling.AsyncQueueStuck;
import io.prodhealth.practice.autoscaling.AsyncRequestsFailing;
import io.prodhealth.practice.autoscaling.AutoscalerDown;
import io.prodhealth.practice.autoscaling.AutoscalingThrashing;
import io.prodhealth.practice.autoscaling.AutoscalingUntuned;
import io.prodhealth.practice.autoscaling.MaxReplicasUnreachable;
import io.prodhealth.practice.autoscaling.NoHeadroom;
import io.prodhealth.practice.autoscaling.PinnedAtMaxReplicas;
import io.prodhealth.practice.autoscaling.RolloutDeadlocked;
import io.prodhealth.practice.autoscaling.SingleReplica;
import io.prodhealth.practice.autoscaling.UpscaleRateLimited;
import io.prodhealth.practice.compute.AcceleratorUnspecified;
import io.prodhealth.practice.compute.CpuStarved;
import io.prodhealth.practice.compute.CpuUnspecified;
import io.prodhealth.practice.compute.MemoryStarved;
import io.prodhealth.practice.compute.MemoryUnspecified;
import io.prodhealth.practice.compute.PodFitsNoNode;
import io.prodhealth.practice.compute.QosBestEffort;
import io.prodhealth.practice.health.LivenessProbeAggressive;
import io.prodhealth.practice.health.ReadinessProbeInaccurate;
import io.prodhealth.practice.health.ReadinessProbeMissing;
import io.prodhealth.practice.health.ReadinessProbeShallow;
import io.prodhealth.practice.health.ReadinessProbeTiming;
import io.prodhealth.practice.health.ShutdownTooShort;
import io.prodhealth.practice.images.ApiImagesOutsideEcr;
import io.prodhealth.practice.images.EcrTrafficThroughNat;
import io.prodhealth.practice.images.ImagePullSlow;
import io.prodhealth.practice.images.ImageTagMutable;
import io.prodhealth.practice.images.ImagesFromPublicRegistry;
import io.prodhealth.practice.images.ImagesInOtherAccount;
import io.prodhealth.practice.images.ImagesInOtherRegion;
import io.prodhealth.practice.images.MirroredImageMissing;
import io.prodhealth.practice.images.SystemImagesOutsideEcr;
import io.prodhealth.practice.largecluster.LoadBalancerTargetsNearQuota;
import io.prodhealth.practice.largecluster.PrometheusInstanceUndersized;
import io.prodhealth.practice.largecluster.PrometheusMemoryPressure;
import io.prodhealth.practice.largecluster.PrometheusOverRated;
import io.prodhealth.practice.largecluster.PrometheusRulesMissed;
import io.prodhealth.practice.largecluster.PrometheusSingleReplica;
import io.prodhealth.practice.largecluster.PrometheusStorageFilling;
import io.prodhealth.practice.largecluster.ReplicaAutoscalingFrozen;
import io.prodhealth.practice.pods.ClientsRetryWithoutDelay;
import io.prodhealth.practice.pods.ConcurrencyDrifted;
import io.prodhealth.practice.pods.MaxConcurrencyTooHigh;
import io.prodhealth.practice.pods.MaxConcurrencyTooLow;
import io.prodhealth.practice.pods.MaxConcurrencyUnmatched;
import io.prodhealth.practice.pods.MaxQueueLengthUntuned;
import io.prodhealth.practice.pods.QueueFullRejections;
import io.prodhealth.practice.pods.RequestsLinger;
import io.prodhealth.practice.pods.TargetAboveConcurrency;
import io.prodhealth.practice.provisioning.ClusterAutoscalerStale;
import io.prodhealth.practice.provisioning.FallbackExpectedSlow;
import io.prodhealth.practice.provisioning.FallbackSlow;
import io.prodhealth.practice.provisioning.NodeGroupPrioritiesEqual;
import io.prodhealth.practice.provisioning.OnDemandBeforeSpot;
import io.prodhealth.practice.provisioning.OnDemandLingering;
import io.prodhealth.practice.provisioning.OnDemandPartnerExcluded;
import io.prodhealth.practice.provisioning.PartnerMaxTooLow;
import io.prodhealth.practice.provisioning.PartnerTooSmall;
import io.prodhealth.practice.provisioning.PodsUnschedulable;
import io.prodhealth.practice.provisioning.SpotCapacityFailing;
import io.prodhealth.practice.provisioning.SpotInterruptionsUnhandled;
import io.prodhealth.practice.provisioning.SpotNotTriedFirst;
import io.prodhealth.practice.provisioning.SpotPoolNarrow;
import io.prodhealth.practice.provisioning.SpotWithoutOnDemand;
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
import io.prodhealth.practice.waivers.WaiverInvalid;
import java.util.List;
import java.util.function.Function;

/** Every practice, in the order of the guide: the one list. */
public final class Practices {

    private static final List<Entry> ENTRIES = List.of(
            entry(WaiverInvalid.RULE, limits -> new WaiverInvalid()),
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
            entry(NodeGroupPrioritiesEqual.RULE, limits -> new NodeGroupPrioritiesEqual()),
            entry(SpotWithoutOnDemand.RULE, limits -> new SpotWithoutOnDemand()),
            entry(OnDemandPartnerExcluded.RULE, limits -> new OnDemandPartnerExcluded()),
            entry(OnDemandBeforeSpot.RULE, limits -> new OnDemandBeforeSpot()),
            entry(SpotNotTriedFirst.RULE, SpotNotTriedFirst::new),
            entry(FallbackSlow.RULE, FallbackSlow::new),
            entry(SpotCapacityFailing.RULE, SpotCapacityFailing::new),
            entry(OnDemandLingering.RULE, OnDemandLingering::new),
            entry(PartnerTooSmall.RULE, limits -> new PartnerTooSmall()),
            entry(PartnerMaxTooLow.RULE, PartnerMaxTooLow::new),
            entry(SpotPoolNarrow.RULE, limits -> new SpotPoolNarrow()),
            entry(ClusterAutoscalerStale.RULE, ClusterAutoscalerStale::new),
            entry(PodsUnschedulable.RULE, PodsUnschedulable::new),
            entry(SpotInterruptionsUnhandled.RULE, limits -> new SpotInterruptionsUnhandled()),
            entry(FallbackExpectedSlow.RULE, limits -> new FallbackExpectedSlow()),
            entry(PrometheusInstanceUndersized.RULE, PrometheusInstanceUndersized::new),
            entry(PrometheusOverRated.RULE, limits -> new PrometheusOverRated()),
            entry(PrometheusMemoryPressure.RULE, PrometheusMemoryPressure::new),
            entry(PrometheusRulesMissed.RULE, PrometheusRulesMissed::new),
            entry(ReplicaAutoscalingFrozen.RULE, limits -> new ReplicaAutoscalingFrozen()),
            entry(PrometheusStorageFilling.RULE, limits -> new PrometheusStorageFilling()),
            entry(LoadBalancerTargetsNearQuota.RULE, LoadBalancerTargetsNearQuota::new),
            entry(PrometheusSingleReplica.RULE, limits -> new PrometheusSingleReplica()),
            entry(ReadinessProbeMissing.RULE, limits -> new ReadinessProbeMissing()),
            entry(ReadinessProbeShallow.RULE, limits -> new ReadinessProbeShallow()),
            entry(ReadinessProbeTiming.RULE, ReadinessProbeTiming::new),
            entry(LivenessProbeAggressive.RULE, LivenessProbeAggressive::new),
            entry(ReadinessProbeInaccurate.RULE, ReadinessProbeInaccurate::new),
            entry(ShutdownTooShort.RULE, ShutdownTooShort::new),
            entry(MaxConcurrencyUnmatched.RULE, MaxConcurrencyUnmatched::new),
            entry(MaxConcurrencyTooLow.RULE, MaxConcurrencyTooLow::new),
            entry(MaxConcurrencyTooHigh.RULE, MaxConcurrencyTooHigh::new),
            entry(TargetAboveConcurrency.RULE, limits -> new TargetAboveConcurrency()),
            entry(MaxQueueLengthUntuned.RULE, MaxQueueLengthUntuned::new),
            entry(RequestsLinger.RULE, RequestsLinger::new),
            entry(QueueFullRejections.RULE, QueueFullRejections::new),
            entry(ClientsRetryWithoutDelay.RULE, ClientsRetryWithoutDelay::new),
            entry(ConcurrencyDrifted.RULE, limits -> new ConcurrencyDrifted()),
            entry(CpuUnspecified.RULE, limits -> new CpuUnspecified()),
            entry(MemoryUnspecified.RULE, limits -> new MemoryUnspecified()),
            entry(AcceleratorUnspecified.RULE, limits -> new AcceleratorUnspecified()),
            entry(CpuStarved.RULE, CpuStarved::new),
            entry(MemoryStarved.RULE, limits -> new MemoryStarved()),
            entry(PodFitsNoNode.RULE, PodFitsNoNode::new),
            entry(QosBestEffort.RULE, limits -> new QosBestEffort()),
            entry(AutoscalingUntuned.RULE, limits -> new AutoscalingUntuned()),
            entry(AutoscalingThrashing.RULE, AutoscalingThrashing::new),
            entry(NoHeadroom.RULE, NoHeadroom::new),
            entry(UpscaleRateLimited.RULE, UpscaleRateLimited::new),
            entry(PinnedAtMaxReplicas.RULE, PinnedAtMaxReplicas::new),
            entry(SingleReplica.RULE, limits -> new SingleReplica()),
            entry(MaxReplicasUnreachable.RULE, limits -> new MaxReplicasUnreachable()),
            entry(AsyncBacklogOld.RULE, AsyncBacklogOld::new),
            entry(AsyncQueueStuck.RULE, limits -> new AsyncQueueStuck()),
            entry(AsyncMessagesOrphaned.RULE, limits -> new AsyncMessagesOrphaned()),
            entry(AsyncRequestsFailing.RULE, AsyncRequestsFailing::new),
            entry(AutoscalerDown.RULE, AutoscalerDown::new),
            entry(RolloutDeadlocked.RULE, RolloutDeadlocked::new));

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
