package io.prodhealth.alerting;

import io.prodhealth.alerting.DownState.Firing;
import io.prodhealth.alerting.DownState.Pending;
import io.prodhealth.alerting.DownState.Quiet;
import io.prodhealth.alerting.DownState.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the alert {@code CortexPrometheusDown} begins and ends: a pure step.
 *
 * <p>It begins when Prometheus has been down for the delay without a break, and ends when Prometheus works again. While
 * nothing is known it neither begins nor ends: what was pending is forgotten, because nobody saw that time, and what is
 * active is not refreshed, so that Alertmanager ends it by itself unless another replica knows more.
 *
 * @param delay how long Prometheus must have been down
 */
record PrometheusDownAlert(Duration delay) {

    /** Each post is good for this long: four refreshes, as with Prometheus' own alerts. */
    static final Duration LASTS = Duration.ofMinutes(4);

    /** For how long an Alertmanager that was not reached is told of the end; by then it has ended it by itself. */
    static final Duration RESOLVED_FOR = Duration.ofMinutes(15);

    /** The state after {@code sight}. */
    DownState next(DownState state, PrometheusSight sight, Instant now) {
        return switch (sight.status()) {
            case UP -> up(state, now);
            case UNKNOWN -> unknown(state, now);
            case DOWN -> down(state, sight, now);
        };
    }

    private static DownState up(DownState state, Instant now) {
        return switch (state) {
            case Quiet quiet -> quiet;
            case Pending pending -> new Quiet();
            case Firing(Instant startsAt, String cluster, boolean seen) ->
                new Resolved(startsAt, startsAt.isAfter(now) ? startsAt : now, cluster);
            case Resolved resolved -> aged(resolved, now);
        };
    }

    private static DownState unknown(DownState state, Instant now) {
        return switch (state) {
            case Quiet quiet -> quiet;
            case Pending pending -> new Quiet();
            case Firing(Instant startsAt, String cluster, boolean seen) -> new Firing(startsAt, cluster, false);
            case Resolved resolved -> aged(resolved, now);
        };
    }

    private DownState down(DownState state, PrometheusSight sight, Instant now) {
        return switch (state) {
            case Quiet quiet -> since(told(sight, now), sight, now);
            case Pending(Instant since) -> since(sight.since() == null ? since : told(sight, now), sight, now);
            case Firing(Instant startsAt, String cluster, boolean seen) -> new Firing(startsAt, cluster, true);
            // It was seen to work then, whatever is told now.
            case Resolved resolved -> since(later(told(sight, now), resolved.endsAt()), sight, now);
        };
    }

    private static Instant told(PrometheusSight sight, Instant now) {
        Instant since = sight.since();
        return since == null || since.isAfter(now) ? now : since;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private DownState since(Instant since, PrometheusSight sight, Instant now) {
        Instant due = since.plus(delay);
        return now.isBefore(due) ? new Pending(since) : new Firing(due, sight.cluster(), true);
    }

    private static DownState aged(Resolved resolved, Instant now) {
        return resolved.endsAt().plus(RESOLVED_FOR).isBefore(now) ? new Quiet() : resolved;
    }

    /** What Alertmanager is to be told at {@code now}. */
    Optional<Alert> alert(DownState state, AlertTexts texts, Instant now) {
        return switch (state) {
            case Quiet quiet -> Optional.empty();
            case Pending pending -> Optional.empty();
            case Firing(Instant startsAt, String cluster, boolean seen) ->
                seen
                        ? Optional.of(texts.prometheusDown(
                                cluster, delay, startsAt, later(startsAt, now).plus(LASTS)))
                        : Optional.empty();
            case Resolved(Instant startsAt, Instant endsAt, String cluster) ->
                Optional.of(texts.prometheusDown(cluster, delay, startsAt, endsAt));
        };
    }
}
