package io.prodhealth.source.recording;

import io.prodhealth.simulator.Json;
import io.prodhealth.simulator.week.WeekLine;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.node.ObjectNode;

/** A cluster that is told of object by object, read by the agent's own readers. For one thread. */
public final class PlayedCluster {
    private final RecordedCluster cluster = new RecordedCluster("default");

    /** What comes until {@link #listed} was there when the agent came. */
    public PlayedCluster() {
        cluster.kubernetes().beginList();
    }

    /** The first list is complete. */
    public void listed() {
        cluster.kubernetes().endList();
    }

    /** The kind is there, even where no object of it ever comes. */
    public void present(String resource) {
        cluster.kubernetes().present(resource);
    }

    /** An object has come or changed. */
    public void put(String resource, ObjectNode object) {
        apply(resource, false, object);
    }

    /** An object has gone. */
    public void delete(String resource, ObjectNode object) {
        apply(resource, true, object);
    }

    /** A line of a generated week, at its moment. */
    public void take(WeekLine line, Instant at) {
        if (!line.aws()) {
            apply(line.resource(), line.type().equals("DELETED"), line.object());
            return;
        }
        ObjectNode record = Json.object().put("resource", line.resource());
        record.set("object", line.object());
        cluster.scaling().take(record, at);
    }

    private void apply(String resource, boolean deleted, ObjectNode object) {
        JsonParser parser = object.traverse(ObjectReadContext.empty());
        parser.nextToken();
        cluster.kubernetes().apply(resource, deleted, parser);
    }

    /** The Auto Scaling groups and what they did. */
    public Observed<AutoScaling> autoScaling(Instant now) {
        return cluster.scaling().observed(now);
    }

    /** What the agent sees of it; queues, requests and Prometheus are not among it. */
    public ClusterSnapshot snapshot(Instant now) {
        return cluster.snapshot(now);
    }
}
