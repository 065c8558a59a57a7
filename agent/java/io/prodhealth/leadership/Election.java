package io.prodhealth.leadership;

import java.time.Clock;

/** Decides who leads. */
public interface Election extends AutoCloseable {

    /**
     * Begins to take part.
     *
     * @param onChange called after each change of the role, one call at a time, on any thread
     */
    void start(Runnable onChange);

    /** How it stands now. */
    Leadership leadership();

    /** Gives the lead up, if that is quick, and takes no further part. */
    @Override
    void close();

    /** None: this replica leads. */
    static Election none(Replica self, Clock clock) {
        Leadership alone = Leadership.alone(self, clock.instant(), "");
        return new Election() {
            @Override
            public void start(Runnable onChange) {
                onChange.run();
            }

            @Override
            public Leadership leadership() {
                return alone;
            }

            @Override
            public void close() {
                // There is nothing to give up.
            }
        };
    }
}
