package io.prodhealth.signal.behaviour;

/**
 * How an API did in one minute; NaN where it is not known. Floats, since some ten thousand of these are kept.
 *
 * @param requests answers a second over the minute
 * @param errors of those, with an error of the API itself: 5xx, without the 503s of a minute in which a pod had no slot free or
 *     none was ready; of an async API what failed and was not the client's fault
 * @param refused of those, status 503 for whatever reason
 * @param mean mean time of an answer, seconds, over five minutes
 * @param p50 time that half of the answers did not exceed, likewise
 * @param p99 time that 99 of 100 answers did not exceed, likewise
 * @param saturated share of its pods that had as many requests as they work on at once, or more
 * @param cpu CPU of its serving pods
 * @param starts pods that have started since the agent has known the API
 * @param unready times since then that a pod stopped being Ready without being removed
 */
public record Vitals(
        float requests,
        float errors,
        float refused,
        float mean,
        float p50,
        float p99,
        float saturated,
        Cpu cpu,
        int starts,
        int unready) {

    /** Nothing is known. */
    public static final Vitals UNKNOWN =
            new Vitals(Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Cpu.UNKNOWN, 0, 0);

    /**
     * CPU that pods use over what they ask for; NaN where it is not known.
     *
     * @param mean of all of them
     * @param most of the one with the most
     * @param fullest CPU that the pods on the fullest of its nodes use over what that node has to give
     * @param there as {@code mean}, of its pods on that node alone
     */
    public record Cpu(float mean, float most, float fullest, float there) {
        static final Cpu UNKNOWN = new Cpu(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
    }

    /** Answers in the minute. */
    public double count() {
        return requests * 60.0;
    }
}
