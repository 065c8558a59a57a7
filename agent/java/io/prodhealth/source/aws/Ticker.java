package io.prodhealth.source.aws;

import java.util.concurrent.TimeUnit;

/** Time that is waited for; a test has one of its own, so that it need not sleep. */
interface Ticker {

    /** The clock of the machine, and its sleep. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Waits on a virtual thread. */
    void sleep(long nanos) throws InterruptedException;
}
