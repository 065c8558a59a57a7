package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose time is told second by second: its autoscaler writes a status at each step, its nodes come and go. It
 * begins with Cortex's flags and no groups.
 */
final class FallbackCluster {

    static final Instant START = Instant.parse("2026-01-15T09:00:00Z");
    static final String FAMILY = "g4dn.xlarge";

    private static final class Group {
        private int max = 5;
        private int target;
        private ScaleUp scaleUp = ScaleUp.NO_ACTIVITY;
        private Instant since = START.minusSeconds(86_400);
        private String code = "";
        private String message = "";
    }

    final ProvisioningSignal signal = Signals.provisioning(Config.defaults().provisioning());
    private ProvisioningState state = signal.start(START);
    private Instant now = START;

    private final List<ClusterConfig.Group> config = new ArrayList<>();
    private final List<ExpanderPriorities.Level> levels = new ArrayList<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<AutoScaling.Activity> activities = new ArrayList<>();
    private final Map<String, Integer> inService = new HashMap<>();
    private @Nullable Instant statusAt;
    private boolean aws;
    private boolean statusReadable = true;
    private boolean listsGroups = true;
    private Observed.@Nullable Reason nodesUnknown;
    private Observed.@Nullable Reason podsUnknown;
    private int named;

    FallbackCluster() {
        deployments.add(GroupsCluster.deployment(
                "kube-system",
                "cluster-autoscaler",
                GroupsCluster.container(
                        "quay.io/cortexlabs/cluster-autoscaler:v1.22.2",
                        "--expander=priority",
                        "--max-node-provision-time=8m",
                        "--scan-interval=20s",
                        "--scale-up-rate-limit-enabled=true")));
    }

    /** The guide's example: one spot and one on-demand group, the first with a node. */
    static FallbackCluster ofTheGuide() {
        return new FallbackCluster()
                .group("gpu-spot", true, 100)
                .group("gpu-od", false, 1)
                .comes("gpu-spot", "spot-0", START.minusSeconds(86_400));
    }

    FallbackCluster group(String name, boolean spot, int priority) {
        return group(name, spot, priority, FAMILY);
    }

    FallbackCluster group(String name, boolean spot, int priority, String type) {
        ClusterConfig.Group added =
                new ClusterConfig.Group(name, spot, List.of(type), 0, 5, priority, 0, 0, OptionalDouble.empty());
        config.add(added);
        levels.add(new ExpanderPriorities.Level(priority, List.of(".*" + added.eksctlName() + "-NodeGroup.*")));
        groups.put(name, new Group());
        return this;
    }

    private String eksctlName(String group) {
        return config.stream()
                .filter(known -> known.name().equals(group))
                .findFirst()
                .map(ClusterConfig.Group::eksctlName)
                .orElse(group);
    }

    private Group of(String name) {
        Group group = groups.get(name);
        if (group == null) {
            throw new AssertionError("no group " + name);
        }
        return group;
    }

    /** It is that late now; time has been evaluated every 15 s, as the agent does. */
    FallbackCluster at(double seconds) {
        while (now.plusSeconds(15).isBefore(moment(seconds))) {
            now = now.plusSeconds(15);
            state = signal.step(state, snapshot());
        }
        now = moment(seconds);
        return this;
    }

    /** It is that late now, and nobody has looked. */
    FallbackCluster unwatchedUntil(double seconds) {
        now = moment(seconds);
        return this;
    }

