package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.files.PostureFolder;
import io.prodhealth.source.prometheus.ApiAnswers;
import io.prodhealth.source.prometheus.WrittenPages;
import io.prodhealth.source.recording.RecordedCluster.Part;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster at one moment, from a folder: the bodies of the list endpoints as {@code <resource>.json} (further pages as
 * {@code <resource>.page2.json}), what AWS answered in {@code aws/}, what Prometheus answered in {@code prometheus/}, and the
 * moment in {@code cluster.json}. What has no file is absent; a file that cannot be read is invalid, and said.
 */
public final class DumpedCluster {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper TREES = new JsonMapper();
    /** The largest list of a cluster of 10 000 pods has some 200 MB and is read as a stream; these are read as a whole. */
    private static final long LARGEST_TREE = 64L << 20;

    private static final int MOST_PAGES = 1000;
    private static final Map<String, String> FILES = Map.of("pods.metrics.k8s.io", "podmetrics");
    private final Path folder;
    private final Consumer<Complaint> hearer;
    private final RecordedCluster cluster;
    private final Instant takenAt;

    private DumpedCluster(Path folder, Instant takenAt, String cortexNamespace, Consumer<Complaint> hearer) {
        this.folder = folder;
        this.takenAt = takenAt;
        this.hearer = hearer;
        this.cluster = new RecordedCluster(cortexNamespace);
    }

