package io.prodhealth.cli.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something has another state than before.
 *
 * @param at the moment
 * @param since time since the first record
 * @param before its last state; empty for the first
 */
public record StateChange(Instant at, Duration since, Subject subject, Optional<State> before, State after) {}
