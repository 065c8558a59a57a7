package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;
import java.util.List;

/** What {@code audit --live} looks at a cluster by. */
@FunctionalInterface
public interface LiveAuditor {

    /**
     * What was seen.
     *
     * @param snapshot the cluster at one moment; what has not answered is unknown
     * @param unreadable why nothing can be said of it at all, a sentence each; empty when something can
     */
    record Seen(ClusterSnapshot snapshot, List<String> unreadable) {}

    /**
     * Looks once, when every source has answered or failed.
     *
     * @param config how the cluster is read
     * @param timeout after which what has come is judged
     */
    Seen look(Config config, Duration timeout) throws Exception;
}
