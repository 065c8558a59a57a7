package io.prodhealth;

import io.prodhealth.simulator.SimulatedAws;
import java.util.HashMap;
import java.util.Map;

/** What the demo asks of its agent: the launcher gives the same. */
public final class DemoFlags {

    private DemoFlags() {}

    /** Those of an agent beside a simulated AWS, and more, which win. */
    public static Map<String, String> beside(SimulatedAws aws, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "--aws.enabled", "true",
                "--aws.endpoint-url", aws.server().url(),
                "--posture.enabled", "false",
                "--queues.stuck-after", "1m",
                "--queues.cause-after", "15s",
                "--queues.cloudwatch-interval", "1m",
                "--provisioning.auto-scaling-interval", "15s"));
        flags.putAll(more);
        return flags;
    }
}
