package io.prodhealth.signal.prometheus;

/**
 * Which instance type Prometheus should run on.
 *
 * @param present the one it runs on
 * @param recommended the smallest of the ladder that carries the load with the margin; the largest when none does
 * @param enough whether {@code recommended} does
 * @param reason what decided, with its numbers, in words
 */
public record Advice(String present, String recommended, boolean enough, String reason) {

    /** Said with every recommendation: the setting of Cortex cannot be changed on a live cluster. */
    public static final String HOW =
            "prometheus_instance_type cannot be changed on a live cluster: it takes a new cluster and a move to it";

    /** Whether the one it runs on is not enough. */
    public boolean change() {
        return !present.equals(recommended);
    }
}
