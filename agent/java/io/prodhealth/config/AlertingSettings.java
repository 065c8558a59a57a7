package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.httpUrl;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The alert that the agent posts itself, and to whom. */
final class AlertingSettings {

    private static final String URL = "https?://[A-Za-z0-9.:\\[\\]-]{1,253}(/[A-Za-z0-9._~/-]{0,200})?";
    private static final Pattern URLS = Pattern.compile("|" + URL + "(," + URL + "){0,9}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[\\x20-\\x7E]{0,100}");

    static final Setting<Boolean> ENABLED = new Setting<>(
            "alerting.enabled",
            bool(),
            "true",
            "Whether the agent itself posts to Alertmanager when Prometheus is down.",
            "A dead Prometheus evaluates no rule, so that nobody else would tell.",
            false,
            c -> c.alerting().enabled());
    static final Setting<Duration> PROMETHEUS_DOWN_AFTER = new Setting<>(
            "alerting.prometheus_down_after",
            duration("10s", "1h"),
            "2m",
            "How long Prometheus must be down before the alert CortexPrometheusDown is posted.",
            "Replicas are frozen after one; a pod that is moved is back within two.",
            false,
            c -> c.alerting().prometheusDownAfter());
    static final Setting<Boolean> HEARTBEAT = new Setting<>(
            "alerting.heartbeat",
            bool(),
            "false",
            "Whether the alert ProdhealthHeartbeat is posted each minute, for a dead man's switch.",
            "Without a route of its own it would notify people for ever.",
            false,
            c -> c.alerting().heartbeat());
    static final Setting<String> RUNBOOK_URL = new Setting<>(
            "alerting.runbook_url",
            httpUrl(),
            "",
            "Where the runbooks are, for the links in alerts: <url>/CortexPrometheusDown.md; empty for no links.",
            "Only you know where you keep them.",
            false,
            c -> c.alerting().runbookUrl());
    static final Setting<String> CLUSTER = new Setting<>(
            "alerting.cluster",
            text("<name>", "up to 100 printable characters, or empty", LABEL_VALUE, "is not a value of a label"),
            "",
            "The label cluster of what the agent posts; empty means the name in Cortex's cluster configuration.",
            "Set it to what your scrape configuration sets, so that alerts of one cluster are grouped.",
            false,
            c -> c.alerting().cluster());
    static final Setting<List<String>> URLS_OF_ALERTMANAGERS = new Setting<>(
            "alertmanager.urls",
            text(
                            "<urls>",
                            "up to 10 of http://host:port or https://host:port, by comma; or empty",
                            URLS,
                            "is not a list" + " of URLs")
                    .mapped(AlertingSettings::list, urls -> String.join(",", urls)),
            "",
            "The Alertmanagers to post to; empty means those that Prometheus sends its own alerts to.",
            "Those know whom to wake. They are remembered, since a dead Prometheus cannot be asked.",
            false,
            c -> c.alertmanager().urls());
    private static final AccessSettings ACCESS = new AccessSettings(
            "alertmanager",
            new AccessSettings.Words(
                    "an Alertmanager",
                    "urls",
                    "Alertmanager asks for none by default.",
                    "with every request",
                    "Whoever is in between could swallow the alert and read the password.",
                    "a secret is sent to configured Alertmanagers only, never to those that Prometheus names"),
            c -> c.alertmanager().access());
    static final Setting<Duration> TIMEOUT = new Setting<>(
            "alertmanager.timeout",
            duration("1s", "10s"),
            "5s",
            "The time one post may take.",
            "Alertmanager answers within milliseconds; one that hangs must not hold the others for long.",
            false,
            c -> c.alertmanager().timeout());

    static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(
                            ENABLED, PROMETHEUS_DOWN_AFTER, HEARTBEAT, RUNBOOK_URL, CLUSTER, URLS_OF_ALERTMANAGERS),
                    ACCESS.all(),
                    List.<Setting<?>>of(TIMEOUT))
            .flatMap(List::stream)
            .toList();

    private AlertingSettings() {}

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    static Config.Alerting alerting(Values v) {
        return new Config.Alerting(
                v.get(ENABLED), v.get(PROMETHEUS_DOWN_AFTER), v.get(HEARTBEAT), v.get(RUNBOOK_URL), v.get(CLUSTER));
    }

    static Config.Alertmanager alertmanager(Values v) {
        return new Config.Alertmanager(v.get(URLS_OF_ALERTMANAGERS), ACCESS.config(v), v.get(TIMEOUT));
    }

    /** What is right by itself and wrong together, as a setting and a sentence. */
    static void check(Values v, BiConsumer<Setting<?>, String> wrong) {
        ACCESS.check(v, !v.get(URLS_OF_ALERTMANAGERS).isEmpty(), wrong);
    }
}
