package io.prodhealth.alerting;

import io.prodhealth.alerting.AlertingStatus.Origin;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Alertmanagers that are told: the configured ones, or else those that Prometheus named last. A dead Prometheus cannot be
 * asked, so they are remembered; one that names none (each of them may just be restarting) makes nobody forgotten. Safe for
 * threads.
 */
final class KnownAlertmanagers {

    /** What one cluster can need; the list comes from outside. */
    static final int MOST = 10;

    private final List<String> configured;
    private List<String> named = List.of();
    private boolean remembered;

    KnownAlertmanagers(List<String> configured) {
        this.configured = normalised(configured.stream());
    }

    /** What Prometheus names now; nothing when it cannot be asked. */
    synchronized void named(Collection<URI> alertmanagers) {
        List<String> now = distinct(alertmanagers.stream().map(AlertmanagerUrl::of));
        if (!now.isEmpty()) {
            named = now;
        }
        remembered = now.isEmpty();
    }

    /** What an earlier agent has kept; what Prometheus has said since then goes before. */
    synchronized void restore(List<String> kept) {
        if (named.isEmpty()) {
            named = normalised(kept.stream());
            remembered = true;
        }
    }

    /** What a later agent should know; what is configured it is told again. */
    synchronized List<String> toKeep() {
        return named;
    }

    synchronized List<String> urls() {
        return configured.isEmpty() ? named : configured;
    }

    synchronized Origin origin() {
        if (!configured.isEmpty()) {
            return Origin.CONFIGURED;
        }
        return named.isEmpty() ? Origin.NONE : remembered ? Origin.REMEMBERED : Origin.DISCOVERED;
    }

    private static List<String> normalised(Stream<String> urls) {
        return distinct(urls.map(AlertmanagerUrl::of));
    }

    /** In an order of their own: Prometheus names them in any, and the list is kept as text that should not change. */
    private static List<String> distinct(Stream<Optional<String>> urls) {
        return urls.flatMap(Optional::stream).distinct().sorted().limit(MOST).toList();
    }
}
