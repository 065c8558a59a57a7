package io.prodhealth.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One incident after the other, told in plain lines. */
final class IncidentLoop {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Schedule schedule;
    private final PrintStream out;
    private final Duration pause;
    private final List<Incident> incidents;

    private record Incident(String name, Consumer<Runnable> play) {}

    IncidentLoop(
            Simulator simulator, Incidents incidents, Optional<SimulatedAws> aws, PrintStream out, Duration pause) {
        this.schedule = simulator.schedule();
        this.out = out;
        this.pause = pause;
        List<String> apis = apis(simulator);
        String first = apis.getLast();
        String second = apis.getFirst();
        List<Incident> all = new ArrayList<>();
        all.add(new Incident("rollout of " + first + " that flaps", done -> incidents.flakyRollout(first, done)));
        all.add(new Incident(
                "no spot capacity for " + second + ", on-demand takes over",
                done -> incidents.spotExhaustion(second, Incidents.SPOT, Incidents.ON_DEMAND, done)));
        aws.map(SimulatedAws::queues)
                .ifPresent(queues -> queues.busy().ifPresent(api -> {
                    HangingWorkers hanging = new HangingWorkers(queues, schedule, incidents.tempo());
                    all.add(new Incident(
                            "workers of " + api + " hang, its queue grows while its pods are ready",
                            done -> hanging.play(api, done)));
                }));
        all.add(new Incident(
                second + " runs out of memory and crash loops", done -> incidents.crashLoop(second, done)));
        all.add(new Incident(
                "rollout of " + second + " to an image that does not exist",
                done -> incidents.imagePullFailure(second, done)));
        all.add(new Incident(first + " scaled to zero and back", done -> incidents.scaleToZeroAndBack(first, done)));
        all.add(new Incident("rollout of " + second + " that goes well", done -> incidents.rollout(second, done)));
        this.incidents = List.copyOf(all);
    }

    /** Realtime APIs all of whose pods are ready, so that an incident can begin and end well. */
    private static List<String> apis(Simulator simulator) {
        List<String> apis = simulator.store().all(Resource.DEPLOYMENTS).stream()
                .filter(d -> d.labels().getOrDefault("apiKind", "").equals("RealtimeAPI"))
                .filter(d -> d.item().at("/spec/replicas").asInt(0) > 0
                        && d.item().at("/status/readyReplicas").asInt(0)
                                == d.item().at("/spec/replicas").asInt(0))
                .map(d -> d.labels().getOrDefault("apiName", ""))
                .toList();
        if (apis.isEmpty()) {
            throw new IllegalStateException("no healthy realtime API to play incidents on");
        }
        return apis;
    }

    void begin() {
        schedule.after(pause, () -> play(0));
    }

    private void play(int number) {
        Incident incident = incidents.get(number % incidents.size());
        say(incident.name());
        incident.play().accept(() -> {
            say("over: " + incident.name());
            schedule.after(pause, () -> play(number + 1));
        });
    }

    private void say(String what) {
        out.println(TIME.format(schedule.clock().instant()) + " " + what);
    }
}
