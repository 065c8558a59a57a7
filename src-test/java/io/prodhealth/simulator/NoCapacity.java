package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.Shortage;
import java.util.ArrayList;
import java.util.List;

/** An incident in which neither spot nor on-demand has capacity, until it is ended. */
public final class NoCapacity {
    private final Incidents incidents;
    private final Schedule schedule;
    private final Tempo tempo;
    private final String api;
    private final List<String> groups;
    private final List<String> waiting = new ArrayList<>();

    NoCapacity(Incidents incidents, Schedule schedule, Tempo tempo, String api, String spot, String onDemand) {
        this.incidents = incidents;
        this.schedule = schedule;
        this.tempo = tempo;
        this.api = api;
        this.groups = List.of(spot, onDemand);
    }

    void begin() {
        incidents.groups().exhaust(name(groups.getFirst()), Shortage.SPOT_CAPACITY);
        incidents.groups().exhaust(name(groups.getLast()), Shortage.CAPACITY);
        incidents.scaleUpByOne(api, pod -> {
            waiting.add(pod);
            incidents.scheduler().unschedulable(pod, incidents.nodes().noRoom());
        });
        schedule.after(tempo.scan(), () -> order(0));
    }

    private void order(int number) {
        String group = groups.get(number);
        waiting.forEach(pod -> incidents.autoscaler().scaleUp(group, pod, (launched, instance) -> {}));
        schedule.after(tempo.provision(), () -> {
            incidents.autoscaler().timeOut(group, tempo.provision().plusMillis(1873));
            if (number + 1 < groups.size()) {
                schedule.after(tempo.scan(), () -> order(number + 1));
            }
        });
    }

    /** Capacity returns, and the replica is not wanted any more. */
    public void end() {
        groups.forEach(group -> {
            incidents.groups().restore(name(group));
            incidents.autoscaler().calm(group);
        });
        incidents.scaleDownByOne(api, () -> {});
    }

    private String name(String group) {
        return incidents.autoscaler().group(group).name();
    }
}
