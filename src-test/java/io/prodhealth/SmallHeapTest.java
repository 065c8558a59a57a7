package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
    private static final long MIB = 1 << 20;

    private long used;
    private long lives;
    private int collections;

    private final SmallHeap heap = new SmallHeap(() -> used, () -> lives, () -> {
        collections++;
        used = lives;
    });

    @Test
    void what_a_start_leaves_is_collected() {
        assertThat(collectionsOf(18 * MIB, 0)).isEqualTo(1);
    }

    @Test
    void a_little_garbage_may_wait() {
        assertThat(collectionsOf(13 * MIB, 12 * MIB)).isZero();
    }

    @Test
    void two_mebibytes_of_it_are_collected_once() {
        assertThat(collectionsOf(14 * MIB, 12 * MIB)).isEqualTo(1);
        heap.look();
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void where_much_lives_an_eighth_of_it_may_wait() {
        assertThat(collectionsOf(89 * MIB, 80 * MIB)).isZero();
        assertThat(collectionsOf(90 * MIB, 80 * MIB)).isEqualTo(1);
    }

    @Test
    void the_collector_that_the_agent_runs_with_has_such_a_part_and_collects_it() throws Exception {
        assertThat(said("@agent/jvm.options")).isEqualTo("collected 1");
        assertThat(said("-XX:+UseG1GC")).isEqualTo("none");
    }

    private int collectionsOf(long usedNow, long livesNow) {
        used = usedNow;
        lives = livesNow;
        heap.look();
        return collections;
    }

    private static String said(String options) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        options,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Fills the old part of its own heap, and looks at it. */
    static final class Probe {
        public static void main(String[] arguments) {
            Optional<SmallHeap> heap = SmallHeap.ofThisProcess();
            if (heap.isEmpty()) {
                System.out.println("none");
                return;
            }
            byte[] garbage = new byte[64 << 20];
            garbage[0] = 1;
            heap.get().look();
            System.out.println("collected "
                    + ManagementFactory.getGarbageCollectorMXBeans().stream()
                            .filter(collector -> collector.getName().equals("MarkSweepCompact"))
                            .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                            .sum());
        }
    }
}
