package io.prodhealth.config;

import io.prodhealth.config.WebConfig.RateLimit;
import io.prodhealth.logging.HostileText;
import io.prodhealth.yaml.WrongYaml;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of {@code --web.config.file}: the format of Prometheus' exporter-toolkit, so that one file serves them all.
 * What would be silently weaker here than there is refused, with what to do instead.
 */
public final class WebConfigReader {

    /** The flag of {@code run} that names the file. */
    public static final String FLAG = "--web.config.file";
    /** The variable that names it where the flag does not. */
    public static final String VARIABLE = "PRODHEALTH_WEB_CONFIG_FILE";

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");
    /** More is a burden of seconds for each new client. */
    private static final int HIGHEST_COST = 14;

    private static final List<String> HEADERS = List.of(
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "X-XSS-Protection");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]{1,1000}");

    private final Path file;
    private final WebConfigEntries entries;

    private WebConfigReader(Path file) {
        this.file = file;
        this.entries = new WebConfigEntries(file.toString());
    }

    /** Reads the file, and those that it names; relative paths are taken from its own folder. */
    public static WebConfig read(String file) throws ConfigException {
        try {
            return new WebConfigReader(Path.of(file)).read();
        } catch (InvalidPathException e) {
            throw new ConfigException(List.of(new ConfigError(FLAG, "is not a path", "", "")));
        }
    }

    private WebConfig read() throws ConfigException {
        WebConfig config = WebConfig.NONE;
        try {
            Optional<Yaml> document = Yaml.parse(ConfigReader.text(file));
            if (document.isPresent()) {
                config = read(document.get());
            }
        } catch (WrongYaml e) {
            entries.error(e.line() == 0 ? "" : e.line() + ":" + e.column(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            entries.error("", ConfigReader.unreadable(file.toString(), e));
        }
        entries.throwIfWrong();
        return config;
    }

    private WebConfig read(Yaml document) {
        Map<String, Yaml> sections = entries.of(
                document, "", List.of("tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"));
        return new WebConfig(
                Optional.ofNullable(sections.get("tls_server_config"))
                        .flatMap(tls -> new WebTlsReader(file, entries).read(tls)),
                users(sections.get("basic_auth_users")),
                headers(sections.get("http_server_config")),
                rateLimit(sections.get("rate_limit")));
    }

    private Map<String, String> users(@Nullable Yaml section) {
        Map<String, String> users = new LinkedHashMap<>();
        entries.all(section, "basic_auth_users").forEach((user, value) -> {
            String name = "basic_auth_users." + HostileText.oneLine(user);
            String hash = entries.word(value, name);
            if (user.isEmpty() || user.contains(":")) {
                entries.error(value.at(), name + ": the name of a user has no colon and is not empty");
            } else if (!BCRYPT.matcher(hash).matches()) {
                // Not repeated: it may be the password itself.
                entries.error(
                        value.at(),
                        name + ": must be a bcrypt hash of the password, as htpasswd -nBC 10 \"\" prints it");
            } else if (Integer.parseInt(hash.substring(4, 6)) > HIGHEST_COST) {
                entries.error(
                        value.at(),
                        name + ": the cost of the hash is above " + HIGHEST_COST
                                + ", with which every new client costs seconds");
            } else {
                users.put(user, hash);
            }
        });
        return users;
    }

    private Map<String, String> headers(@Nullable Yaml section) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, Yaml> parts = entries.of(section, "http_server_config.", List.of("http2", "headers"));
        // HTTP/1.1 is all that is spoken here, whatever is allowed.
        entries.flag(parts.get("http2"), "http_server_config.http2");
        entries.of(parts.get("headers"), "http_server_config.headers.", HEADERS).forEach((header, value) -> {
            String text = entries.word(value, "http_server_config.headers." + header);
            if (HEADER_VALUE.matcher(text).matches()) {
                headers.put(header, text);
            } else if (!text.isEmpty()) {
                entries.error(value.at(), "http_server_config.headers." + header + ": is not the value of a header");
            }
        });
        return headers;
    }

    private Optional<RateLimit> rateLimit(@Nullable Yaml section) {
        Map<String, Yaml> parts = entries.of(section, "rate_limit.", List.of("interval", "burst"));
        Yaml interval = parts.get("interval");
        if (interval == null) {
            return Optional.empty();
        }
        String text = entries.word(interval, "rate_limit.interval").toLowerCase(Locale.ROOT);
        Yaml burst = parts.get("burst");
        String count = burst == null ? "1" : entries.word(burst, "rate_limit.burst");
        try {
            Duration each = text.equals("0") ? Duration.ZERO : Quantities.duration(text);
            int held = Integer.parseInt(count);
            if (!each.isNegative() && held >= 1) {
                return each.isZero() ? Optional.empty() : Optional.of(new RateLimit(each, held));
            }
        } catch (IllegalArgumentException wrong) {
            // Said below.
        }
        entries.error(interval.at(), "rate_limit: must be an interval like 100ms, and a burst of at least one request");
        return Optional.empty();
    }
}
