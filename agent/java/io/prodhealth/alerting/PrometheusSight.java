package io.prodhealth.alerting;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of Prometheus at one moment.
 *
 * @param status whether it works
 * @param since since when it is so; null when that is not known, and then it counts from when it was first told
 * @param alertmanagers those it sends alerts to, as {@code /api/v1/alertmanagers} names them; empty when it does not tell
 * @param cluster name of the cluster, for the label; empty when it is not known
 */
public record PrometheusSight(Status status, @Nullable Instant since, List<URI> alertmanagers, String cluster) {

    /** Copies the list. */
    public PrometheusSight {
        alertmanagers = List.copyOf(alertmanagers);
    }

    /** Whether it works. */
    public enum Status {
        UP,
        DOWN,
        /** Not asked, or the agent's own network is in trouble: no proof of either. */
        UNKNOWN
    }
}
