package io.prodhealth.alerts.week;

import io.prodhealth.simulator.AutoscalerStatus;
import io.prodhealth.simulator.week.Week;
import io.prodhealth.simulator.week.WeekLine;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The generated week beside what is simulated here: its lines as they come due, with the group of our own nodes added to what
 * the owner and the autoscaler write, and with the requests that explain how its APIs are scaled.
 */
final class WeekApis {

    /** Template of the week's APIs: text-generator. */
    private static final double TARGET = 1.6;

    private static final double REQUESTS_A_SECOND = 2;

    /** A little less than the replicas are meant for, so that the formula asks for just as many. */
    private static final double SPARE = 0.4;

    private final Stage stage;
    private final Week week;
    private final Nodes nodes;
    private final Gateway gateway;
    private final Map<String, Count> counts = new TreeMap<>();
    private @Nullable WeekLine waiting;
    private @Nullable WeekLine status;
    private boolean statusHeld;

    private record Count(int wanted, int ready) {}

    WeekApis(Stage stage, Week week, Nodes nodes, Gateway gateway) {
        this.stage = stage;
        this.week = week;
        this.nodes = nodes;
        this.gateway = gateway;
        stage.schedule().every(Scaler.TICK, this::serve);
    }

    /** From now on the autoscaler writes no status, or again it does. */
    void statusHeld(boolean is) {
        statusHeld = is;
    }

    /** Takes in what has happened until now. */
    void advance() {
        Duration now = Duration.between(Week.BEGIN, stage.now());
        while (true) {
            WeekLine line = waiting == null && week.hasNext() ? week.next() : waiting;
            waiting = line;
            if (line == null || line.at().compareTo(now) > 0) {
                tellStatus();
                return;
            }
            waiting = null;
            take(line);
        }
    }

    /** It is written each ten seconds, and only the last of a minute is looked at. */
    private void tellStatus() {
        WeekLine last = status;
        if (last != null && !statusHeld) {
            Instant at = Week.BEGIN.plus(last.at());
            told(last.object(), at);
            stage.cluster().take(last, at);
        }
        status = null;
    }

    private void take(WeekLine line) {
        Instant at = Week.BEGIN.plus(line.at());
        String name = line.object().at("/metadata/name").asString("");
        if (line.resource().equals("deployments")
                && line.object().at("/metadata/labels").has("apiName")) {
            scaled(line.object(), at);
        } else if (name.equals("cluster-config")) {
            configured(line.object());
        } else if (name.equals("cluster-autoscaler-status")) {
            status = line;
            return;
        }
        stage.cluster().take(line, at);
    }

    /** The template's limits are not those that the week keeps to, and a rollout is told by its condition. */
    private void scaled(ObjectNode deployment, Instant at) {
        deployment
                .withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put("autoscaling.cortex.dev/min-replicas", "1")
                .put("autoscaling.cortex.dev/max-replicas", "30");
        JsonNode status = deployment.path("status");
        int replicas = status.path("replicas").asInt(0);
        int ready = status.path("readyReplicas").asInt(0);
        boolean rolling = status.path("updatedReplicas").asInt(0) < replicas;
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals("Progressing")) {
                ((ObjectNode) condition)
                        .put("reason", rolling ? "ReplicaSetUpdated" : "NewReplicaSetAvailable")
                        .put("lastUpdateTime", Stage.time(at));
            }
        }
        counts.put(
                deployment.at("/metadata/labels/apiName").asString(""),
                new Count(deployment.at("/spec/replicas").asInt(1), ready));
    }

    private void configured(ObjectNode config) {
        ObjectNode data = (ObjectNode) config.get("data");
        data.put(
                "cluster.yaml",
                data.path("cluster.yaml").asString("")
                        + """
                        - name: %s
                          instance_type: %s
                          min_instances: %d
                          max_instances: %d
                          priority: 1
                          spot: false
                          spot_config: null
                        subnet_visibility: private
                        nat_gateway: highly_available
                        """.formatted(nodes.group(), Nodes.TYPE, nodes.count(), nodes.max()));
    }

    private void told(ObjectNode status, Instant at) {
        ObjectNode data = (ObjectNode) status.get("data");
        List<AutoscalerStatus.Group> groups = new ArrayList<>(
                AutoscalerStatus.parse(data.path("status").asString("")).groups());
        String since = AutoscalerStatus.goTime(Week.BEGIN);
        groups.add(new AutoscalerStatus.Group(
                nodes.scalingGroup(),
                nodes.count(),
                nodes.count(),
                nodes.count(),
                nodes.count(),
                nodes.max(),
                "NoActivity",
                since,
                since,
                since));
        data.put("status", new AutoscalerStatus(groups).render(at));
    }

    private void serve() {
        double come = REQUESTS_A_SECOND * Scaler.TICK.toSeconds();
        counts.forEach((api, count) -> {
            if (count.wanted > 0) {
                gateway.answered(api, count.ready > 0 ? "200" : "503", come);
            }
        });
    }

    /** As Prometheus tells of their requests. */
    List<RequestLoad.Realtime> told() {
        List<RequestLoad.Realtime> told = new ArrayList<>();
        counts.forEach((api, count) -> {
            if (count.ready > 0) {
                double all = (count.wanted - SPARE) * TARGET;
                double each = Math.round(all / count.ready * 10) / 10.0;
                told.add(new RequestLoad.Realtime(
                        api,
                        all,
                        List.of(new RequestLoad.Share(each, count.ready)),
                        OptionalDouble.of(REQUESTS_A_SECOND)));
            }
        });
        return told;
    }
}
