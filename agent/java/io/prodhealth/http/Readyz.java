package io.prodhealth.http;

/**
 * Whether the agent is ready.
 *
 * @param ready the agent's figures can be relied on
 * @param reason what it waits for, for people; empty when it is ready
 */
public record Readyz(boolean ready, String reason) {}
