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
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests of an async API succeed: Cortex deletes a message after one try whatever came of it. Judged are those of the last
 * quarter of an hour; while that is not known, those that the living pods have worked on since they started: that none of them
 * failed is certain, and that few did just now cannot be told from it. Answers of 400 to 499 are those of the client's input.
 */
public final class AsyncRequestsFailing implements Practice {

    static final Limit SHARE = Limit.number(
            "async_requests_failing_share",
            0.01,
            0,
            1,
            "Share of requests that may fail.",
            "Each failure is a request lost: Cortex does not try it again.");

    static final Limit FAILURE = Limit.number(
            "async_requests_failing_fail",
            0.1,
            0,
            1,
            "Share that is a failure where it lasts.",
            "Practice-checks 9.11: one in ten requests is lost.");
    static final Limit LASTS = Limit.duration(
            "async_requests_failing_lasts",
            "15m",
            "5m",
            "55m",
            "How long it is looked at, and must last to be a failure.",
            "Practice-checks 9.11: longer than a bad deployment that is rolled back.");

    /** A share of fewer is chance. */
    private static final double ENOUGH = 20;

    public static final Rule RULE = Rule.ofApi(
            "async_requests_failing",
            "9.11",
            Section.AUTOSCALING,
            "Requests of an async API succeed.",
            "Let clients submit failed requests again, make the handler idempotent, and look at why it fails.",
            SHARE,
            FAILURE,
            LASTS);

    private final double share;
    private final double failure;
    private final Duration lasts;

    /** With the limits that are set. */
    public AsyncRequestsFailing(Limits limits) {
        this.share = limits.number(SHARE);
        this.failure = limits.number(FAILURE);
        this.lasts = limits.duration(LASTS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.running(evidence, findings, ApiSpec::async);
        if (apis.isEmpty()) {
            return;
        }
        RequestLoad requests =
                findings.need(evidence.snapshot().requests(), Subject.CLUSTER).orElse(null);
        if (requests == null) {
            return;
        }
        Map<String, RequestLoad.Async> byApi = new HashMap<>();
        requests.async().forEach(async -> byApi.put(async.apiName(), async));
        for (ApiSpec api : apis) {
            RequestLoad.Async async = byApi.get(api.subject().name());
            Optional<ApiBehaviour> seen = evidence.behaviour().of(api.api().workload());
            if (async != null && seen.isPresent() && known(seen.get(), evidence.at())) {
                lately(api, async, seen.get(), evidence, findings);
            } else {
                judge(api, async, evidence, findings);
            }
        }
    }

    private boolean known(ApiBehaviour seen, Instant now) {
        return seen.lasting(
                                now,
                                minute -> !Float.isNaN(minute.vitals().requests())
                                        && !Float.isNaN(minute.vitals().errors()))
                        .compareTo(lasts)
                >= 0;
    }

    private void lately(ApiSpec api, RequestLoad.Async async, ApiBehaviour seen, Evidence evidence, Findings findings) {
        double all = 0;
        double failed = 0;
        for (Minute minute : seen.lately(evidence.at(), lasts)) {
            all += minute.vitals().count();
            failed += minute.vitals().errors() * 60;
        }
        boolean always = seen.lasting(
                                evidence.at(),
                                minute -> minute.vitals().requests() == 0
                                        || minute.vitals().errors()
                                                > failure * minute.vitals().requests())
                        .compareTo(lasts)
                >= 0;
        String observed =
                Math.round(failed) + " of " + Math.round(all) + " requests failed within " + lasts.toMinutes() + " min";
        if (all >= ENOUGH && failed > failure * all && always) {
            findings.fail(api.subject(), observed, "at most " + share * 100 + " %");
        } else if (all >= ENOUGH && failed > share * all) {
            findings.warn(api.subject(), observed, "at most " + share * 100 + " %");
        } else if (all >= ENOUGH || failed == 0) {
            findings.pass(api.subject());
            refused(api, async, findings);
        } else {
            findings.unknown(api.subject(), "too_few_requests");
        }
    }

    private void judge(ApiSpec api, RequestLoad.@Nullable Async async, Evidence evidence, Findings findings) {
        if (async == null || async.completed().isEmpty()) {
            findings.unknown(api.subject(), "no_series");
            return;
        }
        double all = sum(async.completed(), "");
        double failed = Math.max(
                0, all - sum(async.completed(), "4") - async.completed().getOrDefault("200", 0.0));
        if (failed == 0) {
            findings.pass(api.subject());
            refused(api, async, findings);
        } else if (all >= ENOUGH && failed > share * all) {
            findings.warn(
                    api.subject(),
                    Math.round(failed) + " of " + Math.round(all)
                            + " requests failed, of those that the living pods have worked on",
                    "at most " + share * 100 + " %");
        } else {
            Scope.noHistory(evidence, findings, api);
        }
    }

    private void refused(ApiSpec api, RequestLoad.Async async, Findings findings) {
        double all = sum(async.completed(), "");
        double refused = sum(async.completed(), "4");
        if (refused > 0 && refused > share * all) {
            findings.info(
                    api.subject(),
                    Math.round(refused) + " of " + Math.round(all) + " requests were refused as the client's error",
                    "status 200");
        }
    }

    private static double sum(Map<String, Double> byStatus, String prefix) {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
