package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentLoopTest {
    private final ManualSchedule schedule = new ManualSchedule(Instant.parse("2027-03-01T12:00:00Z"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_incident_begins_ends_and_leaves_the_cluster_as_it_was(boolean generated) {
        SimulatorOptions options = generated
                ? SimulatorOptions.empty().withGenerated(new SimulatorOptions.Size(10, 60, 20))
                : SimulatorOptions.production();
        try (Simulator simulator = Simulator.start(options.withSchedule(schedule))) {
            int nodes = simulator.list(Resource.NODES).size();
            int pods = simulator.list(Resource.PODS).size();
            Incidents incidents = simulator.incidents(Tempo.demo());
            new Heartbeats(simulator.store(), schedule, incidents.autoscaler(), Duration.ofSeconds(5)).begin();
            Optional<SimulatedAws> aws =
                    generated ? Optional.empty() : Optional.of(SimulatedAws.beside(simulator, incidents));
            int ends = generated ? 12 : 14;
            new IncidentLoop(
                            simulator,
                            incidents,
                            aws,
                            new PrintStream(out, true, StandardCharsets.UTF_8),
                            Duration.ofSeconds(15))
                    .begin();

            String lines = "";
            while (lines.lines().count() < ends) {
                schedule.advance(Duration.ofSeconds(1));
                lines = out.toString(StandardCharsets.UTF_8);
                assertThat(schedule.clock().instant()).isBefore("2027-03-01T12:25:00Z");
            }

            List<String> told = lines.lines().toList();
            assertThat(told.getFirst()).matches("12:00:15 rollout of .* that flaps");
            for (int i = 0; i < ends; i += 2) {
                assertThat(told.get(i + 1).substring(9))
                        .isEqualTo("over: " + told.get(i).substring(9));
            }
            assertThat(simulator.list(Resource.NODES)).hasSize(nodes);
            assertThat(simulator.list(Resource.PODS)).hasSize(pods);
            assertThat(simulator.list(Resource.PODS).stream()
                            .filter(PodStatus::isTerminating)
                            .count())
                    .isZero();
            aws.ifPresent(SimulatedAws::close);
        }
    }
}
