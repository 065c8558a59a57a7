package io.prodhealth.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of the built agent; a Lease of six seconds instead of fifteen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandoverIT {

    private static final Duration LEASE = Duration.ofSeconds(6);

    private Stage stage;

    @BeforeAll
    void start(@TempDir Path logs) throws Exception {
        stage = new Stage(Path.of("").toAbsolutePath(), logs, LEASE);
        stage.goWrong();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void whichever_replica_is_asked_the_page_is_the_leaders() {
        String leader = stage.leader().orElseThrow().name();

        for (AgentProcess replica : stage.replicas()) {
            assertThat(replica.get("/api/v1/report").orElseThrow()).contains("\"replica\":\"" + leader + "\"");
        }
    }

    @Test
    void leaders_that_are_killed_lose_nothing_and_those_that_end_hardly_any_time() throws Exception {
        for (int i = 0; i < 3; i++) {
            Failover killed = Failover.of(stage, true);
            assertThat(killed.wrong()).isEmpty();
        }
        Failover ended = Failover.of(stage, false);
        assertThat(ended.wrong()).isEmpty();
        Exported now = stage.leader().flatMap(AgentProcess::scrape).orElseThrow();
        assertThat(now.series().get("prodhealth_handover_gap_seconds")).isBetween(0.0, 60.0);
    }
}
