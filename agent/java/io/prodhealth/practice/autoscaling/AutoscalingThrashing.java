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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Replicas follow the load, in time and without going up and down. Steps of one, which Cortex always allows, small ones and
 * those of a rollout do not count. Steps within a minute are not seen, so that this finds less than there is. Replicas that
 * were asked for and have no node yet have followed.
 */
public final class AutoscalingThrashing implements Practice {

    static final Limit TURNS = Limit.number(
            "autoscaling_thrashing_turns",
            6,
            2,
            60,
            "From how many turns of the number of replicas within an hour on it thrashes.",
            "Practice-checks 9.2: with the default of 5 minutes down and one up, six an hour is as fast as it goes.");

    static final Limit SLACK = Limit.duration(
            "autoscaling_thrashing_slack",
            "60s",
            "10s",
            "1h",
            "How much longer than its window and its upscale stabilization more replicas may take to be asked for.",
            "Practice-checks 9.2: Cortex looks each ten seconds; what takes longer is trouble of its autoscaler or of"
                    + " Prometheus.");
    static final Limit WINDOW = Limit.duration(
            "autoscaling_thrashing_window",
            "5m",
            "1m",
            "1h",
            "Longest window of an API whose load doubles within a minute.",
            "Practice-checks 9.2: a mean over longer sees a doubled load when it is over.");

    /** What doubles. */
    private static final double DOUBLED = 2;
    /** One in twenty steps of the load. */
    private static final double OFTEN = 0.95;

    /** Share of the replicas that a step must be. */
    private static final double AMPLITUDE = 0.2;

    private static final Duration ENOUGH = Duration.ofMinutes(55);
    /** One minute may be missing; more is a time without sight. */
    private static final Duration GAP = Duration.ofSeconds(150);

    public static final Rule RULE = Rule.ofApi(
            "autoscaling_thrashing",
            "9.2",
            Section.AUTOSCALING,
            "Replicas follow the load in time, and do not go up and down.",
            "Lengthen the downscale stabilization period, shorten that for upscale, and deploy the API again.",
            TURNS,
            SLACK,
            WINDOW);

    private final int turns;
    private final Duration slack;
    private final Duration window;

    /** With the limits that are set. */
    public AutoscalingThrashing(Limits limits) {
        this.turns = limits.whole(TURNS);
        this.slack = limits.duration(SLACK);
        this.window = limits.duration(WINDOW);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, Scaled::byCortex)) {
            Autoscaling autoscaling = api.api().autoscaling();
            Optional<ApiBehaviour> seen = evidence.behaviour()
                    .of(api.api().workload())
                    .filter(one -> one.watched(evidence.at()).isPositive());
            int turned = seen.map(one -> turns(one.minutes())).orElse(0);
            if (autoscaling != null && autoscaling.min() == autoscaling.max()) {
                findings.pass(api.subject());
                continue;
            }
            boolean found = false;
            if (turned >= turns) {
                found = true;
                findings.warn(
                        api.subject(),
                        "its replicas went up and down " + turned + " times within an hour",
                        "less than " + turns + " times");
            }
            if (autoscaling != null && seen.isPresent()) {
                found |= late(api, autoscaling, seen.get(), findings);
                found |= tooLong(api, autoscaling, seen.get(), findings);
            }
            if (!found && seen.isPresent() && seen.get().watched(evidence.at()).compareTo(ENOUGH) >= 0) {
                findings.pass(api.subject());
            } else if (!found) {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }

    /** Whether its load asked for more replicas for longer than Cortex says that it takes, and there were no more. */
    private boolean late(ApiSpec api, Autoscaling autoscaling, ApiBehaviour seen, Findings findings) {
        Duration allowed =
                autoscaling.window().plus(autoscaling.upscaleStabilization()).plus(slack);
        Duration worst = Duration.ZERO;
        Minute since = null;
        Minute before = null;
        for (Minute minute : seen.minutes()) {
            boolean gap = before != null && minute.at().isAfter(before.at().plus(GAP));
            boolean wants = !minute.rollout()
                    && minute.desired() > 0
                    && minute.desired() >= autoscaling.min()
                    && minute.desired() < autoscaling.max()
                    && autoscaling.recommend(minute.inFlight(), minute.desired()) > minute.desired();
            if (!wants || gap || since == null || minute.desired() != since.desired()) {
                since = wants ? minute : null;
            } else {
                Duration waited = Duration.between(since.at(), minute.at());
                worst = waited.compareTo(worst) > 0 ? waited : worst;
            }
            before = minute;
        }
        if (worst.compareTo(allowed) <= 0) {
            return false;
        }
        findings.warn(
                api.subject(),
                "its load asked for more replicas for " + worst.toMinutes() + " min, and there were no more",
                "more within " + allowed.toSeconds() + " s");
        return true;
    }

    /** Whether its load often doubles within a minute, and by at least what one replica is for, under a long window. */
    private boolean tooLong(ApiSpec api, Autoscaling autoscaling, ApiBehaviour seen, Findings findings) {
        List<Minute> minutes = seen.minutes();
        if (autoscaling.window().compareTo(window) <= 0 || minutes.size() < ENOUGH.toMinutes()) {
            return false;
        }
        double[] steps = new double[minutes.size() - 1];
        for (int i = 1; i < minutes.size(); i++) {
            double before =
                    Math.max(autoscaling.targetInFlight(), minutes.get(i - 1).inFlight());
            steps[i - 1] = minutes.get(i).inFlight() / before;
        }
        Arrays.sort(steps);
        if (steps[(int) Math.ceil(OFTEN * steps.length) - 1] < DOUBLED) {
            return false;
        }
        findings.warn(
                api.subject(),
                "its load doubles within a minute, and autoscaling.window is "
                        + autoscaling.window().toMinutes() + " min",
                "a window of at most " + window.toMinutes() + " min");
        return true;
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
