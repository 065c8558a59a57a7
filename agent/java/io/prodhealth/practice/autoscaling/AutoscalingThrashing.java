package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.snapshot.Autoscaling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Replicas follow the load without going up and down. Steps of one, which Cortex always allows, small ones and those of a
 * rollout do not count. Steps within a minute are not seen, so that this finds less than there is.
 */
public final class AutoscalingThrashing implements Practice {

    static final Limit TURNS = Limit.number(
            "autoscaling_thrashing_turns",
            6,
            2,
            60,
            "From how many turns of the number of replicas within an hour on it thrashes.",
            "Practice-checks 9.2: with the default of 5 minutes down and one up, six an hour is as fast as it goes.");

    /** Share of the replicas that a step must be. */
    private static final double AMPLITUDE = 0.2;

    private static final Duration ENOUGH = Duration.ofMinutes(55);

    public static final Rule RULE = Rule.ofApi(
            "autoscaling_thrashing",
            "9.2",
            Section.AUTOSCALING,
            "Replicas follow the load in time, and do not go up and down.",
            "Lengthen the downscale stabilization period, shorten that for upscale, and deploy the API again.",
            TURNS);

    private final int turns;

    /** With the limits that are set. */
    public AutoscalingThrashing(Limits limits) {
        this.turns = limits.whole(TURNS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, Scaled::byCortex)) {
            Autoscaling autoscaling = api.api().autoscaling();
            Optional<ApiBehaviour> seen = evidence.behaviour().of(api.api().workload());
            int turned = seen.map(one -> turns(one.minutes())).orElse(0);
            if (autoscaling != null && autoscaling.min() == autoscaling.max()) {
                findings.pass(api.subject());
            } else if (turned >= turns) {
                findings.warn(
                        api.subject(),
                        "its replicas went up and down " + turned + " times within an hour",
                        "less than " + turns + " times");
            } else if (seen.isPresent() && seen.get().watched(evidence.at()).compareTo(ENOUGH) >= 0) {
                findings.pass(api.subject());
            } else {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }

    /** How often the number of replicas turned from growing to falling or back. */
    private static int turns(List<Minute> minutes) {
        int turns = 0;
        int direction = 0;
        Minute before = null;
        for (Minute minute : minutes) {
            int step = before == null || minute.rollout() ? 0 : minute.desired() - before.desired();
            boolean wide = before != null && Math.abs(step) >= AMPLITUDE * Math.max(before.desired(), minute.desired());
            // One more and one less are always allowed: small APIs go between one and two.
            if (Math.abs(step) > 1 && wide) {
                turns += direction != 0 && Integer.signum(step) != direction ? 1 : 0;
                direction = Integer.signum(step);
            }
            before = minute;
        }
        return turns;
    }
}
