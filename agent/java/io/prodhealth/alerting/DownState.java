package io.prodhealth.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the alert {@code CortexPrometheusDown} has got. */
sealed interface DownState {

    /** Prometheus works, or nothing is known against it. */
    record Quiet() implements DownState {}

    /** Down, but not for long enough. */
    record Pending(Instant since) implements DownState {}

    /**
     * The alert is active.
     *
     * @param cluster as it was when it fired: a label must not change under an alert
     * @param seen whether Prometheus is down as far as is known now; otherwise nothing is known, and nobody says so
     */
    record Firing(Instant startsAt, String cluster, boolean seen) implements DownState {}

    /** Prometheus is back, which every Alertmanager must be told. */
    record Resolved(Instant startsAt, Instant endsAt, String cluster) implements DownState {}

    /** What an Alertmanager must be told at once when it has changed; null when nothing must. */
    default @Nullable String news() {
        return switch (this) {
            case Quiet quiet -> null;
            case Pending pending -> null;
            case Firing firing -> firing.seen ? "firing since " + firing.startsAt : null;
            case Resolved resolved -> "resolved at " + resolved.endsAt;
        };
    }
}
