package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroups;
import io.prodhealth.simulator.aws.Shortage;
import java.util.ArrayList;
import java.util.List;

/** One play of the incident in which spot capacity runs out and on-demand nodes take over. */
final class SpotExhaustion {
    private final Incidents incidents;
    private final Schedule schedule;
    private final Tempo tempo;
    private final Autoscaler autoscaler;
    private final Nodes nodes;
    private final AutoScalingGroups groups;
    private final String api;
    private final String spot;
    private final String onDemand;
    private final List<String> waiting = new ArrayList<>();

    SpotExhaustion(Incidents incidents, Schedule schedule, Tempo tempo, String api, String spot, String onDemand) {
        this.incidents = incidents;
        this.schedule = schedule;
        this.tempo = tempo;
        this.autoscaler = incidents.autoscaler();
        this.nodes = incidents.nodes();
        this.groups = incidents.groups();
        this.api = api;
        this.spot = spot;
        this.onDemand = onDemand;
    }

    void play(Runnable done) {
        groups.exhaust(autoscaler.group(spot).name(), Shortage.SPOT_CAPACITY);
        incidents.scaleUpByOne(api, pod -> {
            waiting.add(pod);
            incidents.scheduler().unschedulable(pod, nodes.noRoom());
        });
        schedule.after(tempo.scan(), () -> orderSpot(done));
    }

    private void orderSpot(Runnable done) {
        waiting.forEach(pod -> autoscaler.scaleUp(spot, pod, (group, instance) -> {}));
        schedule.after(tempo.provision(), () -> {
            autoscaler.timeOut(spot, tempo.provision().plusMillis(1873));
            schedule.after(tempo.scan(), () -> orderOnDemand(done));
            schedule.after(tempo.backoff(), this::spotReturns);
        });
    }

    private void orderOnDemand(Runnable done) {
        waiting.forEach(pod -> autoscaler.scaleUp(onDemand, pod, (group, instance) -> register(instance, done)));
    }

    private void register(String instance, Runnable done) {
        String node = nodes.add(onDemand, instance);
        schedule.after(tempo.untilNodeReady(), () -> takeOver(node, instance, done));
    }

    private void takeOver(String node, String instance, Runnable done) {
        nodes.ready(node);
        autoscaler.registered(onDemand, nodes.count(onDemand));
        waiting.forEach(pod -> incidents.startOn(node, pod));
        // Seen for a while after the backoff, too.
        schedule.after(tempo.backoff().plus(tempo.hold()), () -> scaleDown(node, instance, done));
    }

    private void spotReturns() {
        groups.restore(autoscaler.group(spot).name());
        autoscaler.calm(spot);
    }

    private void scaleDown(String node, String instance, Runnable done) {
        incidents.scaleDownByOne(api, () -> {
            autoscaler.scaleDown(onDemand, node, instance);
            schedule.after(tempo.scan(), () -> {
                nodes.remove(node);
                autoscaler.registered(onDemand, nodes.count(onDemand));
                done.run();
            });
        });
    }
}
