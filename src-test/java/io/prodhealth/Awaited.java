package io.prodhealth;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition without sleeping: it is looked at again whenever something has changed. */
public final class Awaited implements Runnable {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    /** For conditions that change without a word, such as the count of a request. */
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Something has changed. */
    @Override
    public synchronized void run() {
        notifyAll();
    }

    /** Waits until {@code condition} holds, and fails with {@code what} when it does not in time. */
    public void until(String what, BooleanSupplier condition) {
        until(what, LONGEST, condition);
    }

    /** The same, for what is promised within {@code longest}. */
    public synchronized void until(String what, Duration longest, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            try {
                wait(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what, e);
            }
        }
    }
}
