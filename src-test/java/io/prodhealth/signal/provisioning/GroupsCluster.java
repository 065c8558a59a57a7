package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster of which only what node groups are made of is known; every list starts empty. */
final class GroupsCluster {

    static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    static final Duration STALE = Duration.ofMinutes(3);

    final List<ClusterConfig.Group> config = new ArrayList<>();
    final List<AutoscalerStatus.Group> status = new ArrayList<>();
    final List<AutoScaling.Group> asgs = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<ExpanderPriorities.Level> levels = new ArrayList<>();
    final List<Deployment> deployments = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    boolean cortex = true;
    boolean nodesKnown = true;

    @Nullable
    Instant statusAt = NOW.minusSeconds(10);

    Instant asgAt = NOW.minusSeconds(30);

    GroupsCluster config(String name, boolean spot, int max, String... types) {
        config.add(new ClusterConfig.Group(name, spot, List.of(types), 0, max, 1, 0, 0, OptionalDouble.empty()));
        return this;
    }

    GroupsCluster priority(int priority, String... patterns) {
        levels.add(new ExpanderPriorities.Level(priority, List.of(patterns)));
        return this;
    }

    GroupsCluster status(String asgName, int registered, int target, int max, ScaleUp scaleUp) {
        status.add(new AutoscalerStatus.Group(
                asgName, true, registered, registered, target, 0, max, scaleUp, NOW.minusSeconds(60), "", ""));
        return this;
    }

    GroupsCluster asg(String name, int desired, int max, String... types) {
        return asg(name, desired, max, Map.of(), types);
    }

    GroupsCluster asg(String name, int desired, int max, Map<String, String> tags, String... types) {
        asgs.add(new AutoScaling.Group(name, 0, max, desired, desired, List.of(types), tags));
        return this;
    }

    /** @param labels in turn a label and its value */
    GroupsCluster node(String type, String... labels) {
        return node(type, Map.of(), List.of(), labels);
    }

    GroupsCluster node(String type, Map<String, String> capacity, List<String> taints, String... labels) {
        Map<String, String> all = new HashMap<>(Map.of("node.kubernetes.io/instance-type", type));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        String name = "node-" + nodes.size();
        nodes.add(new Node(
                name,
                name,
                NOW,
                Map.copyOf(all),
                capacity,
                capacity,
                taints,
                true,
                NOW,
                List.of(),
                "",
                "v1.22.17",
                false));
        return this;
    }

    GroupsCluster autoscaler(String... arguments) {
        deployments.add(
                deployment("kube-system", "cluster-autoscaler", container("cluster-autoscaler:v1.22.2", arguments)));
        return this;
    }

    ClusterSnapshot snapshot() {
        KubernetesObjects none = KubernetesObjects.notSynced(NOW);
        KubernetesObjects objects = new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                nodesKnown ? known(List.copyOf(nodes)) : none.nodes(),
                known(List.copyOf(deployments)),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                known(List.copyOf(jobs)),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                known(List.of(new ConfigMap("default", "env-vars", Map.of(), Map.of(), Map.copyOf(environment)))),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                cortex
                        ? known(new ClusterConfig("cortex", "us-east-1", List.copyOf(config)))
                        : new Observed.Unknown<>(Observed.Reason.ABSENT, NOW),
                status.isEmpty()
                        ? new Observed.Unknown<>(Observed.Reason.ABSENT, NOW)
                        : known(new AutoscalerStatus(statusAt, true, true, List.copyOf(status))),
                levels.isEmpty()
                        ? new Observed.Unknown<>(Observed.Reason.ABSENT, NOW)
                        : known(new ExpanderPriorities(List.copyOf(levels), "")));
        Observed<AutoScaling> scaling = asgs.isEmpty()
                ? Observed.notSynced(NOW)
                : new Observed.Known<>(new AutoScaling(List.copyOf(asgs), Observed.notSynced(NOW)), asgAt);
        ClusterSnapshot empty = ClusterSnapshot.empty(NOW);
        return new ClusterSnapshot(
                NOW,
                objects,
                empty.podUsage(),
                empty.requests(),
                empty.queues(),
                empty.queueActivity(),
                scaling,
                Changes.NONE);
    }

    NodeGroups groups() {
        return groups(NodeGroups.NONE);
    }

    NodeGroups groups(NodeGroups before) {
        return NodeGroups.of(snapshot(), STALE, before);
    }

    NodeGroup group(String name) {
        return group(groups(), name);
    }

    static NodeGroup group(NodeGroups groups, String name) {
        return groups.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no group " + name + " in " + groups.groups()));
    }

    NodeFamily family(String name) {
        NodeGroups groups = groups();
        return groups.family(name)
                .orElseThrow(() -> new AssertionError("no family " + name + " in " + groups.families()));
    }

    static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, NOW);
    }

    static String asgName(String group) {
        return "eksctl-cortex-nodegroup-" + group + "-NodeGroup-1F5TKS610A9N4";
    }

    static Deployment deployment(String namespace, String name, Container... containers) {
        return deployment(namespace, name, Map.of(), template(containers));
    }

    static Deployment deployment(String namespace, String name, Map<String, String> labels, PodTemplate template) {
        return new Deployment(
                namespace,
                name,
                name,
                NOW,
                labels,
                Map.of(),
                1,
                1,
                1,
                1,
                1,
                0,
                "",
                null,
                Duration.ofMinutes(10),
                template);
    }

    static PodTemplate template(Container... containers) {
        return new PodTemplate(Map.of(), List.of(containers), List.of(), Map.of(), List.of(), 30);
    }

    /** As Cortex makes it, which selects its workers. */
    static PodTemplate workload(List<String> pinned, Map<String, String> requests) {
        return new PodTemplate(
                Map.of(), List.of(requesting(requests)), List.of(), Map.of("workload", "true"), pinned, 60);
    }

    static Container requesting(Map<String, String> requests) {
        return new Container("api", "api", List.of(), requests, Map.of(), Map.of(), null, null, false);
    }

    static Container container(String image, String... arguments) {
        return new Container(
                "cluster-autoscaler",
                image,
                Stream.of(arguments).toList(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                false);
    }
}
