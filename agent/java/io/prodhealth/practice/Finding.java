package io.prodhealth.practice;

import java.time.Instant;

/**
 * Something that a practice found.
 *
 * @param subject on what
 * @param severity how bad
 * @param observed what is there
 * @param expected what should be
 * @param at when what it stands on was read
 * @param remedy what to do
 * @param worksOnLiveCluster whether that can be done without a new cluster
 * @param field where in the user's own file it is set, as a path with dots ({@code pod.containers.0.image}); empty for none
 */
public record Finding(
        Subject subject,
        Severity severity,
        String observed,
        String expected,
        Instant at,
        String remedy,
        boolean worksOnLiveCluster,
        String field) {}
