package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.ConfigMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoscalerStatusReaderTest {

    private static final String GPU_SPOT = "eksctl-cortex-nodegroup-cx-ws-gpu-spot-NodeGroup-1F5TKS610A9N4";
    private static final String GPU_OD = "eksctl-cortex-nodegroup-cx-wd-gpu-on-demand-NodeGroup-192ULTY9HV9YM";

    @Test
    void the_recorded_text_is_read() {
        AutoscalerStatus status = RecordedConfigMaps.recorded("cluster-autoscaler-status")
                .flatMap(AutoscalerStatusReader::read)
                .orElseThrow();

        assertThat(status.updatedAt()).isEqualTo("2026-01-15T08:59:49.000484457Z");
        assertThat(status.running()).isTrue();
        assertThat(status.healthy()).isTrue();
        assertThat(status.groups()).hasSize(6);
        assertThat(group(status, GPU_SPOT))
                .isEqualTo(new AutoscalerStatus.Group(
                        GPU_SPOT,
                        true,
                        2,
                        2,
                        2,
                        0,
                        5,
                        ScaleUp.BACKOFF,
                        Instant.parse("2026-01-15T08:54:58.167365844Z"),
                        "",
                        ""));
    }

    @Test
    void a_node_that_has_registered_but_not_started_is_not_ready() {
        AutoscalerStatus status = read(RecordedConfigMaps.sample("status-1.22-fallback.txt"));

        assertThat(group(status, GPU_OD)).satisfies(group -> {
            assertThat(group.registered()).isEqualTo(1);
            assertThat(group.ready()).isZero();
            assertThat(group.scaleUp()).isEqualTo(ScaleUp.IN_PROGRESS);
        });
    }

    @Test
    void the_recorded_yaml_is_read() {
        AutoscalerStatus status = read(RecordedConfigMaps.sample("status-1.32.yaml"));

        assertThat(status.updatedAt()).isEqualTo("2026-01-15T09:03:07.123456789Z");
        assertThat(status.running()).isTrue();
        assertThat(status.healthy()).isTrue();
        assertThat(group(status, GPU_SPOT))
                .isEqualTo(new AutoscalerStatus.Group(
                        GPU_SPOT,
                        true,
                        1,
                        1,
                        1,
                        0,
                        5,
                        ScaleUp.BACKOFF,
                        Instant.parse("2026-01-15T09:01:35Z"),
                        "placeholder-cannot-be-fulfilled",
                        "AWS cannot provision any more instances for this node group"));
        assertThat(group(status, GPU_OD).ready()).isZero();
    }

    @Test
    void the_annotation_tells_the_age_before_the_text_does() {
        String text = RecordedConfigMaps.sample("status-1.32.yaml");

        assertThat(read(text, "2026-01-15 09:03:27.5 +0000 UTC").updatedAt()).isEqualTo("2026-01-15T09:03:27.5Z");
        assertThat(read(text, "yesterday").updatedAt()).isEqualTo("2026-01-15T09:03:07.123456789Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-15 09:00:00.5 +0000 UTC m=+12.345678901|2026-01-15T09:00:00.5Z",
                "2026-01-15 10:00:00 +0100 CET|2026-01-15T09:00:00Z",
                "2026-01-15 04:00:00.000000001 -0500 EST m=-0.1|2026-01-15T09:00:00.000000001Z",
                "2026-01-15T09:00:00Z|2026-01-15T09:00:00Z",
                "0001-01-01 00:00:00 +0000 UTC|",
                "2026-13-45 99:00:00 +0000 UTC|",
                "2026-01-15 09:00|",
                "|"
            })
    void moments_are_read_as_go_prints_them(String text, String moment) {
        assertThat(GoTime.instant(text == null ? "" : text)).isEqualTo(moment == null ? null : Instant.parse(moment));
    }

    @Test
    void before_its_first_loop_it_is_not_running() {
        assertThat(read("Initializing", "2026-01-15 09:00:00 +0000 UTC"))
                .isEqualTo(new AutoscalerStatus(Instant.parse("2026-01-15T09:00:00Z"), false, false, List.of()));
        assertThat(read("time: 2026-01-15 09:00:00 +0000 UTC\nautoscalerStatus: Initializing\n"))
                .isEqualTo(new AutoscalerStatus(Instant.parse("2026-01-15T09:00:00Z"), false, false, List.of()));
    }

    @Test
    void an_unhealthy_cluster_and_unknown_words_are_told() {
        String text = RecordedConfigMaps.sample("status-1.22.txt")
                .replaceFirst("Healthy \\(", "Unhealthy (")
                .replace("ScaleUp:     Backoff", "ScaleUp:     Pondering");

        AutoscalerStatus status = read(text);

        assertThat(status.healthy()).isFalse();
        assertThat(group(status, GPU_SPOT).scaleUp()).isEqualTo(ScaleUp.UNKNOWN);
        assertThat(group(status, GPU_SPOT).healthy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status-1.22.txt", "status-1.32.yaml"})
    void a_text_that_breaks_off_is_read_as_far_as_it_goes(String file) {
        String text = RecordedConfigMaps.sample(file);
        AutoscalerStatus whole = read(text);
        int most = 0;

        for (int length = 1; length < text.length(); length += 7) {
            List<AutoscalerStatus.Group> groups = AutoscalerStatusReader.read(map(text.substring(0, length), ""))
                    .map(AutoscalerStatus::groups)
                    .orElse(List.of());
            most = Math.max(most, groups.size());
            for (AutoscalerStatus.Group group : groups) {
                AutoscalerStatus.Group full = group(whole, group.name());
                assertThat(group.target()).isEqualTo(full.target());
                assertThat(group.min()).isEqualTo(full.min());
                // A number that is cut is the only thing that cannot be seen to be.
                assertThat(String.valueOf(full.max())).startsWith(String.valueOf(group.max()));
                assertThat(group.scaleUp()).isIn(full.scaleUp(), ScaleUp.UNKNOWN);
            }
        }
        assertThat(most).isGreaterThanOrEqualTo(whole.groups().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "- a", "status: [", "hello", "autoscalerStatus", "a: *b", "[[[[[[[[[[["})
    void what_is_no_status_is_invalid(String text) {
        assertThat(AutoscalerStatusReader.read(map(text, ""))).isEmpty();
    }

    private static AutoscalerStatus read(String text) {
        return read(text, "");
    }

    private static AutoscalerStatus read(String text, String updated) {
        return AutoscalerStatusReader.read(map(text, updated)).orElseThrow();
    }

    private static ConfigMap map(String text, String updated) {
        Map<String, String> annotations =
                updated.isEmpty() ? Map.of() : Map.of("cluster-autoscaler.kubernetes.io/last-updated", updated);
        return new ConfigMap("kube-system", "cluster-autoscaler-status", Map.of(), annotations, Map.of("status", text));
    }

    private static AutoscalerStatus.Group group(AutoscalerStatus status, String name) {
        Optional<AutoscalerStatus.Group> found = status.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("no group " + name + " in " + status));
    }
}
