package io.prodhealth.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;

/** One incident after the other, told in plain lines. */
final class IncidentLoop {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String SPOT = "cx-ws-cpu-spot";
    private static final String ON_DEMAND = "cx-wd-cpu-on-demand";

    private final Schedule schedule;
    private final PrintStream out;
    private final Duration pause;
    private final List<Incident> incidents;

    private record Incident(String name, Consumer<Runnable> play) {}

    IncidentLoop(Simulator simulator, Incidents incidents, PrintStream out, Duration pause) {
        this.schedule = simulator.schedule();
        this.out = out;
        this.pause = pause;
        List<String> apis = apis(simulator);
        String first = apis.getLast();
        String second = apis.getFirst();
        this.incidents = List.of(
                new Incident("rollout of " + first + " that flaps", done -> incidents.flakyRollout(first, done)),
                new Incident(second + " runs out of memory and crash loops", done -> incidents.crashLoop(second, done)),
                new Incident(
                        "no spot capacity for " + second + ", on-demand takes over",
                        done -> incidents.spotExhaustion(second, SPOT, ON_DEMAND, done)),
                new Incident(
                        "rollout of " + second + " to an image that does not exist",
                        done -> incidents.imagePullFailure(second, done)),
                new Incident(first + " scaled to zero and back", done -> incidents.scaleToZeroAndBack(first, done)),
                new Incident("rollout of " + second + " that goes well", done -> incidents.rollout(second, done)));
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