    /** Whether a folder holds one: its moment, or any list of the API server. */
    public static boolean is(Path folder, String cortexNamespace) {
        return Files.isRegularFile(folder.resolve("cluster.json"))
                || new RecordedCluster(cortexNamespace)
                        .kubernetes().resources().stream()
                                .map(resource -> FILES.getOrDefault(resource, resource) + ".json")
                                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** The moment in {@code cluster.json}; empty when it says none. */
    public static Optional<Instant> takenAt(Path folder) {
        try {
            JsonNode about = TREES.readTree(folder.resolve("cluster.json").toFile());
            return Optional.of(Instant.parse(about.path("taken_at").asString("")));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a folder.
     *
     * @param at the moment that it speaks of
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     * @param hearer is told of each file that cannot be read
     */
    public static ClusterSnapshot read(Path folder, Instant at, String cortexNamespace, Consumer<Complaint> hearer) {
        DumpedCluster dump = new DumpedCluster(folder, at, cortexNamespace, hearer);
        dump.kubernetes();
        dump.queues();
        dump.scaling();
        dump.requests();
        dump.posture();
        dump.server();
        return dump.cluster.snapshot(at);
    }

    private void server() {
        cluster.server(new WrittenPages(
                        folder.resolve("prometheus"),
                        takenAt,
                        (file, what) -> hearer.accept(new Complaint(file.toString(), what, true)))
                .server());
    }

    private void posture() {
        Path aws = folder.resolve("aws");
        cluster.posture(
                Files.isDirectory(aws)
                        ? PostureFolder.read(aws, takenAt, what -> hearer.accept(new Complaint("aws", what, true)))
                        : AwsPosture.unknown(Observed.Reason.ABSENT, takenAt));
    }

    private void kubernetes() {
        cluster.kubernetes().beginList();
        for (String resource : cluster.kubernetes().resources()) {
            String name = FILES.getOrDefault(resource, resource);
            for (int page = 1; page <= MOST_PAGES; page++) {
                Path file = folder.resolve(name + (page == 1 ? "" : ".page" + page) + ".json");
                if (!Files.isRegularFile(file)) {
                    break;
                }
                try {
                    cluster.kubernetes().present(resource);
                    items(resource, file);
                } catch (JacksonException | IOException e) {
                    // Half a list must not be taken for all of it.
                    complain(file, e);
                    cluster.kubernetes().withheld(resource, Observed.Reason.INVALID);
                }
            }
        }
        cluster.kubernetes().endList();
    }

    private void items(String resource, Path file) throws IOException {
        boolean found = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no list of Kubernetes");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean items = json.currentName().equals("items");
                json.nextToken();
                if (items && json.currentToken() == JsonToken.START_ARRAY) {
                    found = true;
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        cluster.kubernetes().apply(resource, false, json);
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        if (!found) {
            throw new IOException("has no items");
        }
    }

    private void queues() {
        List<JsonNode> queues = list("aws/sqs.json", "queues");
        for (JsonNode queue : queues) {
            cluster.queues().take(record("sqs", queue), takenAt);
        }
        absentUnless(!queues.isEmpty(), Part.SQS);
        for (JsonNode metric : list("aws/cloudwatch.json", "metrics")) {
            String queue = metric.path("dimensions").path("QueueName").asString("");
            for (JsonNode point : queue.isEmpty() ? List.<JsonNode>of() : metric.path("datapoints")) {
                cluster.queues().minute(queue, metric.path("metricName").asString(""), point, takenAt);
            }
        }
    }

    private void scaling() {
        List<JsonNode> groups = list("aws/autoscaling-groups.json", "groups");
        for (JsonNode group : groups) {
            cluster.scaling().take(record("asg", group), takenAt);
        }
        absentUnless(!groups.isEmpty(), Part.AWS);
        if (!Files.isRegularFile(folder.resolve("aws/scaling-activities.json"))) {
            cluster.scaling().activitiesDenied();
        }
        for (JsonNode activity : list("aws/scaling-activities.json", "activities")) {
            cluster.scaling().take(record("scaling-activity", activity), takenAt);
        }
    }

    private void requests() {
        List<JsonNode> samples = new ArrayList<>();
        for (String query : List.of(
                "cortex_in_flight_requests",
                "cortex_async_queued",
                "cortex_async_active",
                "cortex_async_request_count")) {
            samples.addAll(answers("query_" + query));
        }
        for (JsonNode sample : samples) {
            JsonNode labels = sample.path("metric");
            cluster.requests()
                    .take(
                            TREES.createObjectNode()
                                    .put("metric", labels.path("__name__").asString(""))
                                    .put("value", sample.path("value").path(1).asString(""))
                                    .set("labels", labels),
                            takenAt);
        }
        ApiAnswers answered = ApiAnswers.written(this::answers);
        answered.realtime().forEach((api, known) -> answered(AnswerSeries.GATEWAY, api, known));
        answered.async().forEach((api, known) -> answered(AnswerSeries.WORKERS, api, known));
        absentUnless(Files.isDirectory(folder.resolve("prometheus")), Part.METRICS);
    }

    private void answered(String prefix, String api, Answers answers) {
        AnswerSeries.write(
                prefix,
                answers,
                (metric, value) -> value.ifPresent(known -> cluster.requests()
                        .take(
                                TREES.createObjectNode()
                                        .put("metric", metric)
                                        .put("value", known)
                                        .set("labels", TREES.createObjectNode().put("api_name", api)),
                                takenAt)));
    }

    private List<JsonNode> answers(String query) {
        List<JsonNode> answers = new ArrayList<>();
        Path file = folder.resolve("prometheus").resolve(query + ".json");
        tree(file).map(tree -> tree.path("data").path("result")).ifPresent(result -> result.forEach(answers::add));
        return answers;
    }

    private static JsonNode record(String resource, JsonNode object) {
        return TREES.createObjectNode().put("resource", resource).set("object", object);
    }

    private void absentUnless(boolean there, Part part) {
        if (!there) {
            cluster.missing(part, Observed.Reason.ABSENT);
        }
    }

    private List<JsonNode> list(String file, String field) {
        List<JsonNode> list = new ArrayList<>();
        tree(folder.resolve(file)).map(tree -> tree.path(field)).ifPresent(items -> items.forEach(list::add));
        return list;
    }

    private Optional<JsonNode> tree(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LARGEST_TREE) {
                throw new IOException("is larger than " + (LARGEST_TREE >> 20) + " MiB");
            }
            return Optional.of(TREES.readTree(file.toFile()));
        } catch (JacksonException | IOException e) {
            complain(file, e);
            return Optional.empty();
        }
    }

    private void complain(Path file, Exception e) {
        String where = file.toString();
        String what = String.valueOf(e.getMessage());
        if (e instanceof JacksonException broken) {
            var location = broken.getLocation();
            if (location != null) {
                where += ":" + location.getLineNr() + ":" + location.getColumnNr();
            }
            what = "is not JSON: " + broken.getOriginalMessage();
        }
        hearer.accept(new Complaint(where, what.replaceFirst("(?s)\n.*", ""), true));
    }
}
