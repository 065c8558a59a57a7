package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.config.WebConfig.ClientCertificate;
import io.prodhealth.config.WebConfig.RateLimit;
import io.prodhealth.config.WebConfig.Tls;
import io.prodhealth.simulator.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code --web.config.file}. */
class WebConfigReaderTest {

    private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        String pem = Certificate.create(folder).pem();
        Files.writeString(folder.resolve("tls.crt"), pem);
        Files.writeString(folder.resolve("ca.crt"), pem);
        Files.writeString(folder.resolve("tls.key"), KEY);
        Files.writeString(folder.resolve("locked.key"), KEY.replace("PRIVATE", "ENCRYPTED PRIVATE"));
    }

    private static WebConfig read(String text) throws ConfigException, IOException {
        Path file = Files.writeString(folder.resolve("web.yaml"), text);
        return WebConfigReader.read(file.toString());
    }

    private static List<String> errors(String text) {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(text));
        return wrong.errors().stream()
                .map(error -> error.render().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void all_that_the_format_has_is_read() throws Exception {
        WebConfig web = read("""
            tls_server_config:
              cert_file: tls.crt
              key_file: tls.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
              client_allowed_sans:
                - prometheus
              min_version: TLS13
              cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
              prefer_server_cipher_suites: true
            http_server_config:
              http2: false
              headers:
                X-Frame-Options: deny
            basic_auth_users:
              alice: %s
            rate_limit:
              interval: 100ms
              burst: 5
            """.formatted(HASH));

        Tls tls = web.tls().orElseThrow();
        assertThat(tls.certificate().text()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(tls.key().text()).isEqualTo(KEY);
        assertThat(tls.clients()).isEqualTo(ClientCertificate.REQUIRED);
        assertThat(tls.names()).containsExactly("prometheus");
        assertThat(tls.protocols()).containsExactly("TLSv1.3");
        assertThat(web.headers()).containsEntry("X-Frame-Options", "deny");
        assertThat(web.users()).containsEntry("alice", HASH);
        assertThat(web.rateLimit()).contains(new RateLimit(Duration.ofMillis(100), 5));
    }

    @Test
    void an_empty_file_protects_nothing() throws Exception {
        assertThat(read("# nothing\n")).isEqualTo(WebConfig.NONE);
    }

    @Test
    void certificate_and_key_may_stand_in_the_file() throws Exception {
        String pem = Files.readString(folder.resolve("tls.crt"));
        WebConfig web = read("tls_server_config:\n  cert: |\n" + pem.indent(4) + "  key: |\n" + KEY.indent(4));

        assertThat(web.tls().orElseThrow().key().text()).isEqualTo(KEY);
    }

    @Test
    void every_error_is_told_at_once_with_its_place_and_the_fix() {
        assertThat(errors("""
            tls_server_config:
              cert_file: tls.key
              key_file: missing.key
              client_auth_typ: NoClientCert
              client_auth_type: RequireAndVerify
              min_version: TLS10
              cipher_suites: [TLS_RSA_WITH_RC4_128_MD5]
            basic_auth_users:
              alice: secret
              "a:b": %s
            rate_limit:
              interval: often
            rate_limits: {}
            """.formatted(HASH)))
                .containsExactly(
                        "web.yaml:13:1: rate_limits: unknown key. Did you mean rate_limit?",
                        "web.yaml:4:3: tls_server_config.client_auth_typ: unknown key. Did you mean client_auth_type?",
                        "web.yaml:3:13: tls_server_config.key_file: \"missing.key\" there is no such file.",
                        "web.yaml:2:14: tls_server_config.cert_file: tls.key holds no certificate in PEM.",
                        "web.yaml:5:21: tls_server_config.client_auth_type: \"RequireAndVerify\" is not understood."
                                + " Allowed: NoClientCert, RequestClientCert, RequireAnyClientCert, RequireClientCert,"
                                + " VerifyClientCertIfGiven, RequireAndVerifyClientCert.",
                        "web.yaml:6:16: tls_server_config.min_version: \"TLS10\" is not understood. Allowed: TLS12,"
                                + " TLS13. Did you mean TLS12?",
                        "web.yaml:7:18: tls_server_config.cipher_suites: \"TLS_RSA_WITH_RC4_128_MD5\" is not known to"
                                + " the JVM, or too weak for it.",
                        "web.yaml:9:10: basic_auth_users.alice: must be a bcrypt hash of the password, as htpasswd"
                                + " -nBC 10 \"\" prints it.",
                        "web.yaml:10:10: basic_auth_users.a:b: the name of a user has no colon and is not empty.",
                        "web.yaml:12:13: rate_limit: must be an interval like 100ms, and a burst of at least one"
                                + " request.");
    }

    @Test
    void a_password_in_the_place_of_its_hash_is_not_repeated() {
        assertThat(errors("basic_auth_users: {alice: hunter2}")).noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void what_would_let_in_anybody_is_refused() {
        String pair = "tls_server_config: {cert_file: tls.crt, key_file: tls.key, ";

        assertThat(errors(pair + "client_auth_type: RequireAnyClientCert}"))
                .singleElement()
                .asString()
                .contains("lets in whoever makes a certificate for himself; use RequireAndVerifyClientCert");
        assertThat(errors(pair + "client_auth_type: RequireAndVerifyClientCert}"))
                .singleElement()
                .asString()
                .contains("needs client_ca_file");
        assertThat(errors(pair + "client_ca_file: ca.crt}"))
                .singleElement()
                .asString()
                .contains("does nothing without client_auth_type");
        assertThat(errors(pair + "client_allowed_sans: [a]}"))
                .singleElement()
                .asString()
                .contains("client_allowed_sans needs client_auth_type");
        assertThat(errors("tls_server_config: {cert_file: tls.crt, key_file: locked.key}"))
                .singleElement()
                .asString()
                .contains("holds a key that is encrypted");
    }

    @Test
    void a_file_that_cannot_be_read_is_an_error_and_not_a_server_without_protection() {
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> WebConfigReader.read(folder.resolve("none.yaml").toString()));

        assertThat(wrong).hasMessageEndingWith("none.yaml: there is no such file.");
    }

    @Test
    void nothing_secret_is_printed() throws Exception {
        assertThat(read("tls_server_config: {cert_file: tls.crt, key_file: tls.key}")
                        .toString())
                .doesNotContain("BEGIN");
    }

    @Property(tries = 500)
    void any_text_is_read_or_is_wrong_in_words(@ForAll String text) throws IOException {
        Path file = Files.createTempFile("web", ".yaml");
        try {
            Files.writeString(file, "basic_auth_users:\n  " + text.replace('\uD800', 'x'));
            assertThat(WebConfigReader.read(file.toString())).isNotNull();
        } catch (ConfigException wrong) {
            assertThat(wrong.errors()).isNotEmpty();
        } catch (java.nio.charset.CharacterCodingException halfACharacter) {
            assertThat(text).isNotEmpty();
        } finally {
            Files.delete(file);
        }
    }
}
