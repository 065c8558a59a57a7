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
import io.prodhealth.snapshot.RequestLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests of an async API succeed: Cortex deletes a message after one try whatever came of it. What is counted are those
 * that the living pods have worked on since they started. Whether few of them failed just now cannot be told from that; that
 * none did can. Answers of 400 to 499 are those of the client's input.
 */
public final class AsyncRequestsFailing implements Practice {

    static final Limit SHARE = Limit.number(
            "async_requests_failing_share",
            0.01,
            0,
            1,
            "Share of requests, of those that the living pods have worked on, that may fail.",
            "Each failure is a request lost: Cortex does not try it again.");

    /** A share of fewer is chance. */
    private static final double ENOUGH = 20;

    public static final Rule RULE = Rule.ofApi(
            "async_requests_failing",
            "9.11",
            Section.AUTOSCALING,
            "Requests of an async API succeed.",
            "Let clients submit failed requests again, make the handler idempotent, and look at why it fails.",
            SHARE);

    private final double share;

    /** With the limits that are set. */
    public AsyncRequestsFailing(Limits limits) {
        this.share = limits.number(SHARE);
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
            judge(api, byApi.get(api.subject().name()), evidence, findings);
        }
    }

    private void judge(ApiSpec api, RequestLoad.@Nullable Async async, Evidence evidence, Findings findings) {
        if (async == null || async.completed().isEmpty()) {
            findings.unknown(api.subject(), "no_series");
            return;
        }
        double all = sum(async.completed(), "");
        double refused = sum(async.completed(), "4");
        double failed = Math.max(0, all - refused - async.completed().getOrDefault("200", 0.0));
        if (failed == 0) {
            findings.pass(api.subject());
            if (refused > 0 && refused > share * all) {
                findings.info(
                        api.subject(),
                        Math.round(refused) + " of " + Math.round(all) + " requests were refused as the client's error",
                        "status 200");
            }
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

    private static double sum(Map<String, Double> byStatus, String prefix) {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
