package io.prodhealth.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the configuration in force and reads it anew when asked: by a call, by SIGHUP, by a change of the file. Where it
 * cannot be read the old one stays. Safe for use by several threads; reloads happen one after the other.
 */
public final class ConfigReloader {
    /** Between two looks at the file; the kubelet itself takes up to a minute to bring a changed ConfigMap. */
    public static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigReloader.class);

    private final ConfigReader reader;
    private final Clock clock;
    private final List<Consumer<Config>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Status status;
    private byte[] seen = {};

    /**
     * What the agent's own metrics say of its configuration.
     *
     * @param config the one in force
     * @param hash of the one in force
     * @param errors why the last reload was refused; empty when it was not
     * @param lastSuccess when the one in force was last read without an error
     */
    public record Status(Config config, String hash, List<ConfigError> errors, Instant lastSuccess) {
        /** Whether the last reload was; true before the first. */
        public boolean lastSuccessful() {
            return errors.isEmpty();
        }
    }

    /** @param config what the agent was started with, from the same reader */
    public ConfigReloader(ConfigReader reader, Config config, Clock clock) {
        this.reader = reader;
        this.clock = clock;
        this.status = new Status(config, config.hash(), List.of(), clock.instant());
    }

    /** Of one moment, without waiting for a reload under way. */
    public Status status() {
        return status;
    }

    /** The configuration in force. */
    public Config current() {
        return status.config();
    }

    /** Where settings are read from besides the environment and the flags; empty where there is no file. */
    public String file() {
        return reader.file().orElse("");
    }

    /** Called with every new configuration that differs from the last, on the thread that reloads; must not block. */
    public void onChange(Consumer<Config> listener) {
        listeners.add(listener);
    }

    /** Reads everything anew; for POST /-/reload and SIGHUP. */
    public ReloadResult reload() {
        lock.lock();
        try {
            // Before reading: a change in between is then seen by the next look.
            seen = fingerprint();
            return read();
        } finally {
            lock.unlock();
        }
    }

    /** Reloads where the file is not what it was at the last look. */
    public void reloadIfChanged() {
        lock.lock();
        try {
            byte[] now = fingerprint();
            if (!Arrays.equals(now, seen)) {
                seen = now;
                read();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the file every {@link #POLL_INTERVAL}; does nothing where there is none. */
    public Optional<ScheduledFuture<?>> watchFile(ScheduledExecutorService scheduler) {
        long millis = POLL_INTERVAL.toMillis();
        return reader.file()
                .map(file ->
                        scheduler.scheduleWithFixedDelay(this::reloadIfChanged, millis, millis, TimeUnit.MILLISECONDS));
    }

    private ReloadResult read() {
        Config before = current();
        Config after;
        try {
            after = reader.read();
        } catch (ConfigException e) {
            status = new Status(before, status.hash(), e.errors(), status.lastSuccess());
            e.errors().stream()
                    .limit(20)
                    .forEach(error -> LOG.atError()
                            .addKeyValue("error", error.render())
                            .log("configuration not reloaded, the old one stays"));
            return new ReloadResult(e.errors(), List.of(), status.hash());
        }
        boolean recovered = !status.lastSuccessful();
        status = new Status(after, after.hash(), List.of(), clock.instant());
        if (after.equals(before)) {
            LOG.atLevel(recovered ? Level.INFO : Level.DEBUG).log("configuration read again, nothing changed");
            return new ReloadResult(List.of(), List.of(), status.hash());
        }
        List<String> needRestart = Settings.ALL.stream()
                .filter(setting -> !setting.reloadable())
                .filter(setting ->
                        !setting.of().apply(before).equals(setting.of().apply(after)))
                .map(Setting::path)
                .toList();
        LOG.atInfo().addKeyValue("hash", status.hash()).log("configuration reloaded");
        needRestart.forEach(path ->
                LOG.atWarn().addKeyValue("setting", path).log("setting changed, takes effect at the next start"));
        for (Consumer<Config> listener : listeners) {
            try {
                listener.accept(after);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("part of the agent did not take the new configuration");
            }
        }
        return new ReloadResult(List.of(), needRestart, status.hash());
    }

    /**
     * Of the content alone, read again each time: a WatchService on the file misses the swap of the ..data symlink by
     * which a ConfigMap changes, times and sizes can stay the same, and the file is small.
     */
    private byte[] fingerprint() {
        Optional<String> file = reader.file();
        if (file.isEmpty()) {
            return new byte[0];
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(ConfigReader.bytes(Path.of(file.get())));
        } catch (IOException | InvalidPathException e) {
            return new byte[] {'?'};
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
