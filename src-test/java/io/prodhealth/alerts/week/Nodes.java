package io.prodhealth.alerts.week;

import io.prodhealth.simulator.Json;
import io.prodhealth.simulator.week.WeekLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Nodes on demand that stay: a group of their own, so that the groups of the generated week are as they were made. */
final class Nodes {

    /** One that is in no other group, so that it is a family of its own. */
    static final String TYPE = "m6i.xlarge";

    private final String group;
    private final List<String> names = new ArrayList<>();
    private final int max;
    private int turn;
    private final Stage stage;
    private boolean full;
    private boolean atMax;

    /**
     * A group with nodes that are ready.
     *
     * @param group as Cortex' configuration names it
     * @param net a number that no other group has
     * @param max most nodes it may have
     */
    Nodes(Stage stage, String group, int net, int nodes, int max) {
        this.stage = stage;
        this.group = group;
        this.max = max;
        for (int i = 0; i < nodes; i++) {
            String name = "ip-10-0-" + net + "-" + (10 + i) + ".ec2.internal";
            ObjectNode like = stage.objects().node(name, false);
            stage.cluster()
                    .put(
                            "nodes",
                            Json.parseObject(like.toString()
                                    .replace("cx-wd-cpu-on-demand", eksctlName())
                                    .replace("c5.xlarge", TYPE)));
            names.add(name);
        }
        tellAws();
    }

    private void tellAws() {
        ObjectNode scaling = Json.object();
        scaling.put("autoScalingGroupName", scalingGroup())
                .put("nodeGroup", eksctlName())
                .put("minSize", names.size())
                .put("maxSize", max())
                .put("desiredCapacity", names.size())
                .put("inServiceInstances", names.size());
        scaling.putArray("instanceTypes").add(TYPE);
        scaling.putObject("tags").put("alpha.eksctl.io/nodegroup-name", eksctlName());
        stage.cluster().take(new WeekLine(Duration.ZERO, "asg", "", scaling), stage.now());
    }

    /** From now on it may have no more nodes than it has, or again it may. */
    void atMax(boolean is) {
        atMax = is;
        tellAws();
    }

    String group() {
        return group;
    }

    /** The name of the group in the labels of its nodes. */
    String eksctlName() {
        return "cx-wd-" + group;
    }

    /** The name of its Auto Scaling group. */
    String scalingGroup() {
        return "eksctl-cortex-nodegroup-" + eksctlName() + "-NodeGroup-1GENERAL";
    }

    int max() {
        return atMax ? names.size() : max;
    }

    int count() {
        return names.size();
    }

    /** The node that the next pod goes to. */
    String next() {
        return names.get(turn++ % names.size());
    }

    boolean full() {
        return full;
    }

    /** From now on no other pod fits, or again they do. */
    void full(boolean is) {
        full = is;
    }
}
