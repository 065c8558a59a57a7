package io.prodhealth.alerts;

import io.prodhealth.alerts.AlertData.Alert;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Alerts with the labels and annotations that our rules give them. */
final class AlertSamples {

    static final Instant STARTED = Instant.parse("2026-01-15T03:12:00Z");
    /** Who deploys chooses names, and a name may find its way into a text. */
    static final String HOSTILE =
            "<!channel> & <https://evil.example|click> *b* `c` ~d~ |\n\u202e\u2028https://evil.example/";

    private static final String BASE = "https://wiki.example/";

    private AlertSamples() {}

    static Alert noReadyReplicas(String api) {
        return alert(
                Map.of(
                        "alertname", "CortexApiNoReadyReplicas",
                        "severity", "critical",
                        "notify", "page",
                        "namespace", "default",
                        "api_kind", "RealtimeAPI",
                        "api_name", api),
                Map.of(
                        "summary", "An API has no replica that is ready, so every request to it fails.",
                        "description",
                                "RealtimeAPI " + api + " in default has 0 ready replicas and should have at least 1.",
                        "action", "Look at why its pods are not ready, and roll back if it began with a deployment.",
                        "dashboard_url",
                                "https://grafana.example/d/prodhealth-api?var-cluster=prod&var-api_name=iris"));
    }

    static Alert queueStuck(String api) {
        return alert(
                Map.of(
                        "alertname", "CortexQueueStuck",
                        "severity", "critical",
                        "notify", "page",
                        "namespace", "default",
                        "api_kind", "AsyncAPI",
                        "api_name", api,
                        "queue", "cx_1ee11af4_" + api + ".fifo"),
                Map.of(
                        "summary", "A queue does not move although it should.",
                        "description", "The queue of " + api + " is stuck; cause is no_completions, expected is ok.",
                        "action", "Follow the part of the runbook for this cause.",
                        "dashboard_url", "/d/prodhealth-queues?var-cluster=prod"));
    }

    /** Posted by the agent: it has no dashboard. */
    static Alert prometheusDown() {
        return alert(
                Map.of("alertname", "CortexPrometheusDown", "severity", "critical", "notify", "page"),
                Map.of(
                        "summary", "Prometheus is down, and with it the autoscaling of replicas.",
                        "description", "Prometheus has not answered for 2 minutes or longer.",
                        "action", "Bring Prometheus back: look at its pod, its memory and its volume."));
    }

    static Alert probeMissing(String api) {
        return alert(
                Map.of(
                        "alertname", "CortexReadinessProbeMissing",
                        "severity", "warning",
                        "notify", "ticket",
                        "namespace", "default",
                        "object_kind", "api",
                        "object", api,
                        "practice", "readiness_probe_missing"),
                Map.of(
                        "summary", "An API has no readiness check.",
                        "description", "api default " + api + " is not as readiness_probe_missing asks for.",
                        "action", "Give the container that serves a readiness_probe, and deploy the API again.",
                        "practice", "readiness_probe_missing",
                        "guide", "Configuring health checks",
                        "dashboard_url",
                                "/d/prodhealth-practices?var-cluster=prod&var-practice=readiness_probe_missing"));
    }

    static Alert fallbackActive(String family) {
        return alert(
                Map.of(
                        "alertname", "CortexSpotFallbackActive",
                        "severity", "info",
                        "notify", "digest",
                        "node_family", family),
                Map.of(
                        "summary", "Nodes come from on-demand, because spot is not to be had.",
                        "description", "Family " + family + " has fallen back; expected is spot.",
                        "action", "Nothing: it works as it was set up."));
    }

    static Alert hostile() {
        return alert(
                Map.of(
                        "alertname",
                        "CortexReadinessProbeMissing",
                        "severity",
                        "warning",
                        "notify",
                        "ticket",
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
                        "dashboard_url", "javascript:alert(1)|<!channel>"));
    }

    private static Alert alert(Map<String, String> labels, Map<String, String> annotations) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("cluster", "prod");
        all.put("product", "cortex-serving");
        Map<String, String> texts = new LinkedHashMap<>(annotations);
        texts.putIfAbsent("runbook_url", BASE + labels.get("alertname") + ".md");
        return new Alert(all, texts, STARTED, "");
    }
}
