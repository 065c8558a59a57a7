package io.prodhealth.source.recording;

import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.ProvisioningSignal;
import io.prodhealth.signal.provisioning.ProvisioningState;
import io.prodhealth.simulator.Json;
import io.prodhealth.simulator.week.Truth;
import io.prodhealth.simulator.week.Week;
import io.prodhealth.simulator.week.WeekLine;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.node.ObjectNode;

/** A generated week as the agent judges it: fed like a recording, with an evaluation as often as not to miss a state. */
final class WatchedWeek {
    /** Twice the agent's own: a week has tens of thousands of them. */
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    /** After a change of anything but what the autoscaler writes each scan. */
    private static final Duration GAP = Duration.ofSeconds(5);

    private final RecordedCluster cluster = new RecordedCluster("default");
    private final ProvisioningSignal signal;
    private final boolean withAws;
    private final Map<String, List<Entered>> states = new TreeMap<>();
    private final Truth truth;
    private ProvisioningState state;
    private Instant judgedAt = Week.BEGIN;
    private boolean changed;

    /** A family has come into a state. */
    record Entered(Instant at, FallbackState state) {
        @Override
        public String toString() {
            return at + " " + state.word();
        }
    }

    private WatchedWeek(Week week, boolean withAws) {
        this.withAws = withAws;
        this.truth = week.truth();
        try {
            signal = Signals.provisioning(
                    new ConfigReader(Map.of(), Map.of()).read().provisioning());
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
        state = signal.start(Week.BEGIN);
        if (!withAws) {
            cluster.missing(RecordedCluster.Part.AWS, Observed.Reason.DISABLED);
        }
        cluster.kubernetes().beginList();
    }

    /** Watches all of it. */
    static WatchedWeek of(Week week, boolean withAws) {
        WatchedWeek watched = new WatchedWeek(week, withAws);
        boolean listed = false;
        while (week.hasNext()) {
            WeekLine line = week.next();
            if (!listed && !line.initial()) {
                watched.cluster.kubernetes().endList();
                watched.judge(Week.BEGIN);
                listed = true;
            }
            watched.passTo(Week.BEGIN.plus(line.at()));
            watched.take(line);
        }
        watched.judge(watched.judgedAt.plus(INTERVAL));
        return watched;
    }

    private void passTo(Instant moment) {
        while (judgedAt.plus(changed ? GAP : INTERVAL).isBefore(moment)) {
            judge(judgedAt.plus(changed ? GAP : INTERVAL));
        }
    }

    private void take(WeekLine line) {
        changed |= !line.resource().equals("configmaps") && !line.resource().equals("events");
        Instant at = Week.BEGIN.plus(line.at());
        if (!line.aws()) {
            JsonParser object = line.object().traverse(ObjectReadContext.empty());
            object.nextToken();
            cluster.kubernetes().apply(line.resource(), line.type().equals("DELETED"), object);
        } else if (withAws) {
            ObjectNode record = Json.object().put("resource", line.resource());
            record.set("object", line.object());
            cluster.scaling().take(record, at);
        }
    }

    private void judge(Instant at) {
        judgedAt = at;
        changed = false;
        state = signal.step(state, cluster.snapshot(at));
        for (FamilyProvisioning family : result().families().orElse(List.of())) {
            List<Entered> entered = states.computeIfAbsent(family.family().name(), f -> new ArrayList<>());
            if (entered.isEmpty() || entered.getLast().state() != family.state()) {
                entered.add(new Entered(at, family.state()));
            }
        }
    }

    private Provisioning result() {
        return state.result();
    }

    Truth truth() {
        return truth;
    }

    /** What a family came through, in order. */
    List<Entered> states(String family) {
        return states.getOrDefault(family, List.of());
    }

    /** The words of the states of a family within a span, the one it was in at its beginning among them. */
    String during(String family, Instant from, Instant to) {
        List<String> during = new ArrayList<>();
        String before = "";
        for (Entered entered : states(family)) {
            if (entered.at().isBefore(from)) {
                before = entered.state().word();
            } else if (!entered.at().isAfter(to)) {
                during.add(entered.state().word());
            }
        }
        during.addFirst(before);
        return String.join(" ", during);
    }

    /** Times from the first trigger of spot to the first on-demand node that was Ready. */
    Times lag(String family) {
        return result().counted().stream()
                .filter(counted -> counted.name().equals(family))
                .map(FamilyProvisioning.Counted::lag)
                .findFirst()
                .orElseThrow();
    }

    /** All families of which something was said. */
    List<String> families() {
        return List.copyOf(states.keySet());
    }

    /** Fallbacks that were counted of a family. */
    Map<FallbackReason, Long> fallbacks(String family) {
        Map<FallbackReason, Long> fallbacks = new HashMap<>();
        result().counted().stream()
                .filter(counted -> counted.name().equals(family))
                .forEach(counted -> counted.fallbacks().forEach((reason, count) -> {
                    if (count > 0) {
                        fallbacks.put(reason, count);
                    }
                }));
        return fallbacks;
    }

    /** Interruptions that were counted, by group. */
    Map<String, Long> interruptions() {
        return result().interruptions();
    }
}
