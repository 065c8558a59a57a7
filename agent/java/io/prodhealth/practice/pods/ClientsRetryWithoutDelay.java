package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Vitals;
import java.time.Duration;
import java.util.List;

/**
 * Clients wait before they try again. It cannot be proven from here. What shows is a storm: requests double in the minute
 * after some were refused, and are refused again. That the requests which are refused were many at once is no storm: clients
 * that send batches do so. Where nothing was refused nobody had to try again.
 */
public final class ClientsRetryWithoutDelay implements Practice {

    static final Limit REFUSED = Limit.number(
            "clients_retry_without_delay_refused",
            0.01,
            0,
            1,
            "Share of the answers of a minute with status 503 from which on clients have something to try again.",
            "As queue_full_rejections_warn.");
    static final Limit FACTOR = Limit.number(
            "clients_retry_without_delay_factor",
            2,
            1.1,
            100,
            "How many times the requests of the minute before make a storm.",
            "Practice-checks 7.8: a client that tries each refused request again at once doubles them.");
    static final Limit STORMS = Limit.number(
            "clients_retry_without_delay_storms",
            2,
            1,
            60,
            "From how many storms within an hour on they are not the load's own doing.",
            "A load that rises by itself while an API is full looks the same once.");

    public static final Rule RULE = Rule.ofApi(
                    "clients_retry_without_delay",
                    "7.8",
                    Section.PODS,
                    "Clients try a refused request again, later and later.",
                    "Let clients honour 503 with an exponential backoff with jitter and an upper bound.",
                    REFUSED,
                    FACTOR,
                    STORMS)
            .guessing();

    private static final Duration ENOUGH = Duration.ofMinutes(55);
    private static final Duration HOUR = Duration.ofMinutes(61);

    private final double refused;
    private final double factor;
    private final int storms;

    /** With the limits that are set. */
    public ClientsRetryWithoutDelay(Limits limits) {
        this.refused = limits.number(REFUSED);
        this.factor = limits.number(FACTOR);
        this.storms = limits.whole(STORMS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, ApiSpec::realtime)) {
            List<Minute> minutes = evidence.behaviour()
                    .of(api.api().workload())
                    .map(seen -> seen.lately(evidence.at(), HOUR))
                    .orElse(List.of());
            int refusals = 0;
            int stormy = 0;
            for (int i = 1; i < minutes.size(); i++) {
                Vitals before = minutes.get(i - 1).vitals();
                Vitals now = minutes.get(i).vitals();
                boolean told = refuses(before) && !Float.isNaN(now.requests());
                refusals += told ? 1 : 0;
                stormy += told && refuses(now) && now.requests() >= factor * before.requests() ? 1 : 0;
            }
            if (stormy >= storms) {
                findings.warn(
                        api.subject(),
                        "requests doubled right after some were refused, and were refused again, " + stormy
                                + " times within an hour",
                        "clients that wait longer with each refusal");
            } else if (evidence.behaviour()
                    .of(api.api().workload())
                    .map(seen -> seen.watched(evidence.at()).compareTo(ENOUGH) < 0)
                    .orElse(true)) {
                Scope.noHistory(evidence, findings, api);
            } else if (refusals == 0) {
                findings.unknown(api.subject(), "nothing_was_refused");
            } else {
                findings.pass(api.subject());
            }
        }
    }

    private boolean refuses(Vitals minute) {
        return minute.refused() > refused * minute.requests();
    }
}
