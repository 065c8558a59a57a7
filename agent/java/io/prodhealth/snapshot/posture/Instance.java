package io.prodhealth.snapshot.posture;

/**
 * An EC2 instance.
 *
 * @param state AWS' word: running, terminated, …
 * @param publicAddress empty where it has none
 */
public record Instance(
        String id, String type, boolean spot, String state, String publicAddress, String subnet, String zone) {}
