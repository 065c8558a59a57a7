package io.prodhealth.state;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the memory when this replica begins to lead, hands it over, and from then on writes it when it has changed, for as
 * long as it leads. What cannot
 * be used (corrupt, too large, from a newer version) is said, set aside and started afresh; a store that may not be used
 * costs only that a restart forgets.
 *
 * @param <M> the memory
 */
public final class StateKeeper<M> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);

    /** Half of what a config map may hold, so that what is set aside fits beside it. */
    static final int MOST_CHARACTERS = 400_000;

    private static final Duration LAST_WRITE = Duration.ofSeconds(3);

    /** So often in a row it may fail to be read until going on without it is better than waiting. */
    private static final int TRIES = 3;

    /** Between looks whether something was decided. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Between these: nothing can be exported meanwhile. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final StateStore store;
    private final StateFormat<M> format;
    private final Supplier<M> memory;
    private final Function<M, ?> decided;
    private final Consumer<M> resume;
    private final Duration interval;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition stopped = state.newCondition();

    private String kept = "";
    private String setAside = "";
    private @Nullable Object keptDecided;
    private boolean loaded;
    private int tries;
    private boolean resigned;
    private long reign;
    private boolean closing;
    private boolean denied;
    private String problem = "";
    private @Nullable Instant savedAt;

    /**
     * Not started yet.
     *
     * @param memory what is to be kept, as of now; called on a virtual thread
     * @param decided the part of it that is written within seconds of a change, which must be seldom
     * @param resume given what was kept, once, before anything is written
     * @param interval between looks at what has changed, and between tries
     */
    public StateKeeper(
            StateStore store,
            StateFormat<M> format,
            Supplier<M> memory,
            Function<M, ?> decided,
            Consumer<M> resume,
            Duration interval,
            Clock clock) {
        this.store = store;
        this.format = format;
        this.memory = memory;
        this.decided = decided;
        this.resume = resume;
        this.interval = interval;
        this.clock = clock;
    }

    /** Begins to lead: reads, then keeps. */
    public void start() {
        long mine;
        state.lock();
        try {
            resigned = false;
            loaded = false;
            tries = 0;
            mine = ++reign;
        } finally {
            state.unlock();
        }
        threads.execute(() -> {
            try {
                boolean goesOn = true;
                while (goesOn) {
                    round();
                    goesOn = goesOn(mine, pause());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Leads no more: what is kept now is another's. */
    public void stop() {
        state.lock();
        try {
            resigned = true;
            reign++;
            stopped.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** Whether what was kept has been taken up, or cannot be: until then counters are not what they were. */
    public boolean settled() {
        state.lock();
        try {
            return loaded || tries >= TRIES || denied;
        } finally {
            state.unlock();
        }
    }

    private Duration pause() {
        state.lock();
        try {
            if (problem.isEmpty() || denied) {
                return interval;
            }
            return loaded ? interval.dividedBy(4) : BETWEEN_TRIES;
        } finally {
            state.unlock();
        }
    }

    /** One look: reads if nothing was read yet, else writes if something has changed. True when all is well. */
    boolean round() throws InterruptedException {
        writing.lock();
        try {
            if (isLoaded()) {
                save();
            } else {
                load();
            }
            problem("", false);
            return true;
        } catch (StateStore.Denied e) {
            problem(e.getMessage(), true);
            // Someone has to grant it first; there is no hurry.
            return true;
        } catch (IOException e) {
            problem(e.getMessage(), false);
            return false;
        } finally {
            writing.unlock();
        }
    }

    private void load() throws IOException, InterruptedException {
        String text = store.read().orElse("");
        if (!text.isEmpty()) {
            try {
                if (text.length() > MOST_CHARACTERS) {
                    throw new IllegalArgumentException("it is longer than " + MOST_CHARACTERS + " characters");
                }
                resume.accept(format.read(text));
            } catch (IllegalArgumentException e) {
                setAside = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("what was kept cannot be used: set aside, starting afresh");
            }
        }
        kept = text;
        loaded();
        // At once, so that a missing permission is known now and not when there is something to lose.
        save();
    }

    private void save() throws IOException, InterruptedException {
        M now = memory.get();
        String text = format.write(now);
        if (text.equals(kept)) {
            keptDecided(now);
            return;
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new IOException("what has to be kept is longer than " + MOST_CHARACTERS + " characters");
        }
        store.write(text, setAside);
        kept = text;
        keptDecided(now);
        state.lock();
        try {
            savedAt = clock.instant();
        } finally {
            state.unlock();
        }
    }

    private void keptDecided(M now) {
        state.lock();
        try {
            keptDecided = decided.apply(now);
        } finally {
            state.unlock();
        }
    }

    private boolean isLoaded() {
        state.lock();
        try {
            return loaded;
        } finally {
            state.unlock();
        }
    }

    private void loaded() {
        state.lock();
        try {
            loaded = true;
        } finally {
            state.unlock();
        }
    }

    private void problem(@Nullable String message, boolean isDenied) {
        String now = message == null ? "failed" : message;
        state.lock();
        try {
            denied = isDenied;
            tries += now.isEmpty() ? 0 : 1;
            if (!now.isEmpty() && !now.equals(problem)) {
                LOG.atWarn().addKeyValue("error", now).log("what must outlive a restart cannot be kept");
            }
            problem = now;
        } finally {
            state.unlock();
        }
    }

    private boolean hasDecided() {
        return problem.isEmpty() && !decided.apply(memory.get()).equals(keptDecided);
    }

    /** False when it was closed, or leads no more, or anew. */
    private boolean goesOn(long mine, Duration time) throws InterruptedException {
        state.lock();
        try {
            long end = System.nanoTime() + time.toNanos();
            long left = time.toNanos();
            while (!closing && mine == reign && left > 0 && !hasDecided()) {
                stopped.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
                left = end - System.nanoTime();
            }
            return !closing && mine == reign;
        } finally {
            state.unlock();
        }
    }

    /**
     * How the keeping is doing.
     *
     * @param works nothing stands in its way
     * @param savedAt last time something was written; null before the first
     * @param problem what is wrong, for people; empty when nothing is
     */
    public record Status(boolean works, @Nullable Instant savedAt, String problem) {}

    /** How the keeping is doing. */
    public Status status() {
        state.lock();
        try {
            return new Status(problem.isEmpty(), savedAt, problem);
        } finally {
            state.unlock();
        }
    }

    /** Keeps what has changed since the last look, if that is quick, and ends. */
    @Override
    public void close() {
        boolean last;
        state.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            stopped.signalAll();
            last = !resigned;
        } finally {
            state.unlock();
        }
        threads.execute(() -> {
            try {
                if (last && round()) {
                    LOG.atDebug().log("kept what must outlive the restart");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
