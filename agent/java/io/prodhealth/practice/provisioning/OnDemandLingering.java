package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * APIs do not stay on on-demand nodes when spot has been back for long: the autoscaler never moves a pod. Those that may not
 * run on spot and jobs, which nobody moves, do not count.
 */
public final class OnDemandLingering implements Practice {

    static final Limit AFTER = Limit.duration(
            "on_demand_lingering_after",
            "6h",
            "10m",
            "30d",
            "How long spot must have been well while pods stay on on-demand.",
            "Practice-checks 4.8: a move costs a restart, so it should pay.");

    public static final Rule RULE = Rule.ofCluster(
            "on_demand_lingering",
            "4.8",
            Section.PROVISIONING,
            "APIs leave the on-demand nodes when spot is back.",
            "Cordon the on-demand nodes and delete their pods one by one in a quiet hour.",
            true,
            AFTER);

    private final Duration after;

    /** With the limits that are set. */
    public OnDemandLingering(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<FamilyProvisioning> families = SpotFamilies.of(evidence, findings);
        if (families.isEmpty()) {
            return;
        }
        Optional<List<ApiSpec>> apis = findings.need(evidence.apis(), Subject.CLUSTER);
        Optional<Pods> pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER);
        Optional<List<Node>> nodes = findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        if (apis.isEmpty() || pods.isEmpty() || nodes.isEmpty()) {
            return;
        }
        long made = evidence.at().minus(after).toEpochMilli();
        for (FamilyProvisioning family : families) {
            Set<String> onDemand = nodes.get().stream()
                    .filter(node -> family.family().onDemand().stream().anyMatch(group -> Workers.has(group, node)))
                    .map(Node::name)
                    .collect(Collectors.toSet());
            List<ApiSpec> movable = apis.get().stream()
                    .filter(api -> !api.job() && mayUse(api, family.family().spot()))
                    .filter(api -> pods.get().of(api.api().workload()).stream()
                            .anyMatch(pod -> pod.serving() && pod.createdAt() <= made && onDemand.contains(pod.node())))
                    .toList();
            if (movable.isEmpty()) {
                findings.pass(Subject.CLUSTER);
            } else {
                judge(family, movable, evidence.at(), findings);
            }
        }
    }

    private void judge(FamilyProvisioning family, List<ApiSpec> movable, Instant now, Findings findings) {
        List<NodeGroup> spot = family.family().spot();
        if (spot.stream().anyMatch(group -> group.backoff() || group.atMax())) {
            findings.pass(Subject.CLUSTER);
        } else if (spot.stream().allMatch(group -> wellSince(group, now))) {
            String names =
                    movable.stream().map(api -> api.subject().name()).limit(5).collect(Collectors.joining(", "));
            findings.info(
                    Subject.CLUSTER,
                    names + " on on-demand nodes for " + after.toHours() + " h and more, while spot of "
                            + family.family().name() + " is to be had",
                    "pods on spot");
        } else if (spot.stream().anyMatch(group -> group.scaleUp() == ScaleUp.UNKNOWN)) {
            findings.unknown(Subject.CLUSTER, "spot_unknown: " + family.family().name());
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }

    private boolean wellSince(NodeGroup group, Instant now) {
        Instant since = group.scaleUpSince();
        return group.scaleUp() == ScaleUp.NO_ACTIVITY
                && since != null
                && !since.plus(after).isAfter(now);
    }

    private static boolean mayUse(ApiSpec api, List<NodeGroup> spot) {
        List<String> pins = api.api().nodeGroups();
        return pins.isEmpty() || spot.stream().anyMatch(group -> pins.contains(group.name()));
    }
}
