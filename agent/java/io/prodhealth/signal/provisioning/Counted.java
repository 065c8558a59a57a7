package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been counted and measured of a family's episodes, each once.
 *
 * @param episode the one that is open, marked when it has been counted
 * @param fallbacks by reason
 * @param lag of counted fallbacks, so that both figures speak of the same
 */
record Counted(@Nullable Episode episode, Map<FallbackReason, Long> fallbacks, Times lag) {

    /** @param from what was chosen before this is not counted */
    static Counted of(FamilyMemory before, @Nullable Episode open, FamilySight family, Instant from) {
        if (open == null) {
            return new Counted(null, before.fallbacks(), before.lag());
        }
        return measured(fallback(before, open, from), family);
    }

    private static Counted fallback(FamilyMemory before, Episode open, Instant from) {
        Instant chosen = open.chosenAt();
        if (chosen == null || open.counted() || !chosen.isAfter(from)) {
            return new Counted(open, before.fallbacks(), before.lag());
        }
        Map<FallbackReason, Long> fallbacks = new EnumMap<>(FallbackReason.class);
        fallbacks.putAll(before.fallbacks());
        fallbacks.merge(open.reason(), 1L, Long::sum);
        return new Counted(open.entered(), Map.copyOf(fallbacks), before.lag());
    }

    private static Counted measured(Counted counted, FamilySight family) {
        Episode open = counted.episode;
        if (open == null || !open.counted() || !open.timed() || open.readyAt() != null) {
            return counted;
        }
        Instant ready = StandIns.readyAt(StandIns.of(open.standInsFrom(open.failedAt()), family));
        if (ready == null) {
            return counted;
        }
        double seconds = Duration.between(open.triggeredAt(), ready).toMillis() / 1000.0;
        return new Counted(open.ready(ready), counted.fallbacks, counted.lag.with(seconds));
    }
}
