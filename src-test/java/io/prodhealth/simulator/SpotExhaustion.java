package io.prodhealth.simulator;

import java.util.ArrayList;
import java.util.List;

/** One play of the incident in which spot capacity runs out and on-demand nodes take over. */
final class SpotExhaustion {
    private final Incidents incidents;
    private final Schedule schedule;
    private final Tempo tempo;
    private final Autoscaler autoscaler;
    private final Nodes nodes;
    private final String api;
    private final String spot;
    private final String onDemand;
    private final List<String> waiting = new ArrayList<>();

    SpotExhaustion(
            Incidents incidents,
            Schedule schedule,
            Tempo tempo,
            Autoscaler autoscaler,
            Nodes nodes,
            String api,
            String spot,
            String onDemand) {
        this.incidents = incidents;
        this.schedule = schedule;
        this.tempo = tempo;
        this.autoscaler = autoscaler;
        this.nodes = nodes;
        this.api = api;
        this.spot = spot;
        this.onDemand = onDemand;
    }

    void play(Runnable done) {
        incidents.scaleUpByOne(api, pod -> {
            waiting.add(pod);
            incidents.scheduler().unschedulable(pod, nodes.noRoom());
        });
        schedule.after(tempo.scan(), () -> orderSpot(done));
    }

    private void orderSpot(Runnable done) {
        waiting.forEach(pod -> autoscaler.scaleUp(spot, pod));
        schedule.after(tempo.provision(), () -> {
            autoscaler.timeOut(spot, tempo.provision().plusMillis(1873));
            schedule.after(tempo.scan(), () -> orderOnDemand(done));
        });
    }

    private void orderOnDemand(Runnable done) {
        waiting.forEach(pod -> autoscaler.scaleUp(onDemand, pod));
        schedule.after(tempo.boot(), () -> {
            String node = nodes.add(onDemand);
            schedule.after(tempo.scan(), () -> takeOver(node, done));
        });
    }

    private void takeOver(String node, Runnable done) {
        nodes.ready(node);
        autoscaler.registered(onDemand, nodes.count(onDemand));
        waiting.forEach(pod -> incidents.startOn(node, pod));
        schedule.after(tempo.hold().multipliedBy(2), () -> {
            autoscaler.calm(spot);
            incidents.scaleDownByOne(api, () -> {
                nodes.remove(node);
                autoscaler.registered(onDemand, nodes.count(onDemand));
                done.run();
            });
        });
    }
}
