package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.Ran;
import io.prodhealth.cli.RecordRunner;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.prometheus.Standing;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus says of itself is recorded beside the cluster, and a replay says of it what the agent would have said. */
class PrometheusRecordingTest {

    @TempDir
    private Path folder;

    private final Simulator cluster = Simulator.start(SimulatorOptions.production());

    @BeforeEach
    void record() throws Exception {
        Config config = new ConfigReader(
                        Map.of(),
                        Map.of(
                                "--kubernetes.kubeconfig",
                                cluster.kubeconfig().toString(),
                                "--prometheus.url",
                                cluster.prometheusUrl(),
                                "--aws.enabled",
                                "false"))
                .read();
        try (LiveRecording recording = new LiveRecording(
                new RecordRunner.Wanted(folder.resolve("it"), Optional.empty(), false, config),
                new BuildInfo("0.1.0", "0123456", "2026-01-01", "25"),
                Clock.systemUTC())) {
            recording.start();
            new Awaited().until("the cluster and its Prometheus are recorded", () -> recorded(recording));
        }
    }

    private boolean recorded(LiveRecording recording) {
        try {
            recording.tick();
            return recording.begin().isPresent() && written().contains("\"status\":\"ready\"");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String written() throws IOException {
        Path file = folder.resolve("it/prometheus.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void the_load_is_judged_as_it_was_live() throws Exception {
        PrometheusLoad load = judged(Set.of());

        assertThat(load.standing().state()).isEqualTo(Standing.State.UP);
        assertThat(load.version()).isEqualTo("3.12.0");
        assertThat(load.figures().headSeries().known()).contains(48_211.0);
        assertThat(load.ratio(Dimension.MEMORY)).hasValue((618_496.0 + 31_741) / 3_148_264);
        assertThat(load.ratio(Dimension.STORAGE)).hasValue((1_210_771.0 + 4_156_060) / (35.0 * (1L << 30)));
        assertThat(load.figures().query()).isInstanceOf(Observed.Known.class);
        assertThat(load.advice().known().orElseThrow().present()).isEqualTo("t3.medium");
    }

    @Test
    void it_can_be_left_out() throws Exception {
        PrometheusLoad load = judged(Set.of(Recording.Without.PROMETHEUS));

        assertThat(load.standing().state()).isEqualTo(Standing.State.UNKNOWN);
        assertThat(load.figures().headSeries()).isInstanceOf(Observed.Unknown.class);
        assertThat(load.pods().known()).contains(67);
    }

    @Test
    void a_replay_tells_that_it_was_up() {
        assertThat(replay()).contains("\"prometheus\":\"prometheus\"").contains("\"state\":\"up\"");
        assertThat(replay("--without", "prometheus")).doesNotContain("\"prometheus\":\"prometheus\"");
    }

    private PrometheusLoad judged(Set<Recording.Without> without) throws Exception {
        try (Recording recording = Recording.open(folder.resolve("it"), without, "default", complaint -> {
            throw new AssertionError(complaint);
        })) {
            Instant end = recording.begin();
            for (Optional<Instant> next = recording.next(); next.isPresent(); next = recording.next()) {
                end = next.get();
                recording.take();
            }
            recording.endList();
            Signals signals = Signals.of(Config.defaults());
            return signals.step(signals.start(end), recording.snapshot(end))
                    .prometheus()
                    .result();
        }
    }

    private String replay(String... more) {
        String[] words = new String[more.length + 4];
        System.arraycopy(
                new String[] {"replay", "--format", "json", folder.resolve("it").toString()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        Ran replayed = Ran.of(words);
        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCode.OK);
        return replayed.out();
    }
}
