package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.config.WebConfig;
import io.prodhealth.config.WebConfig.ClientCertificate;
import io.prodhealth.config.WebConfig.Pem;
import io.prodhealth.config.WebConfig.Tls;
import io.prodhealth.report.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption, and certificates of clients, with a real client. */
class TlsTest {

    private static final String HERE = "ip:127.0.0.1";

    @TempDir
    static Path folder;

    private static TestAuthority ours;
    private static TestAuthority theirs;

    @BeforeAll
    static void make() {
        ours = new TestAuthority(folder, "ours");
        ours.sign("server", HERE);
        ours.sign("renewed", HERE);
        ours.sign("expired", HERE, "-startdate", "-10d", "-validity", "5");
        ours.sign("scraper", "dns:scraper");
        ours.sign("stale", "dns:scraper", "-startdate", "-10d", "-validity", "5");
        theirs = new TestAuthority(folder, "theirs");
        theirs.sign("scraper", "dns:scraper");
    }

    private static WebConfig web(String server, ClientCertificate clients, String... names) throws Exception {
        return web(ours.certificate(server), ours.key(server), clients, names);
    }

    private static WebConfig web(Pem certificate, Pem key, ClientCertificate clients, String... names)
            throws Exception {
        return new WebConfig(
                Optional.of(new Tls(
                        certificate,
                        key,
                        clients,
                        clients == ClientCertificate.NONE ? Optional.empty() : Optional.of(ours.certificate("ca")),
                        List.of(names),
                        List.of("TLSv1.2", "TLSv1.3"),
                        List.of())),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    private static RunningServer server(WebConfig web) throws Exception {
        return new RunningServer(Samples.healthy(), RunningServer.options(false, false), web);
    }

    private static HttpResponse<String> get(RunningServer server, SSLContext tls)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port + "/metrics"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String served(RunningServer server) throws Exception {
        return get(server, ours.client())
                .sslSession()
                .map(session -> {
                    try {
                        return ((X509Certificate) session.getPeerCertificates()[0])
                                .getSubjectX500Principal()
                                .getName();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orElseThrow();
    }

    @Test
    void who_trusts_the_authority_is_answered_and_nobody_without_encryption() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.NONE))) {
            assertThat(get(server, ours.client()).body()).isEqualTo("up 1\n");
            assertThatThrownBy(() -> server.get("/metrics")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(server, theirs.client())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void tokens_are_asked_for_behind_encryption_too() throws Exception {
        Reviewer nobody = (token, path, verb) -> Reviewer.Answer.UNKNOWN;
        try (RunningServer server = new RunningServer(
                Samples.healthy(),
                RunningServer.options(false, false),
                web("server", ClientCertificate.NONE),
                Optional.of(nobody))) {
            assertThat(get(server, ours.client()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_expired_certificate_is_served_and_believed_by_nobody() throws Exception {
        try (RunningServer server = server(web("expired", ClientCertificate.NONE))) {
            assertThatThrownBy(() -> get(server, ours.client())).hasStackTraceContaining("NotAfter");
        }
    }

    @Test
    void where_a_certificate_is_required_only_a_valid_one_of_the_authority_is_let_in() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.REQUIRED))) {
            assertThat(get(server, ours.client(ours, "scraper")).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(server, ours.client())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(server, ours.client(theirs, "scraper")))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(server, ours.client(ours, "stale"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void where_one_may_be_given_it_must_be_right_if_it_is() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.IF_GIVEN))) {
            assertThat(get(server, ours.client()).statusCode()).isEqualTo(200);
            assertThat(get(server, ours.client(ours, "scraper")).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(server, ours.client(ours, "stale"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void where_names_are_listed_a_certificate_must_have_one_of_them() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.REQUIRED, "prometheus", "scraper"))) {
            assertThat(get(server, ours.client(ours, "scraper")).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(server, ours.client(ours, "renewed"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_renewed_certificate_is_served_without_a_restart() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.NONE))) {
            String before = served(server);

            server.server.protect(web("renewed", ClientCertificate.NONE));

            assertThat(before).isEqualTo("CN=server");
            assertThat(served(server)).isEqualTo("CN=renewed");
        }
    }

    @Test
    void a_key_of_another_certificate_is_refused_and_the_old_one_is_served_on() throws Exception {
        WebConfig mixed = web(ours.certificate("renewed"), ours.key("server"), ClientCertificate.NONE);
        try (RunningServer server = server(web("server", ClientCertificate.NONE))) {
            assertThatThrownBy(() -> server.server.protect(mixed))
                    .hasMessage("the key of server.key is not that of the certificate of renewed.crt");
            assertThat(served(server)).isEqualTo("CN=server");
        }
        assertThatThrownBy(() -> server(mixed)).isInstanceOf(ListenException.class);
    }

    @Test
    void encryption_is_not_switched_off_by_a_changed_file() throws Exception {
        try (RunningServer server = server(web("server", ClientCertificate.NONE))) {
            assertThatThrownBy(() -> server.server.protect(WebConfig.NONE))
                    .hasMessage("encryption is switched on or off by a restart only");
            assertThat(served(server)).isEqualTo("CN=server");
        }
    }
}
