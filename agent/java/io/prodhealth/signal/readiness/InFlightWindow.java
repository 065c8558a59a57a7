package io.prodhealth.signal.readiness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Requests in flight of one API over the last minutes. Cortex averages over the window of each API, so the readings are
 * kept and every API's own window is averaged from them. Immutable.
 *
 * @param readings oldest first
 */
record InFlightWindow(List<Reading> readings) {

    static final InFlightWindow NONE = new InFlightWindow(List.of());

    /** At a reading each 15 s this is an hour: longer windows are averaged over the last hour. */
    private static final int MOST = 240;

    /** One reading. */
    record Reading(Instant at, double requests) {}

    InFlightWindow with(Instant at, double requests) {
        List<Reading> more = new ArrayList<>(readings);
        more.add(new Reading(at, requests));
        return new InFlightWindow(
                List.copyOf(more.size() > MOST ? more.subList(more.size() - MOST, more.size()) : more));
    }

    /** The mean of the readings within {@code window} before {@code now}; empty when there is none. */
    OptionalDouble average(Instant now, Duration window) {
        Instant from = now.minus(window);
        return readings.stream()
                .filter(reading -> reading.at().isAfter(from))
                .mapToDouble(Reading::requests)
                .average();
    }
}
