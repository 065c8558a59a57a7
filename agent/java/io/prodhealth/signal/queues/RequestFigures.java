package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Workload;
import java.util.OptionalDouble;

/**
 * Requests of one realtime API, which wait in the proxies of its pods.
 *
 * @param api the API
 * @param inFlight requests being served or waiting
 * @param queued requests waiting: what each pod has beyond what it works on at once
 * @param waitSeconds seconds that a request waits, estimated: those that wait over those that are served a second
 * @param freeSlots requests that its ready pods would still take
 * @param measured pods that were measured
 * @param pods pods that these stand for
 * @param ofProxies whether proxies were asked one by one, at most some of each API, because Prometheus is down
 */
public record RequestFigures(
        Workload api,
        double inFlight,
        OptionalDouble queued,
        OptionalDouble waitSeconds,
        OptionalDouble freeSlots,
        int measured,
        int pods,
        boolean ofProxies) {}
