package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.config.ConfigReloader;
import io.prodhealth.config.WebConfigWatch;
import io.prodhealth.metrics.Family;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The whole agent against the recorded cluster. After a wanted change write the expected scrape anew with {@code mvn test
 * -Dtest=AgentScrapeTest -Dprodhealth.update=true}, and read the difference before you commit it.
 */
class AgentScrapeTest {

    private static final Path EXPECTED = Path.of("src-test", "resources", "scrape", "production.txt");

    /** Durations, moments and ages differ from run to run; so do the hash of a configuration with free ports. */
    private static final Pattern VOLATILE = Pattern.compile("^(prodhealth_(?:evaluation_duration_seconds"
        + "|source_collection_duration_seconds|snapshot_age_seconds|pods_unschedulable_oldest_seconds|cluster_autoscaler_last_update_timestamp_seconds|source_last_success_timestamp_seconds|source_collections_total|config_last_reload_success_timestamp_seconds|state_saved_timestamp_seconds|practice_evaluated_timestamp_seconds)(?:_bucket|_sum|_count)?(?:\\{.*})?)"
        + " .*$");

    /** Each stands on another kind of object or on another source. */
    private static final List<String> LAST_TO_COME = List.of(
            "prodhealth_api_replicas_recommended{",
            "prodhealth_api_replicas_desired{api_kind=\"BatchAPI\"",
            "prodhealth_api_info{api_kind=\"TrafficSplitter\"",
            "prodhealth_component_ready_replicas{component=\"grafana\"",
            "prodhealth_component_ready_replicas{component=\"fluent-bit\"",
            "prodhealth_queue_info{api_kind=\"BatchAPI\"",
            "prodhealth_prometheus_head_series ",
            "prodhealth_prometheus_working_set_bytes ",
            "prodhealth_prometheus_capacity_ratio{dimension=\"storage\"}",
            "prodhealth_prometheus_capacity_ratio{dimension=\"configured\"}");

    /**
     * What comes with the second reading of Prometheus, and what a queue comes to whose gauge stands still, as recorded ones do:
     * how much of either is seen depends on how fast the machine is.
     */
    private static final Pattern LATER = Pattern.compile(
            "(?:# (?:HELP|TYPE) )?prodhealth_(?:prometheus_samples_per_second|score_ratio\\{section=\"autoscaling\"|"
                    + "practice_status\\{practice=\"async_queue_stuck\").*");

    private static final String EVALUATED =
            "prodhealth_practice_evaluated_timestamp_seconds{practice=\"image_tag_mutable\"}";

