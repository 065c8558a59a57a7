package io.prodhealth.logging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * Logs a fault when it first happens and then at most once an interval, with {@code repeated} telling how often it
 * happened since: what fails every second must not fill the disk. A fault is its message and the object it is about.
 * Safe for use by several threads.
 */
public final class FaultLog {
    /** Stands for all objects that are not remembered one by one, because too many have faults at once. */
    private static final String OTHERS = "others";

    private final Logger logger;
    private final Clock clock;
    private final Duration interval;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    /** Oldest first, by the time last logged. */
    private final Map<Fault, Logged> faults = new LinkedHashMap<>();

    /** @param limit faults remembered one by one; past it the objects of a message share one */
    public FaultLog(Logger logger, Clock clock, Duration interval, int limit) {
        this.logger = logger;
        this.clock = clock;
        this.interval = interval;
        this.limit = limit;
    }

    /**
     * The event to add key-values to and log, or one that does nothing where the fault was logged within the interval:
     * {@code faults.at(WARN, "list failed", kind).setCause(e).log()}.
     *
     * @param message what, from the code, never made of what was observed
     * @param object which; anyone's text
     */
    public LoggingEventBuilder at(Level level, String message, String object) {
        long repeated = count(message, object);
        if (repeated < 0) {
            return NOPLoggingEventBuilder.singleton();
        }
        LoggingEventBuilder event = logger.atLevel(level).setMessage(message).addKeyValue("object", object);
        return repeated == 0 ? event : event.addKeyValue("repeated", repeated);
    }

    /** How often the fault was held back before this time, or -1 to hold it back too. */
    private long count(String message, String object) {
        lock.lock();
        try {
            Instant now = clock.instant();
            forgetBefore(now.minus(interval).minus(interval));
            Fault fault = new Fault(message, object);
            Logged logged = faults.get(fault);
            if (logged == null && faults.size() >= limit) {
                fault = new Fault(message, OTHERS);
                logged = faults.get(fault);
            }
            if (logged != null && now.isBefore(logged.at.plus(interval))) {
                logged.heldBack++;
                return -1;
            }
            faults.remove(fault);
            faults.put(fault, new Logged(now));
            return logged == null ? 0 : logged.heldBack;
        } finally {
            lock.unlock();
        }
    }

    private void forgetBefore(Instant time) {
        Iterator<Logged> oldest = faults.values().iterator();
        while (oldest.hasNext() && oldest.next().at.isBefore(time)) {
            oldest.remove();
        }
    }

    private record Fault(String message, String object) {}

    private static final class Logged {
        final Instant at;
        long heldBack;

        Logged(Instant at) {
            this.at = at;
        }
    }
}
