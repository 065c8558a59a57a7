package io.prodhealth.snapshot.posture;

/**
 * What CloudWatch says of a NAT gateway over the last day.
 *
 * @param portErrors {@code ErrorPortAllocation}, sum: connections that found no port
 * @param packetsDropped {@code PacketsDropCount}, sum
 * @param bytesPerSecond {@code BytesOutToDestination}, 95th percentile of the minutes or five minutes read
 */
public record NatUse(double portErrors, double packetsDropped, double bytesPerSecond) {}
