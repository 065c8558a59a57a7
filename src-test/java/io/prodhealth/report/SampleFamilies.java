package io.prodhealth.report;

import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.AutoscalerHealth;
import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.FallbackCause;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Lifecycle;
import io.prodhealth.signal.provisioning.NodeCount;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodePool;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.Waiting;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Made-up node families, as the provisioning signal could have told them. */
final class SampleFamilies {

    private SampleFamilies() {}

    /** One family that is in order, one whose fallback is stuck, and one that has no spot. */
    static Provisioning of(String gpu, String cause, Instant at) {
        NodeGroup spot = group(gpu, "gpu-spot", Lifecycle.SPOT, 2, cause);
        NodeGroup onDemand = group(gpu, "gpu-on-demand", Lifecycle.ON_DEMAND, 1, "");
        NodeGroup cpuSpot = group("c5.xlarge", "cpu-spot", Lifecycle.SPOT, 1, "");
        NodeGroup operator = group("t3.medium", "cx-operator", Lifecycle.ON_DEMAND, 2, "");
        FamilyProvisioning stuck = new FamilyProvisioning(
                new NodeFamily(gpu, List.of(spot), List.of(onDemand), List.of()),
                FallbackState.FALLBACK_STUCK,
                at.minusSeconds(1_260),
                List.of(FallbackCause.PINNED_TO_SPOT, FallbackCause.LOOPING),
                Optional.of(new FamilyProvisioning.Fallback(
                        at.minusSeconds(1_800), at.minusSeconds(1_260), FallbackReason.CAPACITY, 2, null, null, null)),
                new Observed.Known<>(
                        List.of(new Waiting(
                                new Workload("default", "RealtimeAPI", "flaky-ranker"), 1, at.minusSeconds(1_700))),
                        at),
                Optional.of(new ExpectedFallback(Optional.empty(), List.of(spot), List.of(spot))),
                List.of("ip-192-168-1-1.ec2.internal"),
                OptionalDouble.of(0.3156));
        FamilyProvisioning normal = new FamilyProvisioning(
                new NodeFamily("c5.xlarge", List.of(cpuSpot), List.of(), List.of()),
                FallbackState.NORMAL,
                at.minusSeconds(86_400),
                List.of(),
                Optional.empty(),
                new Observed.Known<>(List.of(), at),
                Optional.of(new ExpectedFallback(Optional.of(Duration.ofSeconds(500)), List.of(), List.of())),
                List.of(),
                OptionalDouble.empty());
        FamilyProvisioning withoutSpot = new FamilyProvisioning(
                new NodeFamily("t3.medium", List.of(), List.of(operator), List.of()),
                FallbackState.NORMAL,
                at.minusSeconds(86_400),
                List.of(),
                Optional.empty(),
                new Observed.Unknown<>(Observed.Reason.STALE, at),
                Optional.empty(),
                List.of(),
                OptionalDouble.empty());
        return new Provisioning(
                at,
                new Observed.Known<>(List.of(spot, onDemand, cpuSpot, operator), at),
                new Observed.Known<>(List.of(stuck, normal, withoutSpot), at),
                new Observed.Known<>(List.of(), at),
                List.of(),
                Map.of("gpu-spot", 3L),
                at.minusSeconds(86_400),
                new Observed.Known<>(new AutoscalerHealth(at.minusSeconds(12), true, true), at),
                new Observed.Known<>(AutoscalerFlags.defaults(OptionalInt.of(22)), at),
                Duration.ofMinutes(15));
    }

    private static NodeGroup group(String family, String name, Lifecycle lifecycle, int nodes, String backoff) {
        boolean spot = lifecycle == Lifecycle.SPOT;
        return new NodeGroup(
                name,
                name,
                "",
                NodePool.EKSCTL,
                true,
                family,
                lifecycle,
                List.of(family),
                OptionalInt.of(0),
                OptionalInt.of(5),
                OptionalInt.of(nodes),
                Optional.of(new NodeCount(spot ? nodes : 0, spot ? 0 : nodes, nodes)),
                spot ? OptionalInt.of(100) : OptionalInt.empty(),
                backoff.isEmpty() ? ScaleUp.NO_ACTIVITY : ScaleUp.BACKOFF,
                null,
                backoff.isEmpty() ? "" : "OutOfResource",
                backoff);
    }
}
