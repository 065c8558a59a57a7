package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloaderTest {
    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    @TempDir
    Path directory;

    private final List<Config> published = new ArrayList<>();
    private Instant now = START;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("prodhealth.yaml");
        Files.writeString(file, "metrics: {series_budget: 1000}");
    }

    @Test
    void a_reload_reads_the_file_again_and_tells_the_listeners() throws Exception {
        ConfigReloader reloader = reloader(file);
        String before = reloader.status().hash();
        Files.writeString(file, "metrics: {series_budget: 2000}");
        now = START.plusSeconds(60);

        ReloadResult result = reloader.reload();

        assertThat(result.successful()).isTrue();
        assertThat(result.needRestart()).containsExactly("metrics.series_budget");
        assertThat(result.hash())
                .isNotEqualTo(before)
                .isEqualTo(reloader.status().hash());
        assertThat(published).containsExactly(reloader.current());
        assertThat(reloader.current().metrics().seriesBudget()).isEqualTo(2000);
        assertThat(reloader.status().lastSuccess()).isEqualTo(now);
    }

    @Test
    void a_bad_file_leaves_the_old_configuration_in_force_and_says_why() throws Exception {
        ConfigReloader reloader = reloader(file);
        ConfigReloader.Status before = reloader.status();
        Files.writeString(file, "metrics: {series_budget: 2}\nlogs: {}");
        now = START.plusSeconds(60);

        ReloadResult result = reloader.reload();

        assertThat(result.errors()).hasSize(2);
        assertThat(result.hash()).isEqualTo(before.hash());
        assertThat(reloader.status())
                .isEqualTo(new ConfigReloader.Status(before.config(), before.hash(), result.errors(), START));
        assertThat(published).isEmpty();

        Files.writeString(file, "metrics: {series_budget: 1000}");
        assertThat(reloader.reload().successful()).isTrue();
        assertThat(reloader.status().lastSuccessful()).isTrue();
    }

    @Test
    void a_change_that_needs_a_restart_is_named() throws Exception {
        ConfigReloader reloader = reloader(file);
        Files.writeString(file, "web: {listen_address: ':1'}\nlog: {level: warn}\nmetrics: {series_budget: 1000}");

        assertThat(reloader.reload().needRestart()).containsExactly("web.listen_address");
    }

    @Test
    void a_file_that_is_the_same_tells_nobody() throws Exception {
        ConfigReloader reloader = reloader(file);

        reloader.reloadIfChanged();
        Files.writeString(file, "# a comment\nmetrics: {series_budget: 1000}");
        reloader.reloadIfChanged();

        assertThat(published).isEmpty();
    }

    @Test
    void a_change_between_the_first_reading_and_the_first_look_is_seen() throws Exception {
        ConfigReader reader = new ConfigReader(Map.of(), Map.of("--config.file", file.toString()));
        Config first = reader.read();
        Files.writeString(file, "metrics: {series_budget: 2000}");
        ConfigReloader reloader = new ConfigReloader(reader, first, clock());

        reloader.reloadIfChanged();

        assertThat(reloader.current().metrics().seriesBudget()).isEqualTo(2000);
    }

    @Test
    void a_file_that_was_seen_is_not_read_again_at_every_look() throws Exception {
        ConfigReloader reloader = reloader(file);
        Files.writeString(file, "bad");
        reloader.reloadIfChanged();
        assertThat(reloader.status().lastSuccessful()).isFalse();

        Files.writeString(file, "metrics: {series_budget: 1000}");
        reloader.reload();
        now = START.plusSeconds(60);
        reloader.reloadIfChanged();

        assertThat(reloader.status().lastSuccessful()).isTrue();
        assertThat(reloader.status().lastSuccess()).isEqualTo(START);
    }

    /** As the kubelet does: the file is a link into ..data, which is a link to a directory, replaced as one. */
    @Test
    void the_swap_of_a_config_map_is_seen() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        Path old = Files.createDirectory(mount.resolve("..2026_1"));
        Files.writeString(old.resolve("prodhealth.yaml"), "metrics: {series_budget: 1111}");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_1"));
        Path link = Files.createSymbolicLink(mount.resolve("prodhealth.yaml"), Path.of("..data/prodhealth.yaml"));
        ConfigReloader reloader = reloader(link);
        reloader.reloadIfChanged();

        Path next = Files.createDirectory(mount.resolve("..2026_2"));
        Path content = Files.writeString(next.resolve("prodhealth.yaml"), "metrics: {series_budget: 2222}");
        Files.setLastModifiedTime(content, Files.getLastModifiedTime(old.resolve("prodhealth.yaml")));
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(old.resolve("prodhealth.yaml"));
        reloader.reloadIfChanged();

        assertThat(reloader.current().metrics().seriesBudget()).isEqualTo(2222);
        assertThat(published).hasSize(1);
    }

    @Test
    void a_file_that_vanishes_leaves_the_old_configuration_and_is_read_when_it_is_back() throws Exception {
        ConfigReloader reloader = reloader(file);
        reloader.reloadIfChanged();
        Files.delete(file);
        reloader.reloadIfChanged();
        assertThat(reloader.status().lastSuccessful()).isFalse();
        assertThat(reloader.current().metrics().seriesBudget()).isEqualTo(1000);

        write();
        reloader.reloadIfChanged();

        assertThat(reloader.status().lastSuccessful()).isTrue();
    }

    @Test
    void a_listener_that_fails_does_not_keep_the_news_from_the_next() throws Exception {
        ConfigReader reader = new ConfigReader(Map.of(), Map.of("--config.file", file.toString()));
        ConfigReloader reloader = new ConfigReloader(reader, Config.defaults(), clock());
        reloader.onChange(config -> {
            throw new IllegalStateException("refused");
        });
        reloader.onChange(published::add);

        assertThat(reloader.reload().successful()).isTrue();
        assertThat(published).hasSize(1);
    }

    @Test
    void only_a_file_is_watched() throws Exception {
        try (var scheduler = new ScheduledThreadPoolExecutor(1)) {
            assertThat(new ConfigReloader(new ConfigReader(Map.of(), Map.of()), Config.defaults(), clock())
                            .watchFile(scheduler))
                    .isEmpty();
            assertThat(reloader(file).watchFile(scheduler))
                    .hasValueSatisfying(
                            task -> assertThat(task.getDelay(TimeUnit.SECONDS)).isBetween(1L, 5L));
            scheduler.shutdownNow();
        }
    }

    @Test
    void a_hangup_signal_reloads() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        assertThat(ProcessSignal.HUP.handle(handled::countDown)).isTrue();

        new ProcessBuilder(
                        "kill", "-HUP", String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();

        assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private ConfigReloader reloader(Path path) throws ConfigException {
        ConfigReader reader = new ConfigReader(Map.of(), Map.of("--config.file", path.toString()));
        ConfigReloader reloader = new ConfigReloader(reader, reader.read(), clock());
        reloader.onChange(published::add);
        return reloader;
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
