package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroup;
import io.prodhealth.simulator.aws.AutoScalingGroups;
import io.prodhealth.simulator.aws.SqsServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Auto Scaling groups behind a cluster, as its own objects tell of them. */
final class CloudGroups {
    private static final String NODE_GROUP = "alpha.eksctl.io/nodegroup-name";
    private static final List<String> ZONES =
            List.of(SqsServer.REGION + "a", SqsServer.REGION + "b", SqsServer.REGION + "c");

    private CloudGroups() {}

    /** Sizes from the autoscaler's status, instances from the nodes, types and tags from the cluster's configuration. */
    static AutoScalingGroups of(Store store, Schedule schedule, Tempo tempo) {
        AutoScalingGroups groups = new AutoScalingGroups(schedule.clock(), schedule::after, tempo.aws());
        ClusterYaml config = ClusterYaml.of(store);
        String text = store.get(Resource.CONFIGMAPS, "kube-system", "cluster-autoscaler-status")
                .map(c -> c.item().at("/data/status").asString(""))
                .orElse("");
        for (AutoscalerStatus.Group group : AutoscalerStatus.parse(text).groups()) {
            groups.put(group(store, config, group));
        }
        return groups;
    }

    private static AutoScalingGroup group(Store store, ClusterYaml config, AutoscalerStatus.Group group) {
        String nodeGroup = group.nodeGroup();
        List<AutoScalingGroup.Instance> instances = new ArrayList<>();
        Instant created = Instant.EPOCH.plusSeconds(1_767_225_600);
        for (Stored node : store.all(Resource.NODES)) {
            Map<String, String> labels = node.labels();
            if (labels.getOrDefault(NODE_GROUP, "").equals(nodeGroup)) {
                instances.add(new AutoScalingGroup.Instance(
                        labels.getOrDefault("alpha.eksctl.io/instance-id", ""),
                        labels.getOrDefault("node.kubernetes.io/instance-type", ""),
                        labels.getOrDefault("topology.kubernetes.io/zone", "")));
            }
        }
        List<String> types = config.types(nodeGroup);
        if (types.isEmpty()) {
            types = List.of(
                    instances.isEmpty() ? "t3.medium" : instances.getFirst().type());
        }
        return new AutoScalingGroup(
                group.name(),
                nodeGroup.startsWith("cx-ws-"),
                types,
                group.min(),
                group.max(),
                group.target(),
                instances,
                ZONES,
                nodeGroup.startsWith("cx-w") ? List.of("AZRebalance") : List.of(),
                tags(config, nodeGroup),
                created);
    }

    private static Map<String, String> tags(ClusterYaml config, String nodeGroup) {
        String cluster = config.name();
        Map<String, String> tags = new TreeMap<>(config.tags());
        tags.put("cortex.dev/cluster-name", cluster);
        tags.put("k8s.io/cluster-autoscaler/enabled", "true");
        tags.put("k8s.io/cluster-autoscaler/" + cluster, "owned");
        tags.put("kubernetes.io/cluster/" + cluster, "owned");
        tags.put("alpha.eksctl.io/cluster-name", cluster);
        tags.put("alpha.eksctl.io/nodegroup-name", nodeGroup);
        tags.put("Name", cluster + "-" + nodeGroup + "-Node");
        if (nodeGroup.startsWith("cx-w")) {
            tags.put("k8s.io/cluster-autoscaler/node-template/label/workload", "true");
        }
        return tags;
    }
}
