package io.prodhealth.report;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What there is to say of an API, in words. */
final class ApiWords {

    private ApiWords() {}

    static void kind(Html html, Api api) {
        html.text(api.workload().kind() + " in ").name(api.workload().namespace());
        if (!api.nodeGroups().isEmpty()) {
            html.text(" on ").name(String.join(", ", api.nodeGroups()));
        }
        if (api.claims() > 1) {
            html.text("; " + api.claims() + " workloads claim this name");
        }
    }

    static String replicas(ApiReadiness api) {
        Integer desired = api.api().desired();
        if (desired == null) {
            return "no replicas of its own";
        }
        if (desired == 0 && Objects.equals(api.ready(), 0)) {
            return "none asked for";
        }
        return api.ready() == null ? "unknown of " + desired + " ready" : api.ready() + " of " + desired + " ready";
    }

    /** Pods that are not ready, in words, where there is no room for a list. */
    static String otherPods(ApiReadiness api) {
        List<String> words = new ArrayList<>();
        for (PodState state : PodState.values()) {
            int count = api.podsByState().getOrDefault(state, 0);
            if (count > 0 && state != PodState.READY) {
                words.add(count + " " + Words.of(state));
            }
        }
        if (api.api().rolloutInProgress()) {
            words.add("rolling out a new revision");
        }
        return String.join(", ", words);
    }

    static String scale(ApiReadiness api) {
        Integer min = api.api().minReplicas();
        Integer max = api.api().maxReplicas();
        String bounds = min == null || max == null ? "not scaled" : min + " to " + max;
        Integer desired = api.api().desired();
        boolean differs = api.recommended().isPresent()
                && desired != null
                && api.recommended().getAsInt() != desired;
        return differs ? bounds + ", load asks for " + api.recommended().getAsInt() : bounds;
    }

    static String timeToReady(ApiHistory history) {
        long count = history.readySeconds().count();
        if (count == 0) {
            return "not measured yet";
        }
        return "about " + seconds(history, 0.5) + ", 9 in 10 within " + seconds(history, 0.9);
    }

    private static String seconds(ApiHistory history, double q) {
        return Words.time(
                Duration.ofSeconds(Math.round(history.readySeconds().quantile(q).orElse(0))));
    }

    static String restarts(ApiHistory history, Instant now) {
        long sum = history.restarts().values().stream()
                .flatMap(reasons -> reasons.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return (sum == 0 ? "none" : sum) + " in " + Words.time(Duration.between(history.since(), now));
    }
}
