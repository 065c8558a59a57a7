package io.prodhealth.report;

import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.FiringAlerts.Alert;
import io.prodhealth.snapshot.FiringAlerts.Urgency;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts that could fire in Prometheus. */
final class SampleAlerts {

    private static final String RUNBOOKS = "https://github.com/prodhealth/prodhealth/blob/main/alerts/runbooks/";

    private SampleAlerts() {}

    /** A page, a ticket, a line of the digest, and one of somebody else's rules. */
    static FiringAlerts incident(Instant at) {
        return new FiringAlerts(
                List.of(
                        ours(
                                "CortexApiNoReadyReplicas",
                                Urgency.PAGE,
                                "An API has no replica that is ready, so every request to it fails.",
                                "text-generator",
                                "",
                                "",
                                at.minusSeconds(745)),
                        ours(
                                "CortexQueueStuck",
                                Urgency.PAGE,
                                "Nothing is completed in a queue in which messages wait.",
                                "video-transcriber",
                                "cx_1ee11af4_video-transcriber_0123456789.fifo",
                                "async_queue_stuck, async_messages_orphaned",
                                at.minusSeconds(610)),
                        ours(
                                "CortexReadinessProbeMissing",
                                Urgency.DIGEST,
                                "A container has no readiness probe.",
                                "",
                                "",
                                "readiness_probe_missing",
                                at.minusSeconds(90_000)),
                        new Alert(
                                "KubeNodeNotReady",
                                false,
                                Urgency.TICKET,
                                "warning",
                                "Node is not ready.",
                                "kube-system",
                                "",
                                "",
                                "",
                                "",
                                at.minusSeconds(300),
                                "")),
                4);
    }

    /** One whose every text was chosen to break something, of many more. */
    static FiringAlerts hostile(String text) {
        return new FiringAlerts(
                List.of(new Alert(text, false, Urgency.OTHER, text, text, text, text, text, text, text, null, "")),
                1_234);
    }

    /** A Prometheus of which nothing more is known than what fires. */
    static PrometheusServer server(FiringAlerts alerts, Instant at) {
        Observed.Unknown<Object> absent = new Observed.Unknown<>(Observed.Reason.ABSENT, at);
        return new PrometheusServer(
                "http://prometheus.prometheus:9090",
                PrometheusServer.Answering.READY,
                "",
                absent.as(),
                absent.as(),
                absent.as(),
                absent.as(),
                new Observed.Known<>(alerts, at));
    }

    private static Alert ours(
            String name,
            Urgency urgency,
            String summary,
            String api,
            String queue,
            String practice,
            @Nullable Instant since) {
        String severity = switch (urgency) {
            case PAGE -> "critical";
            case TICKET -> "warning";
            case DIGEST, OTHER -> "info";
        };
        return new Alert(
                name,
                true,
                urgency,
                severity,
                summary,
                "default",
                api,
                "",
                queue,
                practice,
                since,
                RUNBOOKS + name + ".md");
    }
}
