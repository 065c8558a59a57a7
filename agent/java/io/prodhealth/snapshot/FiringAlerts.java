package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that fire in the Prometheus of the cluster ({@code /api/v1/alerts}), whoever wrote their rules. A heartbeat, which
 * always fires (severity {@code none}), is none of them.
 *
 * @param alerts the first {@link #MOST}: those of our own rules before others, pages before tickets before lines of the
 *     digest, those that have fired longest before others
 * @param firing how many there are in all
 */
public record FiringAlerts(List<Alert> alerts, int firing) {

    /** Alerts that are told one by one. */
    public static final int MOST = 100;

    /** None. */
    public static final FiringAlerts NONE = new FiringAlerts(List.of(), 0);

    /** Whom an alert is for, the most urgent first. */
    public enum Urgency {
        /** Somebody is woken: {@code notify: page}; of other rules {@code severity: critical}. */
        PAGE,
        /** Somebody plans it: {@code notify: ticket}; of other rules {@code severity: warning}. */
        TICKET,
        /** A line of the digest: {@code notify: digest}; of other rules {@code severity: info}. */
        DIGEST,
        /** Its labels do not say. */
        OTHER;

        /** As in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of them. Every text is that of a rule or of a label, of a bounded length, and may be hostile; empty where there is
     * none.
     *
     * @param name name of its rule
     * @param ours whether it is of the rules that come with this agent
     * @param urgency whom it is for
     * @param severity label {@code severity} as it is
     * @param summary annotation {@code summary}
     * @param namespace label {@code namespace}
     * @param api label {@code api_name}
     * @param family label {@code node_family}
     * @param queue label {@code queue}
     * @param practice label {@code practice}, else the annotation
     * @param since since when what its rule asks has been true ({@code activeAt}); null when it does not say
     * @param runbook annotation {@code runbook_url}, if it is an http or https address; else empty
     */
    public record Alert(
            String name,
            boolean ours,
            Urgency urgency,
            String severity,
            String summary,
            String namespace,
            String api,
            String family,
            String queue,
            String practice,
            @Nullable Instant since,
            String runbook) {}
}
