package io.prodhealth.alerting;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the agent's own alerting is doing, for the page and the report.
 *
 * @param origin how the Alertmanagers are known
 * @param alertmanagers every one that is told
 * @param prometheusDownSince since when the alert is active; null while it is not
 * @param heartbeat whether a heartbeat is sent
 */
public record AlertingStatus(
        Origin origin,
        List<Alertmanager> alertmanagers,
        @Nullable Instant prometheusDownSince,
        boolean heartbeat) {

    /** Copies the list. */
    public AlertingStatus {
        alertmanagers = List.copyOf(alertmanagers);
    }

    /** How the Alertmanagers are known: a closed set. */
    public enum Origin {
        /** By the configuration. */
        CONFIGURED,
        /** Prometheus names them now. */
        DISCOVERED,
        /** Prometheus named them before it fell silent, or before the agent was restarted. */
        REMEMBERED,
        /** There is none to tell. */
        NONE,
        /** The agent must not alert by itself. */
        DISABLED;

        /** In reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One Alertmanager.
     *
     * @param url its address, without the path of the API
     * @param lastSuccess last time it took what was posted; null before the first
     * @param problem why the last post failed, for people, text of the other side included; empty when it did not
     */
    public record Alertmanager(String url, @Nullable Instant lastSuccess, String problem) {}
}
