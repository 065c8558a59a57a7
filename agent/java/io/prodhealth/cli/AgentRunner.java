package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReloader;
import io.prodhealth.config.WebConfigWatch;

/** What {@code run} hands the configuration to. */
@FunctionalInterface
public interface AgentRunner {
    /**
     * Runs the agent until it is told to stop.
     *
     * @param config what to start with
     * @param reloader tells of later configurations, and reloads when asked
     * @param web how the endpoints are protected
     */
    void run(Config config, ConfigReloader reloader, WebConfigWatch web) throws Exception;
}
