package io.prodhealth.signal.prometheus;

import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How parts that may be unknown are put together: the whole is unknown for the reason of the first that is. */
final class Parts {

    private Parts() {}

    static <T, U> Observed<U> then(Observed<T> part, Function<T, Observed<U>> next) {
        return switch (part) {
            case Observed.Known<T>(T value, Instant at) -> next.apply(value);
            case Observed.Unknown<T>(Observed.Reason reason, Instant since, String action) ->
                new Observed.Unknown<>(reason, since);
        };
    }

    static <T, U, R> Observed<R> both(Observed<T> one, Observed<U> other, BiFunction<T, U, R> whole) {
        return then(one, value -> other.map(second -> whole.apply(value, second)));
    }

    static Observed<Double> of(OptionalDouble value, Instant at) {
        return value.isPresent()
                ? new Observed.Known<>(value.getAsDouble(), at)
                : new Observed.Unknown<>(Observed.Reason.ABSENT, at);
    }

    /** A share of a limit that is not 0. */
    static Observed<Double> share(Observed<Double> used, Observed<Double> limit) {
        return then(
                used,
                value -> then(
                        limit,
                        most -> most > 0
                                ? limit.map(any -> value / most)
                                : new Observed.Unknown<>(Observed.Reason.INVALID, at(limit))));
    }

    private static Instant at(Observed<?> part) {
        return switch (part) {
            case Observed.Known<?>(Object value, Instant at) -> at;
            case Observed.Unknown<?>(Observed.Reason reason, Instant since, String action) -> since;
        };
    }
}
