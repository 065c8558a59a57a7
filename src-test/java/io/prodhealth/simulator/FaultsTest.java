package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.empty());
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void the_next_requests_are_told_to_come_back_later() {
        simulator.faults().tooManyRequests(2, Duration.ofSeconds(7));

        HttpResponse<String> first = client.get("/api/v1/pods");

        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(client.get("/api/v1/nodes").statusCode()).isEqualTo(429);
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
    }

    @Test
    void one_kind_can_fail_while_others_work() {
        simulator.faults().failing(503, -1, "pods");

        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(503);
        assertThat(client.get("/api/v1/nodes").statusCode()).isEqualTo(200);
        simulator.faults().clear();
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
    }

    @Test
    void a_share_of_the_requests_is_refused() {
        simulator.faults().tooManyRequestsAtRate(0.5, Duration.ofSeconds(1));

        long refused = 0;
        for (int i = 0; i < 40; i++) {
            refused += client.get("/api/v1/pods").statusCode() == 429 ? 1 : 0;
        }

        assertThat(refused).isBetween(5L, 35L);
    }

    @Test
    void a_watch_can_be_cut_in_the_middle_of_an_event() {
        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true")) {
            simulator.faults().cutMidEvent();
            simulator.put(TestObjects.pod("a"));

            assertThat(watch.broken()).isTrue();
        }
    }

    @Test
    void all_connections_can_be_reset() {
        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true")) {
            simulator.faults().cutConnections();

            assertThat(watch.broken()).isTrue();
        }
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
    }

    @Test
    void a_quiet_watch_stays_open_beyond_its_timeout_and_says_nothing() {
        simulator.faults().quietWatches("pods");
        try (TestClient.Watch quiet = client.watch("/api/v1/pods?watch=true&timeoutSeconds=1");
                TestClient.Watch speaking = client.watch("/api/v1/nodes?watch=true&timeoutSeconds=2")) {
            simulator.put(TestObjects.pod("a"));

            assertThat(speaking.ended()).isTrue();
            assertThat(quiet.saidNothingYet()).isTrue();
            assertThat(simulator.openWatches(Resource.PODS)).isEqualTo(1);
        }
    }

    @Test
    void open_watches_can_be_expired() {
        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true")) {
            simulator.faults().expireWatches();

            assertThat(watch.next().at("/object/code").asInt(0)).isEqualTo(410);
            assertThat(watch.ended()).isTrue();
        }
    }

    @Test
    void a_stopped_server_refuses_and_comes_back_on_its_port_with_everything_it_knew() {
        long since = simulator.put(TestObjects.pod("a"));
        String url = simulator.url();
        simulator.stop();
        assertThatThrownBy(() -> client.get("/api/v1/pods")).isInstanceOf(UncheckedIOException.class);
        simulator.put(TestObjects.pod("b"));

        simulator.restart(Simulator.Revisions.KEPT);

        assertThat(simulator.url()).isEqualTo(url);
        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true&resourceVersion=" + since)) {
            assertThat(watch.event()).isEqualTo("ADDED b");
        }
    }

    @Test
    void a_server_can_be_restarted_again_and_again_under_its_clients() {
        try (TestClient.Watch first = client.watch("/api/v1/pods?watch=true")) {
            for (int i = 0; i < 30; i++) {
                simulator.restart(Simulator.Revisions.KEPT);
                assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
            }
            assertThat(first.broken()).isTrue();
        }
    }

    @Test
    void a_restored_server_counts_from_below() {
        simulator.put(TestObjects.pod("a"));
        long before = simulator.put(TestObjects.pod("b"));

        simulator.restart(Simulator.Revisions.RESET);

        assertThat(client.json("/api/v1/pods").at("/metadata/resourceVersion").asLong(before))
                .isLessThan(before);
        String now = Long.toString(simulator.resourceVersion());
        try (TestClient.Watch stale = client.watch("/api/v1/pods?watch=true&resourceVersion=" + before);
                TestClient.Watch fresh = client.watch("/api/v1/pods?watch=true&resourceVersion=" + now)) {
            simulator.put(TestObjects.pod("c"));
            assertThat(fresh.event()).isEqualTo("ADDED c");
            assertThat(stale.saidNothingYet()).isTrue();
        }
    }

    @Test
    void bodies_can_be_slow() {
        simulator.put(TestObjects.pod("a"));
        int length = client.get("/api/v1/pods").body().length();
        simulator.faults().slow(length * 2L);

        long begin = System.nanoTime();
        String body = client.get("/api/v1/pods").body();

        assertThat(body).hasSize(length);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThan(250);
    }

    @Test
    void a_verb_can_be_denied_at_run_time() {
        simulator.faults().deny("list", "", "pods");

        HttpResponse<String> denied = client.get("/api/v1/pods");

        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(Json.parse(denied.body()).path("message").asString(""))
                .isEqualTo("pods is forbidden: User \"system:serviceaccount:prodhealth:prodhealth\" cannot list"
                        + " resource \"pods\" in API group \"\" at the cluster scope");
        simulator.faults().allow("list", "", "pods");
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(200);
    }
}
