package io.prodhealth.signal.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.snapshot.Workload;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetainedTest {

    private static final long MEBIBYTE = 1 << 20;

    /** More than the header of any object and its padding take on any JVM. */
    private static final long HEADER = 24;

    /** Of a JVM that does not compress them. */
    private static final long REFERENCE = 8;

    /** A node of a linked map, its place in the table and the free places beside it. */
    private static final long ENTRY = HEADER + 6 * REFERENCE + 4 * REFERENCE;

    @Test
    void the_last_hour_of_all_that_can_be_followed_takes_less_than_a_mebibyte() throws IllegalAccessException {
        Hour hour = new Hour("2026-01-15T09:00:00Z");
        String longest = "n".repeat(63 - 5);
        for (int i = 0; i < 1000; i++) {
            hour.api(new Workload("namespace-" + longest.substring(10), "TrafficSplitter", longest + i), i % 5, 4);
        }
        for (int i = 0; i < 150; i++) {
            hour.family("family-" + longest + i, i, i, i, FallbackState.FALLBACK_STUCK);
        }
        for (int minute = 0; minute < 70; minute++) {
            hour.after(Duration.ofMinutes(1));
        }
        assertThat(hour.history.apis()).hasSize(History.MOST_APIS);
        assertThat(hour.history.families()).hasSize(History.MOST_FAMILIES);

        long bytes = bytes(hour.history, Collections.newSetFromMap(new IdentityHashMap<>()));

        System.getLogger("test").log(System.Logger.Level.INFO, "the last hour takes {0} bytes", bytes);
        // 300 APIs, 100 families and Prometheus have 401 tracks of 4 × 60 numbers of 4 bytes.
        assertThat(bytes).isGreaterThan(401L * 4 * 60 * 4).isLessThan(MEBIBYTE * 3 / 4);
    }

    /** No less than {@code object} and all it leads to take, texts that others hold too included. */
    private static long bytes(@Nullable Object object, Set<Object> seen) throws IllegalAccessException {
        if (object == null || object instanceof Enum || !seen.add(object)) {
            return 0;
        }
        return switch (object) {
            case float[] numbers -> HEADER + 4L * numbers.length;
            case String text -> 2 * HEADER + 2 * REFERENCE + 2L * text.length();
            case Map<?, ?> map -> {
                long sum = 4 * HEADER;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    sum += ENTRY + bytes(entry.getKey(), seen) + bytes(entry.getValue(), seen);
                }
                yield sum;
            }
            case Collection<?> list -> {
                long sum = 2 * HEADER;
                for (Object element : list) {
                    sum += REFERENCE + bytes(element, seen);
                }
                yield sum;
            }
            default -> fields(object, seen);
        };
    }

    private static long fields(Object object, Set<Object> seen) throws IllegalAccessException {
        assertThat(object.getClass().getName()).startsWith("io.prodhealth.");
        long sum = HEADER;
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                sum += REFERENCE + (field.getType().isPrimitive() ? 0 : bytes(field.get(object), seen));
            }
        }
        return sum;
    }
}
