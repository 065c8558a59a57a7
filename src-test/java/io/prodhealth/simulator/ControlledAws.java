package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroups;
import io.prodhealth.simulator.aws.AwsError;
import io.prodhealth.simulator.aws.AwsFaults;
import io.prodhealth.simulator.aws.Shortage;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Switches what stands behind the cluster: {@code workers} {api, hang: bool}, {@code spot} {group, shortage: name of a
 * {@link Shortage} or empty} and {@code aws} {fault: deny throttle expire unavailable cut slow clear, action, times,
 * millis}.
 */
record ControlledAws(Incidents incidents, Optional<SimulatedAws> aws) {

    void workers(ObjectNode asked) {
        String api = asked.path("api").asString("");
        SimulatedQueues queues = present().queues();
        if (asked.path("hang").asBoolean(true)) {
            queues.hang(api);
        } else {
            queues.resume(api);
        }
    }

    void spot(ObjectNode asked) {
        AutoScalingGroups groups = incidents.groups();
        String group =
                incidents.autoscaler().group(asked.path("group").asString("")).name();
        String shortage = asked.path("shortage").asString("SPOT_CAPACITY");
        if (shortage.isEmpty()) {
            groups.restore(group);
        } else {
            groups.exhaust(group, Shortage.valueOf(shortage));
        }
    }

    void fault(ObjectNode asked) {
        AwsFaults faults = present().server().faults();
        String action = asked.path("action").asString("*");
        int times = asked.path("times").asInt(-1);
        String fault = asked.path("fault").asString("");
        switch (fault) {
            case "deny" -> faults.refuse(action, AwsError.denied(action), times);
            case "throttle" -> faults.refuse(action, AwsError.throttled(), times);
            case "expire" -> faults.refuse(action, AwsError.expired(), times);
            case "unavailable" -> faults.refuse(action, AwsError.unavailable(), times);
            case "cut" -> faults.cut(action, times);
            case "slow" ->
                faults.slow(action, Duration.ofMillis(asked.path("millis").asLong(0)));
            case "clear" -> faults.clear();
            default -> throw new IllegalArgumentException("unknown fault of AWS " + fault);
        }
    }

    private SimulatedAws present() {
        return aws.orElseThrow(() -> new IllegalArgumentException("this simulator has no AWS"));
    }
}
