package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How a server is reached that asks who comes: the same settings in each section that has such a server. */
final class AccessSettings {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E\\u00A0-\\uD7FF]{0,500}");
    private static final Pattern USERNAME = Pattern.compile("[\\x20-\\x7E&&[^:]]{0,100}");

    /**
     * What differs from section to section.
     *
     * @param server {@code Prometheus}, {@code an Alertmanager}
     * @param address the key of the setting that says where it is
     * @param byDefault what it asks for where nobody has changed it
     * @param authoritiesRead when the file of the authorities is read
     * @param danger of believing any certificate
     * @param elsewhere why a secret without an address is refused
     */
    record Words(
            String server, String address, String byDefault, String authoritiesRead, String danger, String elsewhere) {}

    private final String section;
    private final Words words;
    private final Setting<String> username;
    private final Setting<String> passwordFile;
    private final Setting<String> bearerTokenFile;
    private final Setting<String> caFile;
    private final Setting<Boolean> insecure;

    AccessSettings(String section, Words words, Function<Config, Config.Access> of) {
        this.section = section;
        this.words = words;
        this.username = new Setting<>(
                section + ".username",
                text("<name>", "printable characters without a colon, or empty", USERNAME, "is not a name of a user"),
                "",
                "The user for basic authentication; empty for none. Sent to " + section + "." + words.address
                        + " only.",
                words.byDefault,
                false,
                of.andThen(Config.Access::username));
        this.passwordFile = secret(
                "password_file",
                "The file with that user's password, read with every request.",
                of.andThen(Config.Access::passwordFile));
        this.bearerTokenFile = secret(
                "bearer_token_file",
                "The file with a token to authenticate by, read with every request; empty for none.",
                of.andThen(Config.Access::bearerTokenFile));
        this.caFile = file(
                "ca_file",
                "Certificates (PEM) of the authorities to trust instead of those of the JVM, read "
                        + words.authoritiesRead + ".",
                "Within a cluster certificates are often signed by its own authority.",
                of.andThen(Config.Access::caFile));
        this.insecure = new Setting<>(
                section + ".insecure_skip_verify",
                bool(),
                "false",
                "Whether any certificate of " + words.server + " is believed.",
                words.danger,
                false,
                of.andThen(Config.Access::insecureSkipVerify));
    }

    private Setting<String> secret(String key, String meaning, Function<Config, String> of) {
        return file(
                key,
                meaning,
                "The configuration is shown and logged; a secret is mounted, and renewed, as a file.",
                of);
    }

    private Setting<String> file(String key, String meaning, String reason, Function<Config, String> of) {
        return new Setting<>(
                section + "." + key,
                text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
                "",
                meaning,
                reason,
                false,
                of);
    }

    List<Setting<?>> all() {
        return List.of(username, passwordFile, bearerTokenFile, caFile, insecure);
    }

    Config.Access config(Values v) {
        return new Config.Access(
                v.get(username), v.get(passwordFile), v.get(bearerTokenFile), v.get(caFile), v.get(insecure));
    }

    /**
     * What is right by itself and wrong together, as a setting and a sentence.
     *
     * @param addressed whether the server is configured, and not found or named by somebody else, who would be sent the secret
     */
    void check(Values v, boolean addressed, BiConsumer<Setting<?>, String> wrong) {
        boolean user = !v.get(username).isEmpty();
        boolean password = !v.get(passwordFile).isEmpty();
        boolean token = !v.get(bearerTokenFile).isEmpty();
        if (user && !password) {
            wrong.accept(username, username.path() + " needs " + passwordFile.path());
        }
        if (password && !user) {
            wrong.accept(passwordFile, passwordFile.path() + " needs " + username.path());
        }
        if (token && (user || password)) {
            wrong.accept(bearerTokenFile, bearerTokenFile.path() + " cannot be used with a user and a password");
        }
        if ((user || password || token) && !addressed) {
            wrong.accept(
                    token ? bearerTokenFile : user ? username : passwordFile,
                    words.elsewhere + ": set " + section + "." + words.address);
        }
        if (v.get(insecure) && !v.get(caFile).isEmpty()) {
            wrong.accept(insecure, insecure.path() + " makes " + caFile.path() + " useless");
        }
    }
}