    static Instant moment(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    FallbackCluster max(String group, int max) {
        of(group).max = max;
        return this;
    }

    FallbackCluster target(String group, int target) {
        of(group).target = target;
        return this;
    }

    /** The autoscaler asks for one more. */
    FallbackCluster asks(String group) {
        of(group).target++;
        return scaleUp(group, ScaleUp.IN_PROGRESS);
    }

    FallbackCluster scaleUp(String group, ScaleUp scaleUp) {
        of(group).scaleUp = scaleUp;
        of(group).since = now;
        of(group).code = "";
        of(group).message = "";
        return this;
    }

    /** The autoscaler gives the attempt up, and asks for no more than there are. */
    FallbackCluster givesUp(String group) {
        of(group).target = (int) count(group);
        return scaleUp(group, ScaleUp.BACKOFF);
    }

    FallbackCluster givesUp(String group, String code, String message) {
        givesUp(group);
        of(group).code = code;
        of(group).message = message;
        return this;
    }

    private long count(String group) {
        return nodes.values().stream()
                .filter(node -> eksctlName(group).equals(node.labels().get("alpha.eksctl.io/nodegroup-name")))
                .count();
    }

    /** A Ready node; the group asks for as many as it has then, at least. */
    FallbackCluster comes(String group, String node, Instant at) {
        boots(group, node, at);
        return ready(node, at);
    }

    FallbackCluster comes(String group, String node) {
        return comes(group, node, now);
    }

    /** A node that has registered and is not Ready. */
    FallbackCluster boots(String group, String node) {
        return boots(group, node, now);
    }

    private FallbackCluster boots(String group, String node, Instant at) {
        boolean spot = config.stream().anyMatch(known -> known.name().equals(group) && known.spot());
        Map<String, String> labels = Map.of(
                "alpha.eksctl.io/nodegroup-name",
                eksctlName(group),
                "alpha.eksctl.io/cluster-name",
                "cortex",
                "workload",
                "true",
                "node-lifecycle",
                spot ? "spot" : "on-demand",
                "node.kubernetes.io/instance-type",
                config.stream()
                        .filter(known -> known.name().equals(group))
                        .findFirst()
                        .orElseThrow()
                        .instanceTypes()
                        .getFirst());
        put(node(node, at, labels, List.of("workload"), false));
        of(group).target = Math.max(of(group).target, (int) count(group));
        return this;
    }

    /** A node of a pool of Karpenter. */
    FallbackCluster karpenter(String pool, String lifecycle, String node) {
        Map<String, String> labels = Map.of(
                "karpenter.sh/nodepool",
                pool,
                "karpenter.sh/capacity-type",
                lifecycle,
                "node.kubernetes.io/instance-type",
                "m5.xlarge");
        put(node(node, now, labels, List.of(), false));
        return ready(node, now);
    }

    private Node node(String name, Instant at, Map<String, String> labels, List<String> taints, boolean ready) {
        Map<String, String> room = Map.of("cpu", "4", "memory", "16Gi", "nvidia.com/gpu", "1");
        String id = "aws:///us-east-1a/i-" + name + at.getEpochSecond();
        return new Node(
                name, name + "@" + at, at, labels, room, room, taints, ready, at, List.of(), id, "v1.22.17", false);
    }

    private void put(Node node) {
        nodes.put(node.name(), node);
    }

    FallbackCluster ready(String name) {
        return ready(name, now);
    }

    private FallbackCluster ready(String name, Instant at) {
        return change(name, node -> with(node, node.taints(), true, at, node.unschedulable()));
    }

    FallbackCluster taint(String name, String taint) {
        return change(name, node -> {
            List<String> taints = new ArrayList<>(node.taints());
            taints.add(taint);
            return with(node, taints, node.ready(), node.readyAt(), node.unschedulable());
        });
    }

    FallbackCluster cordon(String name) {
        return change(name, node -> with(node, node.taints(), node.ready(), node.readyAt(), true));
    }

    private FallbackCluster change(String name, java.util.function.UnaryOperator<Node> change) {
        nodes.computeIfPresent(name, (_, node) -> change.apply(node));
        return this;
    }

    private static Node with(
            Node node, List<String> taints, boolean ready, @Nullable Instant readyAt, boolean unschedulable) {
        return new Node(
                node.name(),
                node.uid(),
                node.createdAt(),
                node.labels(),
                node.allocatable(),
                node.capacity(),
                List.copyOf(taints),
                ready,
                readyAt,
                node.externalAddresses(),
                node.providerId(),
                node.kubeletVersion(),
                unschedulable);
    }

    FallbackCluster goes(String node) {
        nodes.remove(node);
        return this;
    }

    /** An API whose pods may run on these groups only; on any when there are none. */
    FallbackCluster api(String name, String... pinned) {
        Map<String, String> labels = Map.of("cortex.dev/api", "true", "apiName", name, "apiKind", "RealtimeAPI");
        deployments.add(GroupsCluster.deployment(
                "default",
                "api-" + name,
                labels,
                GroupsCluster.workload(List.of(pinned), Map.of("nvidia.com/gpu", "1"))));
        return this;
    }

    /** A pod that no node can take. */
    FallbackCluster waits(String api, String pod) {
        pods.put(pod, pod(api, pod, "", Pod.Condition.FALSE));
        return this;
    }

    FallbackCluster runs(String api, String pod, String node) {
        pods.put(pod, pod(api, pod, node, Pod.Condition.TRUE));
        return this;
    }

    FallbackCluster deletes(String pod) {
        pods.remove(pod);
        return this;
    }

    private Pod pod(String api, String name, String node, Pod.Condition scheduled) {
        return new Pod(
                "default",
                name,
                name,
                new Workload("default", "RealtimeAPI", api),
                "",
                node,
                node.isEmpty() ? Pod.Phase.PENDING : Pod.Phase.RUNNING,
                "",
                scheduled,
                scheduled == Pod.Condition.FALSE ? "Unschedulable" : "",
                Pod.Condition.ABSENT,
                now.toEpochMilli(),
                now.toEpochMilli(),
                0,
                0,
                List.of());
    }

    FallbackCluster says(String reason, String message) {
        return event(reason, message, "ConfigMap", "cluster-autoscaler-status", "cluster-autoscaler");
    }

    FallbackCluster event(String reason, String message, String kind, String object, String component) {
        String uid = "event-" + named++;
        events.add(new Event(uid, reason, "Warning", message, kind, "kube-system", object, "", component, 1, now, now));
        return this;
    }

    /** The API server keeps events for an hour, AWS activities for as long as they are asked for. */
    FallbackCluster forgetsEventsBefore(double seconds) {
        events.removeIf(event -> event.lastAt() != null && event.lastAt().isBefore(moment(seconds)));
        activities.removeIf(activity -> activity.startedAt().isBefore(moment(seconds)));
        return this;
    }

    /** AWS answers from now on. */
    FallbackCluster aws() {
        aws = true;
        return this;
    }

    FallbackCluster launch(String group, AutoScaling.Outcome outcome, String message) {
        String id = "activity-" + named++;
        activities.addFirst(new AutoScaling.Activity(
                id, asgName(eksctlName(group)), outcome, message, true, now.minusSeconds(3), now));
        return this;
    }

    FallbackCluster inService(String group, int instances) {
        inService.put(group, instances);
        return this;
    }

    /** The autoscaler writes no more. */
    FallbackCluster autoscalerDies() {
        statusAt = now;
        return this;
    }

    FallbackCluster autoscalerReturns() {
        statusAt = null;
        return this;
    }

    /** It has begun anew, and lists no group yet. */
    FallbackCluster restartsAutoscaler() {
        listsGroups = false;
        return this;
    }

    FallbackCluster statusIsDenied() {
        statusReadable = false;
        return this;
    }

    FallbackCluster nodesAre(Observed.@Nullable Reason reason) {
        nodesUnknown = reason;
        return this;
    }

    FallbackCluster podsAre(Observed.@Nullable Reason reason) {
        podsUnknown = reason;
        return this;
    }

    /** Evaluates now. */
    FallbackCluster evaluate() {
        state = signal.step(state, snapshot());
        return this;
    }

    /** Evaluates now. */
    FamilyProvisioning step() {
        return evaluate().said(FAMILY);
    }

    FallbackState state() {
        return step().state();
    }

    FamilyProvisioning said(String family) {
        return state.result()
                .family(family)
                .orElseThrow(() -> new AssertionError(
                        "no family " + family + " in " + state.result().families()));
    }

    Provisioning result() {
        return state.result();
    }

    ProvisioningMemory memory() {
        return state.memory();
    }

    FallbackCluster restarts(ProvisioningMemory memory) {
        state = signal.resume(memory, now);
        return this;
    }

    FallbackCluster restartsWithoutMemory() {
        state = signal.start(now);
        return this;
    }

    Map<FallbackReason, Long> counted() {
        return state.result().counted().stream()
                .filter(counted -> counted.name().equals(FAMILY))
                .findFirst()
                .orElseThrow()
                .fallbacks();
    }

    long interruptions(String group) {
        return state.result().interruptions().getOrDefault(group, -1L);
    }

    private <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, now);
    }

    private ClusterSnapshot snapshot() {
        KubernetesObjects none = KubernetesObjects.notSynced(START);
        Map<Workload, List<Pod>> byWorkload = new HashMap<>();
        pods.values()
                .forEach(pod -> byWorkload
                        .computeIfAbsent(pod.workload(), _ -> new ArrayList<>())
                        .add(pod));
        Observed<Pods> observedPods = podsUnknown == null
                ? known(new Pods(byWorkload, pods.size()))
                : new Observed.Unknown<>(podsUnknown, now);
        Observed<List<Node>> observedNodes =
                nodesUnknown == null ? known(List.copyOf(nodes.values())) : new Observed.Unknown<>(nodesUnknown, now);
        KubernetesObjects objects = new KubernetesObjects(
                observedPods,
                none.namespaces(),
                observedNodes,
                known(List.copyOf(deployments)),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                known(List.copyOf(events)),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                config.isEmpty()
                        ? new Observed.Unknown<>(Observed.Reason.ABSENT, now)
                        : known(new ClusterConfig("cortex", "us-east-1", List.copyOf(config))),
                status(),
                config.isEmpty()
                        ? new Observed.Unknown<>(Observed.Reason.ABSENT, now)
                        : known(new ExpanderPriorities(List.copyOf(levels), "")));
        ClusterSnapshot empty = ClusterSnapshot.empty(now);
        return new ClusterSnapshot(
                now,
                objects,
                empty.podUsage(),
                empty.requests(),
                empty.queues(),
                empty.queueActivity(),
                scaling(),
                Changes.NONE);
    }

    private Observed<AutoscalerStatus> status() {
        if (config.isEmpty()) {
            return new Observed.Unknown<>(Observed.Reason.ABSENT, now);
        }
        if (!statusReadable) {
            return new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, now);
        }
        List<AutoscalerStatus.Group> written = new ArrayList<>();
        groups.forEach((name, group) -> written.add(new AutoscalerStatus.Group(
                asgName(eksctlName(name)),
                true,
                (int) count(name),
                (int) count(name),
                group.target,
                0,
                group.max,
                group.scaleUp,
                group.since,
                group.code,
                group.message)));
        List<AutoscalerStatus.Group> listed = listsGroups ? List.copyOf(written) : List.of();
        return known(new AutoscalerStatus(statusAt == null ? now : statusAt, listsGroups, true, listed));
    }

    private Observed<AutoScaling> scaling() {
        if (!aws) {
            return new Observed.Unknown<>(Observed.Reason.DISABLED, now);
        }
        List<AutoScaling.Group> told = new ArrayList<>();
        groups.forEach((name, group) -> told.add(new AutoScaling.Group(
                asgName(eksctlName(name)),
                0,
                group.max,
                group.target,
                inService.getOrDefault(name, (int) count(name)),
                List.of(),
                Map.of())));
        return known(new AutoScaling(List.copyOf(told), known(List.copyOf(activities))));
    }
}
