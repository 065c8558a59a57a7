package io.prodhealth.cli;

import io.prodhealth.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code record} hands over to. */
@FunctionalInterface
public interface RecordRunner {

    /**
     * What is to be recorded.
     *
     * @param folder where to; empty, or not there yet
     * @param duration for how long; empty until the process is told to end
     * @param hashNames whether names are made unreadable
     * @param config how the cluster is read
     */
    record Wanted(Path folder, Optional<Duration> duration, boolean hashNames, Config config) {}

    /**
     * Records until the time is over or the process is told to end.
     *
     * @param say tells people what is going on, a sentence at a time
     */
    void record(Wanted wanted, Consumer<String> say) throws Exception;
}
