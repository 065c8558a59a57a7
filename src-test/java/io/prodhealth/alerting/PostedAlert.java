package io.prodhealth.alerting;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An alert as the agent itself posts it, for tests of what becomes of it. */
public record PostedAlert(Map<String, String> labels, Map<String, String> annotations) {

    /** That Prometheus is down. */
    public static PostedAlert prometheusDown(String cluster, String runbooks, Instant at) {
        Alert alert = new AlertTexts(runbooks).prometheusDown(cluster, Duration.ofMinutes(2), at, at);
        return new PostedAlert(alert.labels(), alert.annotations());
    }
}
