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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Replicas are added as fast as bursts need them: of those asked for, not of those that have a node, which is another matter.
 * One burst is no habit; one that does not end is.
 */
public final class UpscaleRateLimited implements Practice {

    static final Limit AFTER = Limit.duration(
            "upscale_rate_limited_after",
            "3m",
            "1m",
            "1h",
            "How long an API may lack half of its replicas again.",
            "Practice-checks 9.4: a window and an upscale stabilization of a minute each, and one step.");

    /** More than so many times the replicas that there are. */
    private static final double LACK = 1.5;

    private static final int REPEATEDLY = 2;
    /** So many times as long at a stretch is as bad as repeatedly. */
    private static final int WITHOUT_END = 5;

    private static final int ENDLESSLY = Integer.MAX_VALUE;
    private static final Duration ENOUGH = Duration.ofMinutes(55);

    public static final Rule RULE = Rule.ofApi(
            "upscale_rate_limited",
            "9.4",
            Section.AUTOSCALING,
            "Scaling up keeps pace with the load.",
            "Raise autoscaling.max_upscale_factor, lower upscale_stabilization_period, and deploy the API again.",
            AFTER);

    private final Duration after;

    /** With the limits that are set. */
    public UpscaleRateLimited(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, UpscaleRateLimited::canGrow)) {
            Optional<ApiBehaviour> seen = evidence.behaviour().of(api.api().workload());
            Autoscaling autoscaling = api.api().autoscaling();
            if (autoscaling == null
                    || seen.isEmpty()
                    || seen.get().watched(evidence.at()).compareTo(ENOUGH) < 0) {
                Scope.noHistory(evidence, findings, api);
                continue;
            }
            int times = times(seen.get().minutes(), autoscaling);
            if (times >= REPEATEDLY) {
                findings.warn(
                        api.subject(),
                        times < ENDLESSLY
                                ? times + " times within an hour it needed half as many replicas again for minutes"
                                : "it needed half as many replicas again for "
                                        + after.multipliedBy(WITHOUT_END).toMinutes() + " minutes and more",
                        "replicas that follow the load");
            } else {
                findings.pass(api.subject());
            }
        }
    }

    /** How often it lacked replicas for longer than that; very often where that took no end. */
    private int times(List<Minute> minutes, Autoscaling autoscaling) {
        int times = 0;
        Instant since = null;
        boolean counted = false;
        for (Minute minute : minutes) {
            double needed = minute.inFlight() / autoscaling.targetInFlight();
            boolean lacks =
                    minute.desired() > 0 && minute.desired() < autoscaling.max() && needed > LACK * minute.desired();
            if (!lacks) {
                since = null;
                counted = false;
            } else if (since == null) {
                since = minute.at();
            } else if (!counted && !since.plus(after).isAfter(minute.at())) {
                times++;
                counted = true;
            } else if (!since.plus(after.multipliedBy(WITHOUT_END)).isAfter(minute.at())) {
                return ENDLESSLY;
            }
        }
        return times;
    }

    private static boolean canGrow(ApiSpec api) {
        Integer desired = api.api().desired();
        Integer max = api.api().maxReplicas();
        return Scaled.byCortex(api) && desired != null && max != null && desired < max;
    }
}
