package io.prodhealth.alerting;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Labels and annotations of the alerts. Nothing in them tells one replica of the agent from the other, or one moment from
 * the next: both replicas post one and the same alert.
 *
 * @param runbookBase where the runbooks are; empty for no link
 */
record AlertTexts(String runbookBase) {

    static final String PROMETHEUS_DOWN = "CortexPrometheusDown";
    static final String HEARTBEAT = "ProdhealthHeartbeat";

    /** Prometheus is down. */
    Alert prometheusDown(String cluster, Duration delay, Instant startsAt, Instant endsAt) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", "Prometheus is down, and with it the autoscaling of replicas.");
        annotations.put(
                "description",
                "Prometheus has not answered for " + words(delay) + " or longer. Cortex scales by it: as long as it is"
                        + " down every API keeps the replicas it has, and no alert that stands on a rule can fire. The"
                        + " agent posted this alert itself.");
        annotations.put("action", "Bring Prometheus back: look at its pod, its memory and its volume.");
        return alert(PROMETHEUS_DOWN, "critical", "page", cluster, annotations, startsAt, endsAt);
    }

    /** The agent lives and reaches Alertmanager. */
    Alert heartbeat(String cluster, Instant startsAt, Instant endsAt) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", "The agent lives and reaches Alertmanager.");
        annotations.put(
                "description",
                "Sent all the time. It is the end of it that tells something: the agent is gone, or cannot reach"
                        + " Alertmanager, and would not tell that Prometheus is down either.");
        annotations.put("action", "Route it to a dead man's switch that speaks up when it ends.");
        return alert(HEARTBEAT, "none", "none", cluster, annotations, startsAt, endsAt);
    }

    private Alert alert(
            String name,
            String severity,
            String notify,
            String cluster,
            Map<String, String> annotations,
            Instant startsAt,
            Instant endsAt) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", name);
        labels.put("severity", severity);
        labels.put("notify", notify);
        labels.put("product", "cortex-serving");
        // As the rules' alerts have it from the scrape.
        labels.put("job", "prodhealth");
        if (!cluster.isEmpty()) {
            labels.put("cluster", cluster);
        }
        if (!runbookBase.isEmpty()) {
            annotations.put(
                    "runbook_url", (runbookBase.endsWith("/") ? runbookBase : runbookBase + "/") + name + ".md");
        }
        return new Alert(labels, annotations, startsAt, endsAt);
    }

    private static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
