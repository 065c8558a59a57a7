package io.prodhealth.snapshot;

import java.util.List;

/**
 * What some proxies of a realtime API say of its requests, asked one by one while Prometheus cannot be. It is a sample, and
 * a type of its own so that nothing can take it for the whole.
 *
 * @param workload the API
 * @param pods pods of the API that have a running proxy
 * @param sampled how many of them, of those that answered, have how many requests, each rounded to a tenth
 */
public record ProxySample(Workload workload, int pods, List<RequestLoad.Share> sampled) {

    /** Proxies that answered. */
    public int answered() {
        return sampled.stream().mapToInt(RequestLoad.Share::pods).sum();
    }

    /** For how many pods one that answered stands. */
    public double scale() {
        int answered = answered();
        return answered == 0 ? 0 : Math.max(pods, answered) / (double) answered;
    }

    /** Requests in flight of the whole API, scaled up from the sample. */
    public double inFlight() {
        return scale()
                * sampled.stream()
                        .mapToDouble(share -> share.inFlight() * share.pods())
                        .sum();
    }
}
