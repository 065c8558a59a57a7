package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes core/v1 Events as the components of a 1.22 cluster do; a repeat raises the count of the first. */
final class EventRecorder {
    /** How long an API server on EKS keeps events. */
    private static final Duration TTL = Duration.ofMinutes(60);

    private final Store store;
    private final Clock clock;
    private final Map<String, String> repeated = new HashMap<>();
    private final Deque<Written> written = new ArrayDeque<>();
    private final Duration token;
    /** When the autoscaler's recorder last let an event about an object through. */
    private final Map<String, Instant> spent = new HashMap<>();

    private record Written(Instant at, String namespace, String name, String key) {}

    /**
     * Who speaks.
     *
     * @param host the kubelet's node, empty for the control plane
     */
    record Source(String component, String host) {
        static Source of(String component) {
            return new Source(component, "");
        }
    }

    /**
     * What is said.
     *
     * @param type Normal or Warning
     * @param container the container of a pod it is about, empty for none
     */
    record Said(String type, String reason, String message, String container) {
        static Said normal(String reason, String message) {
            return new Said("Normal", reason, message, "");
        }

        static Said warning(String reason, String message) {
            return new Said("Warning", reason, message, "");
        }
    }

    /**
     * A recorder.
     *
     * @param token the time in which cluster-autoscaler up to 1.22 has one event about an object; it drops the rest
     */
    EventRecorder(Store store, Clock clock, Duration token) {
        this.store = store;
        this.clock = clock;
        this.token = token;
    }

    /** Records an event about an object that exists; about one that is gone nothing is recorded. */
    synchronized void record(Resource resource, String namespace, String name, Source source, Said said) {
        store.get(resource, namespace, name)
                .filter(about -> hasToken(about, source))
                .ifPresent(about -> record(about, source, said));
        forgetOld();
    }

    /** One token an object, whatever the event says: just when much happens, most of it is not told. */
    private boolean hasToken(Stored about, Source source) {
        if (!source.component().equals("cluster-autoscaler")) {
            return true;
        }
        Instant now = clock.instant();
        Instant last = spent.getOrDefault(about.resource() + "/" + about.key(), Instant.MIN);
        if (last.plus(token).isAfter(now)) {
            return false;
        }
        spent.put(about.resource() + "/" + about.key(), now);
        return true;
    }

    private void record(Stored about, Source source, Said said) {
        ObjectNode object = about.object();
        String uid = object.at("/metadata/uid").asString("");
        String key = uid + source + said;
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        String earlier = repeated.get(key);
        if (earlier != null
                && store.change(Resource.EVENTS, namespace, earlier, this::again)
                        .isPresent()) {
            return;
        }
        String name = about.name() + "." + Identity.hex(key + clock.instant(), 16);
        ObjectNode event = event(about, object, source, said);
        ((ObjectNode) event.get("metadata")).put("name", name).put("namespace", namespace);
        store.put(Resource.EVENTS, event);
        repeated.put(key, name);
        written.addLast(new Written(clock.instant(), namespace, name, key));
    }

    private ObjectNode again(ObjectNode event) {
        event.put("count", event.path("count").asInt(1) + 1);
        event.put("lastTimestamp", PodStatus.time(clock.instant()));
        return event;
    }

    private ObjectNode event(Stored about, ObjectNode object, Source source, Said said) {
        String now = PodStatus.time(clock.instant());
        boolean scheduler = source.component().equals("default-scheduler");
        ObjectNode event = Json.object();
        event.putObject("metadata").put("creationTimestamp", now);
        ObjectNode involved = event.putObject("involvedObject");
        involved.put("kind", about.resource().kind());
        if (!about.namespace().isEmpty()) {
            involved.put("namespace", about.namespace());
        }
        involved.put("name", about.name());
        involved.put("uid", object.at("/metadata/uid").asString(""));
        involved.put("apiVersion", about.resource().apiVersion());
        involved.put("resourceVersion", Long.toString(about.revision()));
        if (!said.container().isEmpty()) {
            involved.put("fieldPath", "spec.containers{" + said.container() + "}");
        }
        event.put("reason", said.reason());
        event.put("message", said.message());
        ObjectNode from = event.putObject("source");
        if (scheduler) {
            // The scheduler writes through the newer events API: no counts, no first and last time.
            event.putNull("firstTimestamp");
            event.putNull("lastTimestamp");
            event.put("eventTime", now.replace("Z", ".310000Z"));
            event.put("action", said.reason().equals("Scheduled") ? "Binding" : "Scheduling");
        } else {
            from.put("component", source.component());
            if (!source.host().isEmpty()) {
                from.put("host", source.host());
            }
            event.put("firstTimestamp", now);
            event.put("lastTimestamp", now);
            event.put("count", 1);
            event.putNull("eventTime");
        }
        event.put("type", said.type());
        event.put("reportingComponent", scheduler ? "default-scheduler" : "");
        event.put("reportingInstance", scheduler ? "default-scheduler-ip-10-0-57-112.ec2.internal" : "");
        return event;
    }

    private void forgetOld() {
        Instant horizon = clock.instant().minus(TTL);
        while (!written.isEmpty() && written.getFirst().at().isBefore(horizon)) {
            Written old = written.removeFirst();
            repeated.remove(old.key());
            store.delete(Resource.EVENTS, old.namespace(), old.name());
        }
    }
}
