package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time on one thread; delays may be shortened, the clock itself is never bent. */
final class SystemSchedule implements Schedule {
    private static final Logger LOG = LoggerFactory.getLogger(SystemSchedule.class);

    private final ScheduledThreadPoolExecutor executor;
    private final double speed;

    /** @param speed 10 runs delays ten times as fast */
    SystemSchedule(double speed) {
        this.speed = speed;
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("simulator-schedule").daemon().factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (executor.isShutdown()) {
            return;
        }
        var _ = executor.schedule(() -> guarded(task), Math.round(delay.toNanos() / speed), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** The executor would swallow what a task throws. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a scheduled step of the simulator failed", e);
        }
    }
}
