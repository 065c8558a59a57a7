package io.prodhealth.alerts;

import io.prodhealth.alerting.PostedAlert;
import io.prodhealth.alerts.AlertData.Alert;
import io.prodhealth.rules.AlertTests;
import io.prodhealth.rules.RuleFiles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Alerts with the labels and annotations that our rules give them. */
final class AlertSamples {

    static final Instant STARTED = Instant.parse("2026-01-15T03:12:00Z");
    /** Who deploys chooses names, and a name may find its way into a text. */
    static final String HOSTILE =
            "<!channel> & <https://evil.example|click> *b* `c` ~d~ |\n\u202e\u2028https://evil.example/";

    private AlertSamples() {}

    /** With the links of somebody who has told where Grafana is. */
    static Alert noReadyReplicas(String api) {
        Alert alert = expected("CortexApiNoReadyReplicas", "page", "iris", api);
        Map<String, String> texts = new LinkedHashMap<>(alert.annotations());
        texts.computeIfPresent("dashboard_url", (name, path) -> "https://grafana.example" + path);
        return new Alert(alert.labels(), texts, STARTED, "");
    }

    static Alert queueStuck(String api) {
        return expected("CortexQueueStuck", "page", "ocr", api);
    }

    /** Posted by the agent: it has no dashboard. */
    static Alert prometheusDown() {
        PostedAlert alert = PostedAlert.prometheusDown("prod", RuleFiles.RUNBOOKS, STARTED);
        return new Alert(alert.labels(), alert.annotations(), STARTED, "");
    }

    static Alert probeMissing(String api) {
        return expected("CortexReadinessProbeMissing", "ticket", "iris", api);
    }

    static Alert fallbackActive(String family) {
        return expected("CortexSpotFallbackActive", "digest", "m5.large", family);
    }

    /** As Prometheus makes it of the rule, by the tests of the rule; about another object. */
    private static Alert expected(String alert, String notify, String object, String other) {
        AlertTests.Expected expected = AlertTests.expected(alert, notify);
        return new Alert(
                about(expected.labels(), object, other), about(expected.annotations(), object, other), STARTED, "");
    }

    private static Map<String, String> about(Map<String, String> texts, String object, String other) {
        Map<String, String> changed = new LinkedHashMap<>();
        texts.forEach((name, text) -> changed.put(name, text.replace(object, other)));
        return changed;
    }

    static Alert hostile() {
        return new Alert(
                Map.of(
                        "alertname",
                        "CortexReadinessProbeMissing",
                        "severity",
                        "warning",
                        "notify",
                        "ticket",
                        "cluster",
                        "prod",
                        "namespace",
                        HOSTILE,
                        "api_kind",
                        HOSTILE,
                        "api_name",
                        HOSTILE + "x".repeat(300),
                        "container",
                        HOSTILE),
                Map.of(
                        "summary", HOSTILE,
                        "description", HOSTILE + "x".repeat(2000),
                        "action", HOSTILE,
                        "practice", HOSTILE,
                        "guide", HOSTILE,
                        "runbook_url", "https://wiki.example/|<!channel>&x=1.md",
                        "dashboard_url", "javascript:alert(1)|<!channel>"),
                STARTED,
                "");
    }
}
