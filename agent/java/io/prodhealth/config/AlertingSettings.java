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

/** The alert that the agent posts itself, and to whom. */
final class AlertingSettings {

    private static final String URL = "https?://[A-Za-z0-9.:\\[\\]-]{1,253}(/[A-Za-z0-9._~/-]{0,200})?";
    private static final Pattern URLS = Pattern.compile("|" + URL + "(," + URL + "){0,9}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E\\u00A0-\\uD7FF]{0,500}");
    private static final Pattern USERNAME = Pattern.compile("[\\x20-\\x7E&&[^:]]{0,100}");
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
    static final Setting<String> USERNAME_OF_AGENT = new Setting<>(
            "alertmanager.username",
            text("<name>", "printable characters without a colon, or empty", USERNAME, "is not a name of a user"),
            "",
            "The user for basic authentication; empty for none. Sent to alertmanager.urls only.",
            "Alertmanager asks for none by default.",
            false,
            c -> c.alertmanager().username());
    static final Setting<String> PASSWORD_FILE = file(
            "password_file",
            "The file with that user's password, read with every post.",
            c -> c.alertmanager().passwordFile());
    static final Setting<String> BEARER_TOKEN_FILE = file(
            "bearer_token_file",
            "The file with a token to authenticate by, read with every post; empty for none.",
            c -> c.alertmanager().bearerTokenFile());
    static final Setting<String> CA_FILE = new Setting<>(
            "alertmanager.ca_file",
            text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
            "",
            "Certificates (PEM) of the authorities to trust instead of those of the JVM, read with every post.",
            "Within a cluster certificates are often signed by its own authority.",
            false,
            c -> c.alertmanager().caFile());
    static final Setting<Boolean> INSECURE = new Setting<>(
            "alertmanager.insecure_skip_verify",
            bool(),
            "false",
            "Whether any certificate of an Alertmanager is believed.",
            "Whoever is in between could swallow the alert and read the password.",
            false,
            c -> c.alertmanager().insecureSkipVerify());
    static final Setting<Duration> TIMEOUT = new Setting<>(
            "alertmanager.timeout",
            duration("1s", "10s"),
            "5s",
            "The time one post may take.",
            "Alertmanager answers within milliseconds; one that hangs must not hold the others for long.",
            false,
            c -> c.alertmanager().timeout());

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            PROMETHEUS_DOWN_AFTER,
            HEARTBEAT,
            RUNBOOK_URL,
            CLUSTER,
            URLS_OF_ALERTMANAGERS,
            USERNAME_OF_AGENT,
            PASSWORD_FILE,
            BEARER_TOKEN_FILE,
            CA_FILE,
            INSECURE,
            TIMEOUT);

    private AlertingSettings() {}

    private static Setting<String> file(String key, String meaning, java.util.function.Function<Config, String> of) {
        return new Setting<>(
                "alertmanager." + key,
                text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
                "",
                meaning,
                "The configuration is shown and logged; a secret is mounted, and renewed, as a file.",
                false,
                of);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    static Config.Alerting alerting(Values v) {
        return new Config.Alerting(
                v.get(ENABLED), v.get(PROMETHEUS_DOWN_AFTER), v.get(HEARTBEAT), v.get(RUNBOOK_URL), v.get(CLUSTER));
    }

    static Config.Alertmanager alertmanager(Values v) {
        return new Config.Alertmanager(
                v.get(URLS_OF_ALERTMANAGERS),
                v.get(USERNAME_OF_AGENT),
                v.get(PASSWORD_FILE),
                v.get(BEARER_TOKEN_FILE),
                v.get(CA_FILE),
                v.get(INSECURE),
                v.get(TIMEOUT));
    }

    /** What is right by itself and wrong together, as a setting and a sentence. */
    static void check(Values v, BiConsumer<Setting<?>, String> wrong) {
        boolean user = !v.get(USERNAME_OF_AGENT).isEmpty();
        boolean password = !v.get(PASSWORD_FILE).isEmpty();
        boolean token = !v.get(BEARER_TOKEN_FILE).isEmpty();
        if (user && !password) {
            wrong.accept(USERNAME_OF_AGENT, "alertmanager.username needs alertmanager.password_file");
        }
        if (password && !user) {
            wrong.accept(PASSWORD_FILE, "alertmanager.password_file needs alertmanager.username");
        }
        if (token && (user || password)) {
            wrong.accept(BEARER_TOKEN_FILE, "alertmanager.bearer_token_file cannot be used with a user and a password");
        }
        if ((user || password || token) && v.get(URLS_OF_ALERTMANAGERS).isEmpty()) {
            // Whoever controls Prometheus would otherwise have the agent send its secret wherever they like.
            wrong.accept(
                    token ? BEARER_TOKEN_FILE : user ? USERNAME_OF_AGENT : PASSWORD_FILE,
                    "a secret is sent to configured Alertmanagers only, never to those that Prometheus names: set"
                            + " alertmanager.urls");
        }
        if (v.get(INSECURE) && !v.get(CA_FILE).isEmpty()) {
            wrong.accept(INSECURE, "alertmanager.insecure_skip_verify makes alertmanager.ca_file useless");
        }
    }
}
