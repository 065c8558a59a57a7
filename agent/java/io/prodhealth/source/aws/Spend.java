package io.prodhealth.source.aws;

import java.time.YearMonth;
import java.util.Map;

/**
 * What asking AWS has cost in a calendar month, by list price: small enough to be kept across restarts.
 *
 * @param month of UTC, as AWS bills
 * @param usd USD by service
 */
public record Spend(YearMonth month, Map<String, Double> usd) {

    /** A copy that nobody changes. */
    public Spend {
        usd = Map.copyOf(usd);
    }

    /** All services together. */
    public double total() {
        return usd.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
