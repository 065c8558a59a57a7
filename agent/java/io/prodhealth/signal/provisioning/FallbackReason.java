package io.prodhealth.signal.provisioning;

import java.util.Locale;
import java.util.regex.Pattern;

/** Why spot failed. */
public enum FallbackReason {
    /** AWS has no such instances to spare. */
    CAPACITY,
    /** The price asked for is above the one that was offered. */
    PRICE,
    /** The account may not have more: another remedy than for capacity. */
    QUOTA,
    /** The nodes did not come in time, and nothing tells why. */
    TIMEOUT,
    /** It failed for another reason, say an invalid launch template. */
    UNKNOWN;

    private static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE;
    private static final Pattern QUOTAS = Pattern.compile(
            "MaxSpotInstanceCountExceeded|VcpuLimitExceeded|InstanceLimitExceeded|max spot instance count"
                    + "|you have requested more (vcpu|instances)|quota",
            IGNORE_CASE);
    private static final Pattern PRICES =
            Pattern.compile("SpotMaxPriceTooLow|spot request price|price-too-low", IGNORE_CASE);
    private static final Pattern CAPACITIES = Pattern.compile(
            "Insufficient(Instance|Host|ReservedInstance)?Capacity|insufficient capacity|UnfulfillableCapacity"
                    + "|capacity-not-available|placeholder-cannot-be-fulfilled|OutOfResource"
                    + "|no spot capacity|cannot provision any more instances",
            IGNORE_CASE);
    private static final Pattern TIMEOUTS = Pattern.compile("timed? ?out", IGNORE_CASE);

    /** The value of the label {@code reason}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a message of AWS or of an autoscaler tells, by the error codes in it. */
    static FallbackReason of(String message) {
        if (QUOTAS.matcher(message).find()) {
            return QUOTA;
        }
        if (PRICES.matcher(message).find()) {
            return PRICE;
        }
        if (CAPACITIES.matcher(message).find()) {
            return CAPACITY;
        }
        return TIMEOUTS.matcher(message).find() ? TIMEOUT : UNKNOWN;
    }
}