    private static Simulator simulator;
    private static Agent agent;
    private static String scrape = "";

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.production());
        ConfigReader reader = new ConfigReader(
                Map.of(),
                Map.of(
                        "--web.listen-address",
                        "127.0.0.1:0",
                        "--kubernetes.kubeconfig",
                        simulator.kubeconfig().toString(),
                        "--prometheus.url",
                        simulator.prometheusUrl(),
                        "--aws.enabled",
                        "false",
                        "--evaluation.interval",
                        "1s"));
        ConfigReloader configuration = new ConfigReloader(reader, reader.read(), Clock.systemUTC());
        agent = new Agent(
                configuration,
                WebConfigWatch.none(),
                new BuildInfo("0.0.0", "abcdef0", "2026-01-01", "25"),
                "prodhealth-0",
                "",
                Clock.systemUTC());
        int port = agent.start();
        new Awaited().until("an evaluation of all that is recorded", () -> {
            boolean ready = !get(port, "/readyz").startsWith("waiting");
            scrape = get(port, "/metrics");
            return ready && LAST_TO_COME.stream().allMatch(scrape::contains);
        });
        Set<String> reviews = new HashSet<>();
        new Awaited().until("practices that are confirmed", () -> {
            scrape = get(port, "/metrics");
            scrape.lines().filter(line -> line.startsWith(EVALUATED)).forEach(reviews::add);
            // The first may be of before, the next two confirm what they find.
            return reviews.size() >= 4;
        });
    }

    @AfterAll
    static void stop() {
        agent.close();
        simulator.close();
    }

    @Test
    void the_scrape_of_the_recorded_cluster_is_as_it_was_read_and_agreed() throws IOException {
        String masked = scrape.lines()
                        .filter(line -> line.startsWith("prodhealth_") || line.matches("# (HELP|TYPE) prodhealth_.*"))
                        .filter(line -> !LATER.matcher(line).matches())
                        .map(line -> VOLATILE.matcher(line).replaceFirst("$1 *"))
                        .map(line -> line.replaceFirst("hash=\"[0-9a-f]+\"", "hash=\"*\""))
                        .collect(Collectors.joining("\n"))
                + "\n";
        if (Boolean.getBoolean("prodhealth.update")) {
            Files.createDirectories(EXPECTED.resolveSibling("."));
            Files.writeString(EXPECTED, masked);
        }

        assertThat(masked)
                .as("%s; write it anew with -Dprodhealth.update=true", EXPECTED)
                .isEqualTo(Files.readString(EXPECTED));
    }

    @Test
    void the_objects_are_as_many_as_were_recorded() {
        Map.of("pods", 67, "nodes", 8, "deployments", 20, "replicasets", 20, "statefulsets", 2, "events", 43)
                .forEach((kind, count) -> assertValue("prodhealth_kubernetes_objects{kind=\"" + kind + "\"}", count));
        Map.of("daemonsets", 6, "services", 15, "jobs", 2, "virtualservices", 9, "batchjobs", 1, "namespaces", 7)
                .forEach((kind, count) -> assertValue("prodhealth_kubernetes_objects{kind=\"" + kind + "\"}", count));
    }

    @Test
    void flaky_ranker_has_one_pod_ready_one_crash_looping_and_one_that_no_node_takes() {
        assertValue(api("replicas_desired", "flaky-ranker"), 3);
        assertValue(api("replicas_ready", "flaky-ranker"), 1);
        assertValue(pods("flaky-ranker", "ready"), 1);
        assertValue(pods("flaky-ranker", "crash_looping"), 1);
        assertValue(pods("flaky-ranker", "unschedulable"), 1);
        assertValue(pods("flaky-ranker", "oom_killed"), 0);
        assertThat(scrape).contains("api_name=\"flaky-ranker\",namespace=\"default\",node_groups=\"gpu-spot\"} 1");
    }

    @Test
    void an_api_scaled_to_zero_is_not_down() {
        assertValue(api("replicas_desired", "zero-api"), 0);
        assertValue(api("replicas_ready", "zero-api"), 0);
        assertThat(scrape.lines().filter(line -> line.startsWith("prodhealth_api_pods{") && line.contains("zero-api")))
                .hasSize(9)
                .allMatch(line -> line.endsWith(" 0.0"));
    }

    @Test
    void only_flaky_ranker_lacks_replicas() {
        List<String> lacking = List.of("text-generator", "iris", "zero-api", "flaky-ranker").stream()
                .filter(name -> value(api("replicas_ready", name)) != value(api("replicas_desired", name)))
                .toList();

        assertThat(lacking).containsExactly("flaky-ranker");
    }

    @Test
    void every_family_of_the_scrape_is_declared() {
        List<String> declared = AllFamilies.all().stream().map(Family::name).toList();

        assertThat(scrape.lines()
                        .filter(line -> line.startsWith("# TYPE prodhealth_"))
                        .map(line -> line.split(" ", -1)[2]))
                .isNotEmpty()
                .isSubsetOf(declared);
    }

    @Test
    void no_pod_name_and_no_uid_is_in_the_scrape() {
        assertThat(scrape).doesNotContain("api-iris-").doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-");
    }

    @Test
    void no_family_owns_the_labels_of_prometheus() {
        assertThat(scrape).doesNotContainPattern("[{,](job|instance)=\"");
    }

    private static String api(String family, String name) {
        return "prodhealth_api_" + family + "{api_kind=\"RealtimeAPI\",api_name=\"" + name
                + "\",namespace=\"default\"}";
    }

    private static String pods(String name, String state) {
        return api("pods", name).replace("}", ",state=\"" + state + "\"}");
    }

    private static void assertValue(String series, double value) {
        assertThat(value(series)).as(series).isEqualTo(value);
    }

    private static double value(String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series + " in\n" + scrape));
    }

    private static String get(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }
}
