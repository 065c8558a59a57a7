package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.WebConfig;
import io.prodhealth.config.WebConfig.ClientCertificate;
import io.prodhealth.config.WebConfig.Tls;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.leadership.Role;
import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Report;
import io.prodhealth.report.Samples;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that only stands ready has the leader answer for it. */
class ForwardingTest {

    private static final WebOptions OPTIONS = RunningServer.options(false, false);
    private static final Replica LEADER = new Replica("prodhealth-leader", "", 0);

    private RunningServer leader;
    private RunningServer follower;

    @BeforeEach
    void start() throws Exception {
        leader = new RunningServer(as(Leadership.alone(LEADER, Samples.NOW, "")), OPTIONS);
        follower = new RunningServer(following(leader.port), OPTIONS);
    }

    @AfterEach
    void close() {
        follower.close();
        leader.close();
    }

    private static Report following(int port) {
        return as(new Leadership(
                new Replica("prodhealth-follower", "127.0.0.1", 9477),
                Role.FOLLOWER,
                Samples.NOW,
                Optional.of(new Replica(LEADER.name(), "127.0.0.1", port)),
                "",
                Optional.empty()));
    }

    private static Report as(Leadership leadership) {
        Report sample = Samples.healthy();
        return new Report(
                sample.at(),
                sample.evaluation(),
                sample.sources(),
                sample.kinds(),
                sample.alerting(),
                leadership,
                sample.build(),
                sample.config());
    }

    private static String replica(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().contains("\"replica\":\"" + LEADER.name() + "\"") ? "leader" : "follower";
    }

    @Test
    void its_report_is_the_leaders_with_every_header_that_answers_have() throws Exception {
        HttpResponse<String> answer = follower.get("/api/v1/report");

        assertThat(replica(answer)).isEqualTo("leader");
        HttpResponse<String> direct = leader.get("/api/v1/report");
        assertThat(answer.body()).isEqualTo(direct.body());
        assertThat(answer.headers().map()).isEqualTo(direct.headers().map());
    }

    @Test
    void its_metrics_and_readiness_are_its_own() throws Exception {
        leader.readyz = new Readyz(false, "the leader's");
        leader.exposition = (accept, gzip, names) -> new Exposition.Page("text/plain", false, new byte[] {'x'});

        assertThat(follower.get("/metrics").body()).isEqualTo("up 1\n");
        assertThat(follower.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void where_the_leader_is_gone_it_answers_itself_and_says_who_leads() throws Exception {
        leader.server.stop(Duration.ZERO);

        assertThat(replica(follower.get("/api/v1/report"))).isEqualTo("follower");
        assertThat(follower.get("/").body())
                .contains("only stands ready")
                .contains(LEADER.name())
                .contains("could not be asked for its page");
    }

    @Test
    void where_something_else_listens_that_says_nothing_it_answers_itself() throws Exception {
        try (java.net.ServerSocket mute = new java.net.ServerSocket(0)) {
            follower.report = following(mute.getLocalPort());

            assertThat(replica(follower.get("/api/v1/report"))).isEqualTo("follower");
        }
    }

    @Test
    void two_that_each_believe_that_the_other_leads_do_not_send_one_back_and_forth() throws Exception {
        leader.report = following(follower.port);

        assertThat(replica(follower.get("/api/v1/report"))).isEqualTo("follower");
    }

    @Test
    void a_stream_of_events_is_the_leaders() throws Exception {
        try (Socket socket = follower.connect();
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("event:") && !read.toString().contains("data:")) {
                int one = in.read();
                assertThat(one).as(read.toString()).isNotNegative();
                read.append((char) one);
            }
            assertThat(read.toString()).startsWith("HTTP/1.1 200").contains("text/event-stream");
        }
    }

    @Test
    void streams_that_it_passes_on_take_no_place_of_a_scrape() throws Exception {
        List<Socket> streams = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST; i++) {
                Socket socket = follower.connect();
                streams.add(socket);
                socket.getOutputStream()
                        .write("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }

            assertThat(follower.get("/metrics").body()).isEqualTo("up 1\n");
            assertThat(replica(follower.get("/api/v1/report"))).isEqualTo("leader");
            assertThat(follower.get("/api/v1/events").statusCode()).isEqualTo(503);
        } finally {
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }

    @Test
    void passwords_are_judged_by_the_leader() throws Exception {
        String hash = "$2a$04$E/kE2DdTRYyVPKaSc9CCDOBcjoPp6Vv/5JIIVhqVgxBqZAx4JEgqC";
        WebConfig users = new WebConfig(Optional.empty(), Map.of("ops", hash), Map.of(), Optional.empty());
        leader.server.protect(users);

        assertThat(follower.get("/api/v1/report").statusCode()).isEqualTo(401);
        String wrong = "Basic " + Base64.getEncoder().encodeToString("ops:wrong".getBytes(StandardCharsets.UTF_8));
        assertThat(follower.get("/api/v1/report", "Authorization", wrong).statusCode())
                .isEqualTo(401);
    }

    @Test
    void where_answers_are_encrypted_only_who_has_the_same_certificate_is_asked(@TempDir Path folder) throws Exception {
        TestAuthority ours = new TestAuthority(folder, "ours");
        ours.sign("server", "ip:127.0.0.1");
        ours.sign("impostor", "ip:127.0.0.1");
        try (RunningServer same = encrypted(as(Leadership.alone(LEADER, Samples.NOW, "")), ours, "server");
                RunningServer other = encrypted(as(Leadership.alone(LEADER, Samples.NOW, "")), ours, "impostor");
                RunningServer asked = encrypted(following(same.port), ours, "server");
                HttpClient client =
                        HttpClient.newBuilder().sslContext(ours.client()).build()) {
            URI report = URI.create("https://127.0.0.1:" + asked.port + "/api/v1/report");

            assertThat(replica(
                            client.send(HttpRequest.newBuilder(report).build(), HttpResponse.BodyHandlers.ofString())))
                    .isEqualTo("leader");

            asked.report = following(other.port);
            assertThat(replica(
                            client.send(HttpRequest.newBuilder(report).build(), HttpResponse.BodyHandlers.ofString())))
                    .isEqualTo("follower");
        }
    }

    private static RunningServer encrypted(Report report, TestAuthority authority, String name) throws Exception {
        Tls tls = new Tls(
                authority.certificate(name),
                authority.key(name),
                ClientCertificate.NONE,
                Optional.empty(),
                List.of(),
                List.of("TLSv1.3"),
                List.of());
        return new RunningServer(
                report, OPTIONS, new WebConfig(Optional.of(tls), Map.of(), Map.of(), Optional.empty()));
    }
}
