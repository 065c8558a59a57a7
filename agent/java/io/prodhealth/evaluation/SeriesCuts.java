package io.prodhealth.evaluation;

import io.prodhealth.metrics.SeriesBudget.Cut;
import io.prodhealth.signal.queues.QueueFamilies;
import io.prodhealth.signal.readiness.ReadinessFamilies;
import java.util.List;
import java.util.stream.Stream;

/** What may be left out of a scrape that would be too large, of all signals. */
public final class SeriesCuts {

    private SeriesCuts() {}

    /** First to last. */
    public static List<Cut> all() {
        return Stream.concat(ReadinessFamilies.cuts().stream(), QueueFamilies.cuts().stream())
                .toList();
    }
}
