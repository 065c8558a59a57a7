package io.prodhealth.report;

import java.time.Instant;
import java.util.List;

/**
 * The configuration in force.
 *
 * @param file where it was read from; empty when there is no file and every value is the default
 * @param hash of the effective values
 * @param loadedAt when it came into force
 * @param errors why the last reload was refused, one line each; empty when it was not
 */
public record ConfigStatus(String file, String hash, Instant loadedAt, List<String> errors) {}
