package io.prodhealth.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.prometheus.PrometheusLoad.Frozen;
import io.prodhealth.snapshot.Observed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said to freeze the replicas of the recorded cluster. */
class FreezingTest {

    private static final Duration NOT_YET = Duration.ofSeconds(119);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final String REALTIME = "query_cortex_in_flight_requests.json";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothing_freezes_them_as_they_were_recorded(FrozenReason reason) {
        Frozen frozen = frozen(DumpedFolder.recorded(), reason, Duration.ofHours(1));

        assertThat(frozen.frozen()).isFalse();
        assertThat(frozen.since()).isEmpty();
        assertThat(frozen.apis()).isEmpty();
    }

    @Test
    void an_api_that_has_replicas_and_no_series_is_named_after_two_minutes() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.withoutSeries(REALTIME, "text-generator");

        Frozen early = frozen(cluster, FrozenReason.NO_SERIES, NOT_YET);
        assertThat(early.frozen()).isFalse();
        assertThat(early.since()).isPresent();

        Frozen frozen = frozen(cluster, FrozenReason.NO_SERIES, LONG_ENOUGH);
        assertThat(frozen.frozen()).isTrue();
        // The one at zero replicas has no series either, and needs none.
        assertThat(frozen.apis()).containsExactly("text-generator");
    }

    @Test
    void what_has_its_series_back_is_frozen_no_more() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.withoutSeries(REALTIME, "text-generator");
        assertThat(frozen(cluster, FrozenReason.NO_SERIES, LONG_ENOUGH).frozen())
                .isTrue();

        assertThat(frozen(DumpedFolder.recorded(), FrozenReason.NO_SERIES, LONG_ENOUGH)
                        .frozen())
                .isFalse();
    }

    @Test
    void an_async_api_whose_messages_nobody_counts_is_named() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.withoutSeries("query_cortex_async_queued.json", "video-tagger");
        cluster.withoutSeries("query_cortex_async_active.json", "video-tagger");

        assertThat(frozen(cluster, FrozenReason.NO_SERIES, LONG_ENOUGH).apis()).containsExactly("video-tagger");
    }

    @Test
    void without_its_operator_async_apis_stand_still_after_two_minutes() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.change("deployments.json", FreezingTest::operatorDown);

        assertThat(frozen(cluster, FrozenReason.OPERATOR_DOWN, NOT_YET).frozen())
                .isFalse();
        Frozen frozen = frozen(cluster, FrozenReason.OPERATOR_DOWN, LONG_ENOUGH);
        assertThat(frozen.frozen()).isTrue();
        assertThat(frozen.apis()).isEqualTo(List.of());
    }

    @Test
    void without_async_apis_a_missing_operator_freezes_nothing() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.change("deployments.json", FreezingTest::operatorDown);
        cluster.withoutItems(
                "deployments.json",
                one -> one.path("metadata")
                        .path("labels")
                        .path("apiKind")
                        .asString("")
                        .equals("AsyncAPI"));

        assertThat(frozen(cluster, FrozenReason.OPERATOR_DOWN, LONG_ENOUGH).frozen())
                .isFalse();
    }

    @Test
    void an_operator_whose_deployment_is_gone_is_down() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.withoutItems("deployments.json", FreezingTest::isOperator);

        assertThat(frozen(cluster, FrozenReason.OPERATOR_DOWN, LONG_ENOUGH).frozen())
                .isTrue();
    }

    @Test
    void without_deployments_it_is_not_known_whether_the_operator_is_down() {
        DumpedFolder cluster = DumpedFolder.copiedTo(folder);
        cluster.write("deployments.json", "{}");

        assertThat(said(cluster, FrozenReason.OPERATOR_DOWN, LONG_ENOUGH).known())
                .isEmpty();
    }

    private static void operatorDown(ObjectNode deployments) {
        deployments.path("items").forEach(one -> {
            if (isOperator(one)) {
                ((ObjectNode) one.path("status")).put("readyReplicas", 0);
            }
        });
    }

    private static boolean isOperator(JsonNode deployment) {
        return deployment.path("metadata").path("name").asString("").equals("operator");
    }

    private static Frozen frozen(DumpedFolder cluster, FrozenReason reason, Duration after) {
        return said(cluster, reason, after).known().orElseThrow();
    }

    private static Observed<Frozen> said(DumpedFolder cluster, FrozenReason reason, Duration after) {
        return Objects.requireNonNull(cluster.loadAfter(after).frozen().get(reason));
    }
}
