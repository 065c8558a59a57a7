package io.prodhealth.snapshot;

/**
 * Requests of an API that are being served or wait in its queue, summed over its pods.
 *
 * @param apiName name of the API; Cortex keeps all APIs in one namespace, and its async series carry no other label
 * @param requests mean over the last 10 seconds for realtime APIs, messages queued and in work for async ones
 */
public record InFlight(String apiName, double requests) {}
