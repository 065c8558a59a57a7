package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.evaluation.SignalMemory;
import io.prodhealth.signal.prometheus.PrometheusMemory;
import io.prodhealth.signal.provisioning.ProvisioningMemory;
import io.prodhealth.signal.queues.QueueMemory;
import io.prodhealth.source.aws.Spend;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class KeptStateTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final KeptState KEPT = new KeptState(
            new SignalMemory(
                    QueueMemory.NONE,
                    ProvisioningMemory.NONE,
                    new PrometheusMemory(
                            1_768_467_600_000L,
                            7,
                            3,
                            2,
                            "uid-1",
                            1,
                            1_767_258_000.5,
                            Map.of("memory", List.of(1.0, 2.0, 3.0)),
                            List.of("http://alerts:9093"))),
            new Spend(YearMonth.of(2026, 1), Map.of("cloudwatch", 1.25)),
            List.of("http://alerts:9093"));

    private final KeptState.Json format = new KeptState.Json();

    @Test
    void what_is_written_is_read_again() {
        assertThat(format.read(format.write(KEPT))).isEqualTo(KEPT);
    }

    @Test
    void what_an_agent_kept_that_did_not_watch_prometheus_yet_is_read() {
        ObjectNode older = (ObjectNode) JSON.readTree(format.write(KEPT));
        ((ObjectNode) older.path("signals")).remove("prometheus");
        older.remove("alertmanagers");

        KeptState read = format.read(older.toString());

        assertThat(read.signals().prometheus()).isEqualTo(PrometheusMemory.NONE);
        assertThat(read.alertmanagers()).isEmpty();
        assertThat(read.spend()).isEqualTo(KEPT.spend());
        assertThat(read.signals().queues()).isEqualTo(KEPT.signals().queues());
    }

    @Test
    void what_a_later_agent_of_this_version_keeps_besides_is_passed_over() {
        ObjectNode later = (ObjectNode) JSON.readTree(format.write(KEPT));
        ((ObjectNode) later.path("signals").path("prometheus")).put("mood", "good");

        assertThat(format.read(later.toString())).isEqualTo(KEPT);
    }

    @Test
    void half_of_it_is_no_state() {
        ObjectNode half = (ObjectNode) JSON.readTree(format.write(KEPT));
        ((ObjectNode) half.path("signals").path("prometheus")).remove("missed");

        assertThatThrownBy(() -> format.read(half.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not what an agent writes");
    }

    @Test
    void what_a_newer_version_wrote_is_said_to_be_newer() {
        ObjectNode newer = (ObjectNode) JSON.readTree(format.write(KEPT));
        newer.put("version", KeptState.VERSION + 1);

        assertThatThrownBy(() -> format.read(newer.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newer version");
    }
}
