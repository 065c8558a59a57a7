package io.prodhealth;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the old part of the heap when garbage has gathered in it. The serial collector would let it grow to the most it
 * may have before it looks there, on a node that the agent shares with what it guards; the others know a time of their own.
 *
 * <p>A collection stops the agent: 40 ms with 17 MB of living objects, on a slow core.
 */
final class SmallHeap {
    /** How often it is looked at: the interval of evaluations, by default. */
    static final Duration INTERVAL = Duration.ofSeconds(15);
    /** What may gather at least: less is not worth the stop. */
    private static final long LEAST = 2 << 20;
    /** What may gather of what lives: so a collection, whose cost goes by what lives, comes the later the more it costs. */
    private static final long SHARE = 8;

    private final LongSupplier used;
    private final LongSupplier usedAfterLast;
    private final Runnable collect;

    /**
     * @param used bytes in the old part
     * @param usedAfterLast bytes that were there after its last collection; 0 before the first
     * @param collect makes a collection
     */
    SmallHeap(LongSupplier used, LongSupplier usedAfterLast, Runnable collect) {
        this.used = used;
        this.usedAfterLast = usedAfterLast;
        this.collect = collect;
    }

    /** That of this process; none with another collector. */
    static Optional<SmallHeap> ofThisProcess() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .map(SmallHeap::of);
    }

    @SuppressWarnings("DoNotCall") // there is no other way to ask for one
    private static SmallHeap of(MemoryPoolMXBean old) {
        return new SmallHeap(() -> bytes(old.getUsage()), () -> bytes(old.getCollectionUsage()), System::gc);
    }

    private static long bytes(@Nullable MemoryUsage usage) {
        return usage == null ? 0 : usage.getUsed();
    }

    /** Collects if there is enough. */
    void look() {
        long lives = usedAfterLast.getAsLong();
        if (used.getAsLong() - lives >= Math.max(LEAST, lives / SHARE)) {
            collect.run();
        }
    }
}
