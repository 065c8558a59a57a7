package io.prodhealth.snapshot;

import java.util.OptionalDouble;

/**
 * How requests of an API were answered: of a realtime API as Cortex's gateway counts and times them ({@code istio_requests_total},
 * {@code istio_request_duration_milliseconds}), of an async API as its workers do. The gateway's times have the wait in the
 * queue of a pod in them; those of async workers do not. Each is empty where it is not known, and times are where nothing
 * was answered.
 *
 * @param lately mean over five minutes
 * @param minute mean over the last minute
 * @param meanSeconds mean time of an answer, seconds, over five minutes
 * @param p50Seconds time that half of the answers do not exceed, seconds, over five minutes
 * @param p99Seconds time that 99 of 100 answers do not exceed, seconds, over five minutes; with few answers it is the slowest
 */
public record Answers(
        Rates lately, Rates minute, OptionalDouble meanSeconds, OptionalDouble p50Seconds, OptionalDouble p99Seconds) {

    /** Nothing is known. */
    public static final Answers UNKNOWN = new Answers(
            Rates.UNKNOWN, Rates.UNKNOWN, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /**
     * Answers a second.
     *
     * @param served without an error of the server: of the gateway all but 5xx, of async workers 200 and 4xx
     * @param errors the others, 503 among them
     * @param refused status 503: a full queue, no pod that is ready, or the container's own word; the gateway of Cortex does
     *     not tell these apart
     */
    public record Rates(OptionalDouble served, OptionalDouble errors, OptionalDouble refused) {

        /** Nothing is known. */
        public static final Rates UNKNOWN =
                new Rates(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

        /** All answers a second; empty while one sort is not known. */
        public OptionalDouble all() {
            return served.isPresent() && errors.isPresent()
                    ? OptionalDouble.of(served.getAsDouble() + errors.getAsDouble())
                    : OptionalDouble.empty();
        }
    }

    /** Only what was answered without an error is known. */
    static Answers served(OptionalDouble served) {
        return new Answers(
                new Rates(served, OptionalDouble.empty(), OptionalDouble.empty()),
                Rates.UNKNOWN,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
