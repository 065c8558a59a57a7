package io.prodhealth.source;

import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of one kind of Kubernetes object is doing.
 *
 * @param kind plural name, e.g. {@code pods}
 * @param settled the first list is complete, or it is known that there will be none (denied, absent)
 * @param trouble why the kind is unknown; empty when it is live
 * @param objects how many are known; 0 when unknown
 * @param lists complete lists so far; the first is no relist
 * @param watchEvents events received
 * @param lastContact last time it was read or known to be connected; null before the first
 * @param problem what is wrong, for people; empty when nothing is
 */
public record KindStatus(
        String kind,
        boolean settled,
        Optional<Observed.Reason> trouble,
        int objects,
        long lists,
        long watchEvents,
        @Nullable Instant lastContact,
        String problem) {}
