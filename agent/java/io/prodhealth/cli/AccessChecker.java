package io.prodhealth.cli;

import io.prodhealth.access.Access;
import io.prodhealth.config.Config;
import java.time.Duration;

/** What {@code check-access} asks a cluster and AWS by. */
@FunctionalInterface
public interface AccessChecker {

    /**
     * Asks once about everything that the sources that are enabled need.
     *
     * @param config how the cluster and AWS are reached
     * @param timeout after which what has not been answered is unknown
     */
    Access check(Config config, Duration timeout) throws Exception;
}
