package io.prodhealth.config;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the protection of the endpoints that is in force, and reads it anew: certificates are renewed while the agent runs.
 * What cannot be read, or is refused by who takes it, leaves the old one in force. Safe for use by several threads.
 */
public final class WebConfigWatch {

    private static final Logger LOG = LoggerFactory.getLogger(WebConfigWatch.class);

    private final String file;
    private WebConfig current;
    private List<ConfigError> errors = List.of();
    private Consumer<WebConfig> taker = ignored -> {};

    /** @param file empty where none is named, and nothing is ever read */
    public WebConfigWatch(String file, WebConfig first) {
        this.file = file;
        this.current = first;
    }

    /** Nothing is protected, and nothing changes. */
    public static WebConfigWatch none() {
        return new WebConfigWatch("", WebConfig.NONE);
    }

    /** What is in force. */
    public synchronized WebConfig current() {
        return current;
    }

    /** Why what is in the files is not in force; empty when it is. */
    public synchronized List<ConfigError> errors() {
        return errors;
    }

    /**
     * Who takes what is new.
     *
     * @param taker throws IllegalArgumentException with a sentence for what cannot be used
     */
    public synchronized void onChange(Consumer<WebConfig> taker) {
        this.taker = taker;
    }

    /** Reads the files anew. */
    public synchronized List<ConfigError> reload() {
        if (file.isEmpty()) {
            return List.of();
        }
        List<ConfigError> before = errors;
        try {
            WebConfig next = WebConfigReader.read(file);
            if (!next.equals(current)) {
                taker.accept(next);
                current = next;
                LOG.info("the protection of the endpoints is reloaded");
            }
            errors = List.of();
        } catch (ConfigException e) {
            errors = e.errors();
        } catch (IllegalArgumentException e) {
            errors = List.of(new ConfigError(file, String.valueOf(e.getMessage()), "", ""));
        }
        if (!errors.equals(before)) {
            errors.stream()
                    .limit(20)
                    .forEach(error -> LOG.atError()
                            .addKeyValue("error", error.render())
                            .log("the protection of the endpoints is not reloaded, the old one stays"));
        }
        return errors;
    }

    /** Reads them every few seconds: a mounted secret is renewed without a word. */
    public void watch(ScheduledExecutorService scheduler) {
        Duration each = ConfigReloader.POLL_INTERVAL;
        if (!file.isEmpty()) {
            var ignored = scheduler.scheduleWithFixedDelay(
                    this::reload, each.toMillis(), each.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
