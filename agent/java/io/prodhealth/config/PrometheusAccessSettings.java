package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How a Prometheus is reached that asks who comes. */
final class PrometheusAccessSettings {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E\\u00A0-\\uD7FF]{0,500}");
    private static final Pattern USERNAME_TEXT = Pattern.compile("[\\x20-\\x7E&&[^:]]{0,100}");

    static final Setting<String> USERNAME = new Setting<>(
            "prometheus.username",
            text("<name>", "printable characters without a colon, or empty", USERNAME_TEXT, "is not a name of a user"),
            "",
            "The user for basic authentication; empty for none. Sent to prometheus.url only.",
            "The Prometheus that Cortex installs asks for none.",
            false,
            c -> c.prometheus().username());
    static final Setting<String> PASSWORD_FILE = file(
            "password_file",
            "The file with that user's password, read with every request.",
            c -> c.prometheus().passwordFile());
    static final Setting<String> BEARER_TOKEN_FILE = file(
            "bearer_token_file",
            "The file with a token to authenticate by, read with every request; empty for none.",
            c -> c.prometheus().bearerTokenFile());
    static final Setting<String> CA_FILE = new Setting<>(
            "prometheus.ca_file",
            text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
            "",
            "Certificates (PEM) of the authorities to trust instead of those of the JVM, read at the start.",
            "Within a cluster certificates are often signed by its own authority.",
            false,
            c -> c.prometheus().caFile());
    static final Setting<Boolean> INSECURE = new Setting<>(
            "prometheus.insecure_skip_verify",
            bool(),
            "false",
            "Whether any certificate of Prometheus is believed.",
            "Whoever is in between could say that all is well, and read the password.",
            false,
            c -> c.prometheus().insecureSkipVerify());

    static final List<Setting<?>> ALL = List.of(USERNAME, PASSWORD_FILE, BEARER_TOKEN_FILE, CA_FILE, INSECURE);

    private PrometheusAccessSettings() {}

    private static Setting<String> file(String key, String meaning, Function<Config, String> of) {
        return new Setting<>(
                "prometheus." + key,
                text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
                "",
                meaning,
                "The configuration is shown and logged; a secret is mounted, and renewed, as a file.",
                false,
                of);
    }

    /** What is right by itself and wrong together, as a setting and a sentence. */
    static void check(Values v, BiConsumer<Setting<?>, String> wrong) {
        boolean user = !v.get(USERNAME).isEmpty();
        boolean password = !v.get(PASSWORD_FILE).isEmpty();
        boolean token = !v.get(BEARER_TOKEN_FILE).isEmpty();
        if (user && !password) {
            wrong.accept(USERNAME, "prometheus.username needs prometheus.password_file");
        }
        if (password && !user) {
            wrong.accept(PASSWORD_FILE, "prometheus.password_file needs prometheus.username");
        }
        if (token && (user || password)) {
            wrong.accept(BEARER_TOKEN_FILE, "prometheus.bearer_token_file cannot be used with a user and a password");
        }
        if ((user || password || token) && v.get(Settings.PROMETHEUS_URL).isEmpty()) {
            // Whoever may make a Service of that name would otherwise be sent the secret.
            wrong.accept(
                    token ? BEARER_TOKEN_FILE : user ? USERNAME : PASSWORD_FILE,
                    "a secret is sent to a configured Prometheus only, never to one that is found: set prometheus.url");
        }
        if (v.get(INSECURE) && !v.get(CA_FILE).isEmpty()) {
            wrong.accept(INSECURE, "prometheus.insecure_skip_verify makes prometheus.ca_file useless");
        }
    }
}
