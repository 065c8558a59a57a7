package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WatchTest {
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.empty().withBookmarkInterval(Duration.ofMillis(200)));
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void a_watch_tells_what_happened_since_and_what_happens_now() {
        long since = simulator.put(TestObjects.pod("a"));
        simulator.put(TestObjects.pod("b"));

        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true&resourceVersion=" + since)) {
            assertThat(watch.event()).isEqualTo("ADDED b");
            simulator.put(TestObjects.pod("a"));
            assertThat(watch.event()).isEqualTo("MODIFIED a");
            simulator.delete(Resource.PODS, "default", "b");
            JsonNode deleted = watch.next();
            assertThat(deleted.path("type").asString("")).isEqualTo("DELETED");
            assertThat(deleted.at("/object/kind").asString("")).isEqualTo("Pod");
            assertThat(deleted.at("/object/metadata/resourceVersion").asLong(0)).isEqualTo(simulator.resourceVersion());
        }
    }

    @Test
    void without_a_resource_version_everything_is_told_first() {
        simulator.put(TestObjects.pod("a"));
        simulator.put(TestObjects.pod("b"));

        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=1&resourceVersion=0")) {
            assertThat(watch.event()).isEqualTo("ADDED a");
            assertThat(watch.event()).isEqualTo("ADDED b");
        }
    }

    @Test
    void an_object_that_leaves_the_selector_is_deleted_for_the_watcher() {
        long since = simulator.put(TestObjects.pod("default", "a", "{\"app\":\"x\"}"));

        try (TestClient.Watch watch =
                client.watch("/api/v1/pods?watch=true&labelSelector=app%3Dx&resourceVersion=" + since)) {
            simulator.put(TestObjects.pod("default", "a", "{\"app\":\"y\"}"));
            JsonNode left = watch.next();
            assertThat(left.path("type").asString("")).isEqualTo("DELETED");
            assertThat(left.at("/object/metadata/labels/app").asString("")).isEqualTo("x");
            simulator.put(TestObjects.pod("default", "a", "{\"app\":\"x\"}"));
            assertThat(watch.event()).isEqualTo("ADDED a");
        }
    }

    @Test
    void bookmarks_come_in_their_rhythm_and_the_watch_ends_at_its_timeout() {
        long since = simulator.put(TestObjects.pod("a"));

        try (TestClient.Watch watch = client.watch(
                "/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=" + since)) {
            JsonNode bookmark = watch.next();
            assertThat(bookmark.path("type").asString("")).isEqualTo("BOOKMARK");
            assertThat(bookmark.at("/object/metadata/resourceVersion").asLong(0))
                    .isEqualTo(since);
            String line = watch.line();
            while (line.contains("BOOKMARK")) {
                line = watch.line();
            }
            assertThat(line).isEqualTo("end of stream");
        }
        assertThat(simulator.openWatches(Resource.PODS)).isZero();
    }

    @Test
    void too_old_is_told_as_an_event_or_as_http() {
        long old = simulator.put(TestObjects.pod("a"));
        simulator.put(TestObjects.pod("b"));
        simulator.compact();

        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true&resourceVersion=" + old)) {
            assertThat(watch.status()).isEqualTo(200);
            JsonNode error = watch.next();
            assertThat(error.path("type").asString("")).isEqualTo("ERROR");
            assertThat(error.at("/object/code").asInt(0)).isEqualTo(410);
            assertThat(watch.ended()).isTrue();
        }

        simulator.faults().goneAs(Faults.Gone.HTTP);
        HttpResponse<String> gone = client.get("/api/v1/pods?watch=true&resourceVersion=" + old);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(Json.parse(gone.body()).path("reason").asString("")).isEqualTo("Expired");
    }

    @Test
    void a_watch_from_a_future_resource_version_stays_silent_until_the_server_is_there() {
        long now = simulator.put(TestObjects.pod("a"));

        try (TestClient.Watch watch = client.watch("/api/v1/pods?watch=true&resourceVersion=" + (now + 1))) {
            simulator.put(TestObjects.pod("b"));
            simulator.put(TestObjects.pod("c"));
            assertThat(watch.event()).isEqualTo("ADDED c");
        }
    }

    @Test
    void metrics_cannot_be_watched() {
        assertThat(client.get("/apis/metrics.k8s.io/v1beta1/pods?watch=true").statusCode())
                .isEqualTo(405);
    }
}
