package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

class KubernetesFeedTest {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final KubernetesFeed feed = new KubernetesFeed("default");

    @Test
    void the_recorded_cluster_is_kept_as_a_live_one_is() {
        feed.beginList();
        List<String> kinds = List.of("pods", "nodes", "deployments", "events", "configmaps", "jobs", "virtualservices");
        for (String kind : kinds) {
            for (ObjectNode object : RecordedObjects.of(kind)) {
                apply(kind, false, object.toString());
            }
        }
        feed.endList();

        assertThat(feed.objects(NOW).pods().orElse(Pods.NONE).count()).isEqualTo(67);
        assertThat(feed.objects(NOW).nodes().orElse(List.of())).hasSize(8);
        assertThat(feed.objects(NOW).deployments().orElse(List.of())).hasSize(20);
        assertThat(feed.objects(NOW).configMaps().orElse(List.of()))
                .extracting(ConfigMap::name)
                .containsExactly(
                        "cluster-config",
                        "env-vars",
                        "cluster-autoscaler-status",
                        "cluster-autoscaler-priority-expander",
                        "api-video-tagger");
        assertThat(feed.objects(NOW).clusterConfig().known()).isPresent();
        assertThat(feed.objects(NOW).autoscalerStatus().known()).isPresent();
        assertThat(feed.objects(NOW).services()).isEqualTo(new Observed.Unknown<>(Observed.Reason.ABSENT, NOW));
        assertThat(feed.takeChanges()).isEqualTo(Changes.NONE);
    }

    @Test
    void what_is_listed_has_not_happened_and_what_follows_has() {
        feed.beginList();
        apply("pods", false, pod("a"));
        apply("pods", false, pod("b"));
        apply("pods", true, pod("b"));
        feed.endList();
        assertThat(feed.takeChanges().pods()).isEmpty();

        apply("pods", false, pod("c"));
        apply("pods", true, pod("a"));

        assertThat(feed.takeChanges().pods()).hasSize(2);
        assertThat(feed.objects(NOW).pods().orElse(Pods.NONE).all())
                .extracting(pod -> pod.name())
                .containsExactly("c");
    }

    @Test
    void a_config_map_that_goes_needs_no_labels_to_go() {
        feed.beginList();
        apply("configmaps", false, """
            {"metadata":{"name":"api-a","namespace":"default",
            "labels":{"cortex.dev/api":"true","apiKind":"AsyncAPI"}}}\
            """);
        apply("configmaps", false, "{\"metadata\":{\"name\":\"other\",\"namespace\":\"default\"}}");
        apply("configmaps", false, "{\"metadata\":{\"name\":\"cluster-config\",\"namespace\":\"elsewhere\"}}");
        feed.endList();
        assertThat(feed.objects(NOW).configMaps().orElse(List.of()))
                .extracting(ConfigMap::name)
                .containsExactly("api-a");

        apply("configmaps", true, "{\"metadata\":{\"name\":\"api-a\",\"namespace\":\"default\"}}");

        assertThat(feed.objects(NOW).configMaps()).isEqualTo(new Observed.Known<>(List.of(), NOW));
    }

    @Test
    void one_config_map_may_be_withheld_and_the_others_known() {
        feed.present("configmaps");
        feed.withheld("configmaps/cluster-config", Observed.Reason.PERMISSION_DENIED);

        assertThat(feed.objects(NOW).clusterConfig())
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, NOW));
        assertThat(feed.objects(NOW).configMaps().known()).isPresent();
    }

    @Test
    void a_kind_that_is_not_read_is_passed_over() {
        assertThat(feed.reads("leases")).isFalse();
        assertThat(feed.reads("configmaps")).isTrue();

        apply("leases", false, "{\"metadata\":{\"name\":\"a\"}}");

        assertThat(feed.takeChanges()).isEqualTo(Changes.NONE);
    }

    private void apply(String resource, boolean deleted, String object) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            parser.nextToken();
            feed.apply(resource, deleted, parser);
        }
    }

    private static String pod(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\",\"uid\":\"" + name + "\"}}";
    }
}
