package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the cluster autoscaler is set, from the flags of its Deployment; a flag that is not given has the autoscaler's own
 * default.
 *
 * @param maxNodeProvisionTime after which nodes that have not registered count as failed; default 15 minutes, Cortex's 8
 * @param scanInterval between two loops; default 10 s, Cortex's 20
 * @param expanders how it chooses between groups, in order; default {@code random}
 * @param rateLimited whether Cortex's rate limiter is on ({@code --scale-up-rate-limit-enabled})
 * @param nodesPerMinute the limiter's {@code --scale-up-max-number-nodes-per-min}; empty without the flag
 * @param nodesBurst the limiter's {@code --scale-up-burst-number-nodes-per-min}; empty without the flag
 * @param initialBackoff first backoff of a group that has failed; 5 minutes
 * @param maxBackoff longest backoff; it doubles up to this; 30 minutes
 * @param backoffReset after which without a failure it begins anew; 3 hours
 * @param minorVersion 22 for 1.22; empty when neither the image nor Cortex's version tells
 */
public record AutoscalerFlags(
        Duration maxNodeProvisionTime,
        Duration scanInterval,
        List<String> expanders,
        boolean rateLimited,
        OptionalInt nodesPerMinute,
        OptionalInt nodesBurst,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration backoffReset,
        OptionalInt minorVersion) {

    private static final Duration CORTEX_PROVISION_TIME = Duration.ofMinutes(8);

    /** What the autoscaler of that version does without any flag. */
    public static AutoscalerFlags defaults(OptionalInt minorVersion) {
        return of(AutoscalerArguments.NONE, minorVersion);
    }

    /** As Cortex sets it since 0.34, on Kubernetes 1.22 (manager/manifests/cluster-autoscaler.yaml.j2). */
    public static AutoscalerFlags ofCortex() {
        return new AutoscalerFlags(
                CORTEX_PROVISION_TIME,
                Duration.ofSeconds(20),
                List.of("priority"),
                true,
                OptionalInt.of(50),
                OptionalInt.of(75),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(3),
                OptionalInt.of(22));
    }

    private static AutoscalerFlags of(AutoscalerArguments flags, OptionalInt minorVersion) {
        return new AutoscalerFlags(
                flags.duration("max-node-provision-time", Duration.ofMinutes(15)),
                flags.duration("scan-interval", Duration.ofSeconds(10)),
                flags.words("expander", "random"),
                flags.bool("scale-up-rate-limit-enabled"),
                flags.number("scale-up-max-number-nodes-per-min"),
                flags.number("scale-up-burst-number-nodes-per-min"),
                flags.duration("initial-node-group-backoff-duration", Duration.ofMinutes(5)),
                flags.duration("max-node-group-backoff-duration", Duration.ofMinutes(30)),
                flags.duration("node-group-backoff-reset-timeout", Duration.ofHours(3)),
                minorVersion);
    }

    /** The flags in effect; unknown while Deployments cannot be read, absent when none is the autoscaler's. */
    public static Observed<AutoscalerFlags> of(ClusterSnapshot snapshot) {
        return switch (snapshot.kubernetes().deployments()) {
            case Observed.Unknown<List<Deployment>> unknown -> unknown.as();
            case Observed.Known<List<Deployment>> known ->
                AutoscalerArguments.container(known.value())
                        .<Observed<AutoscalerFlags>>map(
                                container -> new Observed.Known<>(of(container, snapshot), known.at()))
                        .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.ABSENT, known.at()));
        };
    }

    private static AutoscalerFlags of(Container container, ClusterSnapshot snapshot) {
        return of(
                AutoscalerArguments.of(container), AutoscalerVersion.minor(container.image(), cortexVersion(snapshot)));
    }

    private static Optional<String> cortexVersion(ClusterSnapshot snapshot) {
        return snapshot.kubernetes().configMaps().orElse(List.of()).stream()
                .filter(map -> map.name().equals("env-vars"))
                .map(ConfigMap::data)
                .flatMap(data -> Optional.ofNullable(data.get("CORTEX_VERSION")).stream())
                .findFirst();
    }

    /** Whether groups are tried by the list of the priority expander. */
    public boolean byPriority() {
        return expanders.contains("priority");
    }

    /**
     * Whether it reads what the Auto Scaling group says of failed launches, from 1.24 on. Before, lack of capacity shows
     * only when the provision time is over. A version that is not known counts as an old one.
     */
    public boolean instanceLevelDetection() {
        return minorVersion.orElse(0) >= 24;
    }
}
