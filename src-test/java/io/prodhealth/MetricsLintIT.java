package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.Promtool;
import org.junit.jupiter.api.Test;

@NeedsEngine
class MetricsLintIT {

    @Test
    void a_live_scrape_is_clean_by_promtool() {
        try (RunningAgent agent = RunningAgent.onRecordedCluster();
                Promtool promtool = new Promtool()) {
            String metrics = agent.metrics("text/plain;version=0.0.4");

            assertThat(metrics).contains("\nprodhealth_api_pod_ready_seconds_bucket{");
            assertThat(promtool.checkMetrics(metrics)).isEqualTo(new Promtool.Result(0, ""));
        }
    }
}
