package io.prodhealth.signal.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.Recording;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The recorded cluster with what SQS, CloudWatch and Prometheus answered, looked at once. */
class ProductionQueuesTest {

    private static final Path CLUSTER = Path.of("src-test", "resources", "clusters", "production");
    private static final Path EXPECTED = Path.of("src-test", "resources", "queues", "production.txt");
    private static final boolean UPDATE = Boolean.getBoolean("prodhealth.update");
    private static final Instant TAKEN = Instant.parse("2026-01-15T09:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    /** The files whose items are watched, by the name of the resource. */
    private static final Map<String, String> WATCHED = Map.of(
            "pods", "pods",
            "deployments", "deployments",
            "configmaps", "configmaps",
            "jobs", "jobs",
            "virtualservices", "virtualservices",
            "batchjobs", "batchjobs");

    @TempDir
    private Path folder;

    @Test
    void the_recorded_cluster_has_the_expected_queues() throws Exception {
        QueueHealth health = judge();

        String actual = String.join("\n", scrape(health)) + "\n";
        if (UPDATE) {
            Files.createDirectories(EXPECTED.resolveSibling("."));
            Files.writeString(EXPECTED, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(EXPECTED));
    }

    @Test
    void every_queue_has_its_role_and_none_is_of_another_cluster() throws Exception {
        Map<String, QueueRole> roles = new TreeMap<>();
        judge().queues().forEach(queue -> roles.put(queue.name(), queue.role()));

        assertThat(roles)
                .containsExactly(
                        Map.entry("cx_1ee11af4_b_image-classifier_6775251e35447fbf.fifo", QueueRole.BATCH),
                        Map.entry("cx_1ee11af4_old-tagger_0031415926.fifo", QueueRole.DELETED_API),
                        Map.entry("cx_1ee11af4_video-tagger_0123456789.fifo", QueueRole.ASYNC));
    }

    private QueueHealth judge() throws Exception {
        record();
        QueueSignal signal = new QueueSignal(
                "default", Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(5));
        ReadinessSignal readiness = new ReadinessSignal(0.99, Optional.empty());
        try (Recording recording = Recording.open(folder, Set.of(), "default", complaint -> {
            throw new AssertionError(complaint);
        })) {
            while (recording.next().isPresent()) {
                recording.take();
            }
            recording.endList();
            ClusterSnapshot snapshot = recording.snapshot(TAKEN);
            ReadinessState ready = readiness.step(readiness.start(TAKEN), snapshot);
            return signal.step(signal.start(TAKEN), snapshot, ready.result().apis())
                    .result();
        }
    }

    /** The lists as the first lines of a recording. */
    private void record() throws IOException {
        Files.writeString(folder.resolve("recording.json"), "{\"t0\":\"" + TAKEN + "\"}");
        List<String> watch = new ArrayList<>();
        for (Map.Entry<String, String> resource : new TreeMap<>(WATCHED).entrySet()) {
            for (JsonNode item : read(resource.getValue() + ".json").path("items")) {
                ObjectNode line = JSON.createObjectNode();
                line.put("at", 0).put("resource", resource.getKey()).put("type", "ADDED");
                line.set("object", item);
                watch.add(line.toString());
            }
        }
        Files.write(folder.resolve("watch.jsonl"), watch);
        List<String> sqs = new ArrayList<>();
        for (JsonNode queue : read("aws/sqs.json").path("queues")) {
            sqs.add(line("sqs", queue));
        }
        minutes().values().forEach(minute -> sqs.add(line("cloudwatch", minute)));
        Files.write(folder.resolve("sqs.jsonl"), sqs);
        List<String> metrics = new ArrayList<>();
        for (String query : List.of("cortex_in_flight_requests", "cortex_async_queued", "cortex_async_active")) {
            for (JsonNode series :
                    read("prometheus/query_" + query + ".json").path("data").path("result")) {
                ObjectNode line = JSON.createObjectNode();
                line.put("at", 0).put("metric", query);
                line.set("labels", series.path("metric"));
                line.put("value", series.path("value").path(1).asString());
                metrics.add(line.toString());
            }
        }
        Files.write(folder.resolve("metrics.jsonl"), metrics);
    }

    private static String line(String resource, JsonNode object) {
        ObjectNode line = JSON.createObjectNode();
        line.put("at", 0).put("resource", resource);
        line.set("object", object);
        return line.toString();
    }

    /** One line of a recording tells all of a queue's minute. */
    private static Map<String, ObjectNode> minutes() throws IOException {
        Map<String, ObjectNode> minutes = new TreeMap<>();
        for (JsonNode metric : read("aws/cloudwatch.json").path("metrics")) {
            String queue = metric.path("dimensions").path("QueueName").asString("");
            for (JsonNode point : queue.isEmpty() ? JSON.createArrayNode() : metric.path("datapoints")) {
                String start = point.path("timestamp").asString();
                minutes.computeIfAbsent(
                                queue + start,
                                none -> JSON.createObjectNode()
                                        .put("queueName", queue)
                                        .put("timestamp", start))
                        .set(metric.path("metricName").asString(), point.path("value"));
            }
        }
        return minutes;
    }

    private static JsonNode read(String file) throws IOException {
        return JSON.readTree(Files.readString(CLUSTER.resolve(file)));
    }

    private static List<String> scrape(QueueHealth health) {
        Scrape scrape = new Scrape(
                new PrometheusRegistry(),
                new SeriesBudget(1000, List.of()),
                series -> new QueueSeries().write(health, series));
        return new String(scrape.render("text/plain", false, Set.of()).body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("prodhealth_queue") || line.startsWith("prodhealth_api"))
                .toList();
    }
}
