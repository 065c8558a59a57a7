package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PracticeDetailJsonTest {

    private static JsonNode detail(Report report, String id) {
        return new JsonMapper().readTree(PracticeDetailJson.write(report, id).orElseThrow());
    }

    @Test
    void it_says_why() {
        JsonNode detail = detail(Samples.incident(), "nodes_publicly_reachable");

        assertThat(detail.path("status").asString()).isEqualTo("fail");
        assertThat(detail.path("findings").path(0).path("object").path("name").asString())
                .isEqualTo("cpu-iris-classifier");
        assertThat(detail.path("rule").path("guide").path(0).asString())
                .startsWith("The following configuration will improve security");
        assertThat(detail.path("rule").path("remedy").asString()).isNotEmpty();
        List<String> parts = detail.path("inputs")
                .valueStream()
                .map(input -> input.path("part").asString())
                .toList();
        assertThat(parts).contains("kubernetes.nodes");
        assertThat(detail.path("inputs").path(0).path("state").asString()).isEqualTo("not_synced");
    }

    @Test
    void every_number_comes_with_its_setting_and_its_reason() {
        JsonNode thresholds =
                detail(Samples.incident(), "load_balancer_open_to_world").path("thresholds");

        assertThat(thresholds.size()).isPositive();
        thresholds.forEach(threshold -> {
            assertThat(threshold.path("setting").asString()).startsWith("practices.load_balancer_open_to_world");
            assertThat(threshold.path("reason").asString()).isNotEmpty();
            assertThat(threshold.has("value") || threshold.has("value_seconds")).isTrue();
        });
    }

    @Test
    void there_is_nothing_of_what_is_no_practice_or_has_not_been_judged() {
        assertThat(PracticeDetailJson.write(Samples.incident(), "nothing")).isEmpty();
        assertThat(PracticeDetailJson.write(Samples.notSynced(), "nodes_publicly_reachable"))
                .isEmpty();
    }
}
