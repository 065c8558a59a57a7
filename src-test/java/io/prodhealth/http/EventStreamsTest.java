package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.Samples;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamsTest {

    private static final WebOptions.Limits LIMITS = new WebOptions.Limits(
            100, 1, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), 1_000);
    private static final Evaluation ONE = Samples.healthy().evaluation();
    private static final Evaluation OTHER = Samples.incident().evaluation();
    private static final Evaluation THIRD = Samples.stale().evaluation();
    private static final String DATA = "data: 2026-11-23T03:12:03.750Z";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Connections connections = new Connections(vertx, LIMITS);
    private final EventStreams events = new EventStreams(() -> this.latest, connections, 3);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Awaited awaited = new Awaited();
    private final List<InputStream> open = new ArrayList<>();
    private volatile Evaluation latest = ONE;
    private volatile long now;
    private int port;

    @BeforeEach
    void listen() {
        // The smaller what the system keeps for a connection, the sooner it is seen that nobody reads.
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(4_096))
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    Context context = vertx.getOrCreateContext();
                    events.open(context, request, Call.of(request), now)
                            .ifPresent(reply -> Answering.send(
                                    context,
                                    request.response(),
                                    reply,
                                    request.method().name().equals("HEAD")));
                });
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void stop() throws IOException {
        for (InputStream stream : open) {
            stream.close();
        }
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_client_is_told_when_to_come_again_and_of_the_evaluation_that_there_is() throws Exception {
        BufferedReader stream = follow();
        assertThat(next(stream)).containsExactly("retry: 5000");

        events.look(0);

        assertThat(next(stream)).containsExactly("event: evaluation", "id: 1795403523750", DATA);
    }

    @Test
    void the_same_evaluation_is_told_once_and_a_new_one_after_two_seconds_at_the_earliest() throws Exception {
        BufferedReader stream = follow();
        next(stream);
        events.look(seconds(1));
        next(stream);

        events.look(seconds(4));
        latest = OTHER;
        events.look(seconds(5));
        assertThat(next(stream)).as("of what changed after four quiet seconds").contains("event: evaluation");
        latest = THIRD;
        events.look(seconds(6));
        latest = ONE;
        events.look(seconds(7));
        events.look(seconds(21.9));
        events.look(seconds(22));

        assertThat(next(stream)).as("two seconds after the last, and once").contains("event: evaluation");
        assertThat(next(stream)).as("then nothing for 15 seconds").containsExactly(":");
    }

    @Test
    void while_nothing_happens_a_heartbeat_is_sent_every_15_seconds() throws Exception {
        BufferedReader stream = follow();
        next(stream);
        events.look(0);
        next(stream);

        events.look(seconds(14.9));
        events.look(seconds(15));
        events.look(seconds(29.9));
        latest = OTHER;
        events.look(seconds(29.95));

        assertThat(next(stream)).containsExactly(":");
        assertThat(next(stream)).as("an event is as good").contains("event: evaluation");
    }

    @Test
    void no_more_clients_than_allowed_are_followed_and_one_that_leaves_makes_room() throws Exception {
        BufferedReader first = follow();
        follow();
        follow();

        HttpResponse<InputStream> fourth = ask("GET");
        assertThat(fourth.statusCode()).isEqualTo(503);
        assertThat(fourth.headers().firstValue("Retry-After")).hasValue("30");
        fourth.body().close();

        first.close();
        awaited.until("room", () -> events.size() == 2);
        follow();
    }

    @Test
    void the_answer_is_a_stream_that_nobody_keeps() throws Exception {
        HttpResponse<InputStream> answer = ask("GET");
        open.add(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void nothing_but_reading_is_allowed_and_no_other_site_may_follow() throws Exception {
        HttpResponse<InputStream> head = ask("HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(head.body().readAllBytes()).isEmpty();
        assertThat(ask("POST").statusCode()).isEqualTo(405);
        assertThat(ask("GET", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(events.size()).isZero();
    }

    @Test
    void a_stream_is_ended_after_a_while_so_that_who_is_gone_without_a_word_holds_no_place() throws Exception {
        BufferedReader stream = follow();
        next(stream);

        events.look(EventStreams.LIFETIME.toNanos());

        assertThat(stream.readLine()).isNull();
        assertThat(events.size()).isZero();
    }

    @Test
    void closing_ends_every_stream_cleanly_and_lets_nobody_in() throws Exception {
        BufferedReader one = follow();
        BufferedReader other = follow();
        next(one);
        next(other);

        events.close();

        assertThat(one.readLine()).isNull();
        assertThat(other.readLine()).isNull();
        assertThat(ask("GET").statusCode()).isEqualTo(503);
    }

    @Test
    void a_client_that_never_reads_is_cut_off() throws Exception {
        // Opened in time to come: it takes more than the events of ten minutes.
        now = Long.MAX_VALUE / 2;
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            deaf.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            awaited.until("the stream", () -> events.size() == 1);
            BufferedReader reading = follow();
            next(reading);
            int looks = 0;
            while (events.size() == 2 && looks < 100_000) {
                latest = looks % 2 == 0 ? OTHER : ONE;
                events.look(looks * EventStreams.GAP.toNanos());
                next(reading);
                looks++;
            }

            assertThat(events.size()).as("after %d events", looks).isEqualTo(1);
            assertThat(looks).as("events that were written before").isGreaterThan(100);
            latest = THIRD;
            events.look(looks * EventStreams.GAP.toNanos());
            assertThat(next(reading)).as("who reads goes on").isNotEmpty();
        }
    }

    @Test
    void an_evaluation_that_fails_breaks_no_stream() throws Exception {
        EventStreams broken = new EventStreams(
                () -> {
                    throw new IllegalStateException("bug");
                },
                connections,
                1);

        broken.look(0);

        assertThat(broken.size()).isZero();
    }

    @Test
    void a_running_server_tells_of_a_new_evaluation_by_itself_and_followers_take_nobody_elses_place() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(LIMITS))) {
            BufferedReader stream = reader(ask(server.port, "GET"));
            BufferedReader second = reader(ask(server.port, "GET"));
            assertThat(next(stream)).containsExactly("retry: 5000");
            assertThat(next(stream)).contains("event: evaluation", DATA);
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);

            server.report = Samples.incident();

            assertThat(next(stream)).contains("event: evaluation", DATA);
            next(second);
            assertThat(next(second)).contains("event: evaluation");
        }
    }

    @Test
    void a_shutdown_waits_for_no_follower_and_each_sees_its_end() throws Exception {
        try (RunningServer server = new RunningServer(Samples.healthy(), RunningServer.options(LIMITS))) {
            List<BufferedReader> streams = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                streams.add(reader(ask(server.port, "GET")));
            }

            CompletableFuture.runAsync(() -> {
                        try {
                            server.server.stop(Duration.ofSeconds(30));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .get(5, TimeUnit.SECONDS);

            for (BufferedReader stream : streams) {
                String line = stream.readLine();
                while (line != null) {
                    line = stream.readLine();
                }
            }
        }
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /** Opens a stream, which is among those that are looked at when this returns. */
    private BufferedReader follow() throws IOException, InterruptedException {
        int before = events.size();
        HttpResponse<InputStream> answer = ask("GET");
        assertThat(answer.statusCode()).isEqualTo(200);
        awaited.until("the stream", () -> events.size() == before + 1);
        return reader(answer);
    }

    private BufferedReader reader(HttpResponse<InputStream> answer) {
        open.add(answer.body());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The lines of the next event, or of the next comment; empty at the end. */
    private static List<String> next(BufferedReader stream) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = stream.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = stream.readLine();
        }
        return lines;
    }

    private HttpResponse<InputStream> ask(String method, String... headers) throws IOException, InterruptedException {
        return ask(port, method, headers);
    }

    private HttpResponse<InputStream> ask(int of, String method, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of + "/api/v1/events"))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }
}
