package io.prodhealth.source.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object to be read.
 *
 * @param name plural name; the label {@code kind} and, behind a verb, the permission to grant. A single config map is
 *     {@code configmaps/<name>}
 * @param paths where it is served, newest API version first; a cluster has one of them or none
 * @param selector query that narrows it, or empty
 * @param listEvery for a kind that cannot be watched: how often it is listed; null for one that is watched
 * @param reader trims an object, the cursor standing on it, to the record that is kept
 * @param sink where the records go
 */
record Kind<T>(
        String name,
        List<String> paths,
        String selector,
        @Nullable Duration listEvery,
        Function<JsonCursor, Read<T>> reader,
        Sink<T> sink) {

    /** A kind that is watched. */
    Kind(String name, List<String> paths, String selector, Function<JsonCursor, Read<T>> reader, Sink<T> sink) {
        this(name, paths, selector, null, reader, sink);
    }

    /**
     * An object that was read.
     *
     * @param object the record that is kept
     * @param version its {@code metadata.resourceVersion}, from which a watch goes on
     */
    record Read<T>(T object, String version) {}
}
