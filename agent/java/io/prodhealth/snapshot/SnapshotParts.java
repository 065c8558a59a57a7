package io.prodhealth.snapshot;

import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Network;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The parts of a snapshot by name: the components that lead to them, {@code kubernetes.deployments}. */
public final class SnapshotParts {

    private static final Map<String, Function<ClusterSnapshot, Observed<?>>> PARTS = parts();

    private SnapshotParts() {}

    /** Of every part, in the order of the snapshot. */
    public static List<String> names() {
        return List.copyOf(PARTS.keySet());
    }

    /**
     * One part of a snapshot.
     *
     * @throws IllegalArgumentException when there is no such part
     */
    public static Observed<?> of(ClusterSnapshot snapshot, String name) {
        Function<ClusterSnapshot, Observed<?>> part = PARTS.get(name);
        if (part == null) {
            throw new IllegalArgumentException("a snapshot has no part " + name);
        }
        return part.apply(snapshot);
    }

    private static Map<String, Function<ClusterSnapshot, Observed<?>>> parts() {
        Map<String, Function<ClusterSnapshot, Observed<?>>> parts = new LinkedHashMap<>();
        Stream.of(
                        of("", ClusterSnapshot.class, snapshot -> snapshot),
                        of("kubernetes.", KubernetesObjects.class, ClusterSnapshot::kubernetes),
                        of("posture.", AwsPosture.class, ClusterSnapshot::posture),
                        of(
                                "posture.network.",
                                Network.class,
                                snapshot -> snapshot.posture().network()))
                .forEach(parts::putAll);
        return java.util.Collections.unmodifiableMap(parts);
    }

    private static <R extends Record> Map<String, Function<ClusterSnapshot, Observed<?>>> of(
            String prefix, Class<R> type, Function<ClusterSnapshot, R> record) {
        Map<String, Function<ClusterSnapshot, Observed<?>>> parts = new LinkedHashMap<>();
        Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType() == Observed.class)
                .forEach(component ->
                        parts.put(prefix + component.getName(), snapshot -> value(record.apply(snapshot), component)));
        return parts;
    }

    private static Observed<?> value(Record record, RecordComponent component) {
        try {
            return (Observed<?>) component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the accessors of a public record are public", e);
        }
    }
}
