package io.prodhealth.simulator.week;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What has happened and was not taken yet. */
final class Tape {
    private final Clock clock;
    private final Instant begin;
    private final Deque<WeekLine> lines = new ArrayDeque<>();
    private final Set<String> there = new HashSet<>();
    private long revision = 1000;

    Tape(Clock clock) {
        this.clock = clock;
        this.begin = clock.instant();
    }

    /** The object has come or changed; it may be changed further by who gave it. */
    void put(String resource, ObjectNode object) {
        write(resource, there.add(key(resource, object)) ? "ADDED" : "MODIFIED", object);
    }

    void delete(String resource, ObjectNode object) {
        if (there.remove(key(resource, object))) {
            write(resource, "DELETED", object);
        }
    }

    private void write(String resource, String type, ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.get("metadata")).put("resourceVersion", Long.toString(++revision));
        lines.addLast(new WeekLine(at(), resource, type, copy));
    }

    /** AWS tells. */
    void aws(String resource, ObjectNode object) {
        lines.addLast(new WeekLine(at(), resource, "", object));
    }

    Duration at() {
        return Duration.between(begin, clock.instant());
    }

    @Nullable
    WeekLine take() {
        return lines.pollFirst();
    }

    private static String key(String resource, ObjectNode object) {
        return resource + " " + object.at("/metadata/namespace").asString("") + "/"
                + object.at("/metadata/name").asString("");
    }
}
