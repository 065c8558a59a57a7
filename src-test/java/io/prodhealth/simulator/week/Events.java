package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Identity;
import io.prodhealth.simulator.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Events as components of a 1.22 cluster write them: repeats raise a count, old ones are deleted. */
final class Events {
    private static final Duration KEPT = Duration.ofMinutes(60);
    /** The autoscaler's recorder lets one event about an object through, and then none for this long. */
    private static final Duration TOKEN = Duration.ofMinutes(5);

    private final Clock clock;
    private final Tape tape;
    private final Map<String, ObjectNode> known = new HashMap<>();
    private final Map<String, Instant> spent = new HashMap<>();
    private final Deque<Written> written = new ArrayDeque<>();
    private long number;

    private record Written(Instant at, String key) {}

    Events(Clock clock, Tape tape) {
        this.clock = clock;
        this.tape = tape;
    }

    /** The autoscaler speaks, if its recorder lets it. */
    void autoscaler(String kind, ObjectNode about, String type, String reason, String message) {
        String object = kind + about.at("/metadata/uid").asString("");
        Instant now = clock.instant();
        Instant last = spent.get(object);
        if (last == null || !last.plus(TOKEN).isAfter(now)) {
            spent.put(object, now);
            say("cluster-autoscaler", kind, about, type, reason, message);
        }
    }

    /** Any other component speaks. */
    void say(String component, String kind, ObjectNode about, String type, String reason, String message) {
        String key = component + about.at("/metadata/uid").asString("") + reason + message;
        ObjectNode event = known.get(key);
        if (event == null) {
            event = event(component, kind, about, type, reason, message);
            known.put(key, event);
            written.addLast(new Written(clock.instant(), key));
        } else {
            event.put("count", event.path("count").asInt(1) + 1).put("lastTimestamp", now());
        }
        tape.put("events", event);
    }

    private ObjectNode event(
            String component, String kind, ObjectNode about, String type, String reason, String message) {
        String namespace = about.at("/metadata/namespace").asString("default");
        String name = about.at("/metadata/name").asString("");
        ObjectNode event = Json.object();
        event.put("kind", "Event").put("apiVersion", "v1");
        String id = Identity.hex(name + reason + number++, 32);
        event.putObject("metadata")
                .put("name", name + "." + id.substring(0, 16))
                .put("namespace", namespace)
                .put("uid", Objects.uid(id))
                .put("creationTimestamp", now());
        ObjectNode involved =
                event.putObject("involvedObject").put("kind", kind).put("name", name);
        if (about.at("/metadata").has("namespace")) {
            involved.put("namespace", namespace);
        }
        involved.put("uid", about.at("/metadata/uid").asString("")).put("apiVersion", "v1");
        event.put("reason", reason).put("message", message).put("type", type);
        if (component.equals("default-scheduler")) {
            // It writes through the newer events API: no count, no first and last time.
            event.putObject("source");
            event.putNull("firstTimestamp").putNull("lastTimestamp");
            event.put(
                    "eventTime",
                    clock.instant()
                            .plusNanos(1000)
                            .truncatedTo(ChronoUnit.MICROS)
                            .toString());
            event.put("action", reason.equals("Scheduled") ? "Binding" : "Scheduling");
            event.put("reportingComponent", component);
        } else {
            event.putObject("source").put("component", component);
            event.put("firstTimestamp", now()).put("lastTimestamp", now()).put("count", 1);
            event.putNull("eventTime");
            event.put("reportingComponent", "");
        }
        return event;
    }

    /** The API server drops what is an hour old. */
    void expire() {
        Instant horizon = clock.instant().minus(KEPT);
        while (!written.isEmpty() && written.getFirst().at().isBefore(horizon)) {
            ObjectNode event = known.remove(written.removeFirst().key());
            if (event != null) {
                tape.delete("events", event);
            }
        }
        spent.values().removeIf(last -> last.isBefore(horizon));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
