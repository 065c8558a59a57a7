package io.prodhealth.simulator;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * Faults by name: tooManyRequests {times|share, retryAfterSeconds}, failing {code, times, resource}, latency {millis},
 * slow {bytesPerSecond}, cutConnections, cutMidEvent, endWatches, expireWatches, quietWatches {resource}, deny and allow
 * {verb, group, resource}, goneAs {how: EVENT|HTTP}, clear. `times` below 0 is until clear; an empty `resource` is all.
 */
final class ControlledFaults {
    private ControlledFaults() {}

    static void apply(Faults faults, ObjectNode asked) {
        int times = asked.path("times").asInt(1);
        String resource = asked.path("resource").asString("");
        String verb = asked.path("verb").asString("");
        String group = asked.path("group").asString("");
        String fault = asked.path("fault").asString("");
        switch (fault) {
            case "tooManyRequests" -> {
                Duration retryAfter =
                        Duration.ofSeconds(asked.path("retryAfterSeconds").asLong(1));
                if (asked.has("share")) {
                    faults.tooManyRequestsAtRate(asked.path("share").asDouble(1), retryAfter);
                } else {
                    faults.tooManyRequests(times, retryAfter);
                }
            }
            case "failing" -> faults.failing(asked.path("code").asInt(503), times, resource);
            case "latency" ->
                faults.latency(Duration.ofMillis(asked.path("millis").asLong(0)));
            case "slow" -> faults.slow(asked.path("bytesPerSecond").asLong(0));
            case "cutConnections" -> faults.cutConnections();
            case "cutMidEvent" -> faults.cutMidEvent();
            case "endWatches" -> faults.endWatches();
            case "expireWatches" -> faults.expireWatches();
            case "quietWatches" -> faults.quietWatches(resource);
            case "deny" -> faults.deny(verb, group, resource);
            case "allow" -> faults.allow(verb, group, resource);
            case "goneAs" -> faults.goneAs(Faults.Gone.valueOf(asked.path("how").asString("EVENT")));
            case "clear" -> faults.clear();
            default -> throw new IllegalArgumentException("unknown fault " + fault);
        }
    }
}
