package io.prodhealth.evaluation;

import java.util.Optional;

/**
 * Where the state of a signal is kept from one evaluation to the next, and, where the implementation can, from one life of
 * the agent to the next.
 *
 * @param <S> the state; immutable
 */
public interface Memory<S> {

    /** The state remembered last; empty at the very start, or when what was kept cannot be used. */
    Optional<S> recall();

    /** Keeps {@code state} instead of what was kept. */
    void remember(S state);

    /** Memory that ends with the process. */
    static <S> Memory<S> ofProcess() {
        return new Memory<>() {
            private volatile Optional<S> kept = Optional.empty();

            @Override
            public Optional<S> recall() {
                return kept;
            }

            @Override
            public void remember(S state) {
                kept = Optional.of(state);
            }
        };
    }
}
