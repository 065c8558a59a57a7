package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Places.Place;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A new revision gets nodes. By default it needs a quarter more pods at first: where every node group is at its largest they
 * wait for those of the old revision, which wait for them. A pod that waits without an old revision is no rollout.
 */
public final class RolloutDeadlocked implements Practice {

    static final Limit AFTER = Limit.duration(
            "rollout_deadlocked_after",
            "15m",
            "1m",
            "1d",
            "How long a pod of a rollout may wait for a node that cannot come.",
            "Longer than any node takes by Cortex's 8 minutes of provisioning.");

    public static final Rule RULE = Rule.ofApi(
            "rollout_deadlocked",
            "9.13",
            Section.AUTOSCALING,
            "A new revision of an API gets the nodes that it needs beside the old one.",
            "Set update_strategy.max_surge to 0, or raise max_instances so that there is an instance to spare.",
            AFTER);

    private final Duration after;

    /** With the limits that are set. */
    public RolloutDeadlocked(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.watched(
                evidence,
                findings,
                Scope.running(evidence, findings, api -> api.deployment().isPresent()));
        if (apis.isEmpty()) {
            return;
        }
        Pods pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER).orElse(null);
        if (pods == null) {
            return;
        }
        for (ApiSpec api : apis) {
            Deployment deployment = api.deployment().orElseThrow();
            Optional<Instant> waiting =
                    twoRevisions(deployment) ? waitingSince(pods.of(api.api().workload())) : Optional.empty();
            if (waiting.isEmpty() || waiting.get().plus(after).isAfter(evidence.at())) {
                findings.pass(api.subject());
            } else {
                stuck(api, deployment, waiting.get(), evidence, findings);
            }
        }
    }

    private static void stuck(ApiSpec api, Deployment deployment, Instant since, Evidence evidence, Findings findings) {
        Places.of(evidence, findings).ifPresent(places -> {
            List<NodeGroup> groups = places.admitting(deployment.template()).stream()
                    .map(Place::group)
                    .toList();
            if (groups.stream().allMatch(NodeGroup::atMax)) {
                findings.warn(
                        api.subject(),
                        "pods of a rollout have waited since " + since + ", and every node group is at its largest",
                        "a new revision gets nodes");
            } else if (groups.stream()
                    .allMatch(group -> group.max().isPresent() && group.target().isPresent())) {
                findings.pass(api.subject());
            } else {
                findings.unknown(api.subject(), "node_group_size_unknown");
            }
        });
    }

    /** The controller says that it progresses until long after it does not; the pods of the old revision tell. */
    private static boolean twoRevisions(Deployment deployment) {
        return deployment.replicas() > deployment.updated() && deployment.updated() > 0;
    }

    private static Optional<Instant> waitingSince(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> PodState.of(pod).equals(Optional.of(PodState.UNSCHEDULABLE)))
                .map(pod -> Instant.ofEpochMilli(Math.max(pod.createdAt(), pod.scheduledAt())))
                .min(Instant::compareTo);
    }
}
