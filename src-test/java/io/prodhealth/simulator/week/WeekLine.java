package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Json;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of a recording.
 *
 * @param at since its beginning
 * @param resource plural name of a kind of Kubernetes; or asg, scaling-activity, ec2-instance
 * @param type ADDED, MODIFIED or DELETED; empty for what AWS tells
 */
public record WeekLine(Duration at, String resource, String type, ObjectNode object) {

    /** Whether it stands in aws.jsonl rather than in watch.jsonl. */
    public boolean aws() {
        return type.isEmpty();
    }

    /** Whether it tells what was there when the recording began. */
    public boolean initial() {
        return at.isZero();
    }

    /** The line as it is written. */
    public String json() {
        ObjectNode line = Json.object();
        line.put("at", at.toMillis() / 1000.0);
        line.put("resource", resource);
        if (!aws()) {
            line.put("type", type);
        } else if (initial()) {
            line.put("initial", true);
        }
        line.set("object", object);
        return line.toString();
    }
}
