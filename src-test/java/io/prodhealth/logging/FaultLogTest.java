package io.prodhealth.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class FaultLogTest {
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private Instant now = Instant.parse("2026-11-23T20:00:00Z");
    private FaultLog faults = faultLog(100);

    @BeforeEach
    void start() {
        events.start();
    }

    @Test
    void the_first_is_logged_and_the_rest_of_the_interval_counted() {
        for (int second = 0; second <= 300; second++) {
            faults.at(Level.WARN, "list failed", "pods").log();
            now = now.plusSeconds(1);
        }

        assertThat(lines())
                .containsExactly("list failed object=\"pods\"", "list failed object=\"pods\" repeated=\"299\"");
    }

    @Test
    void another_object_and_another_message_are_other_faults() {
        faults.at(Level.WARN, "list failed", "pods").log();
        faults.at(Level.WARN, "list failed", "nodes").log();
        faults.at(Level.WARN, "watch failed", "pods").log();

        assertThat(lines()).hasSize(3);
    }

    @Test
    void a_fault_that_stayed_away_for_two_intervals_is_a_new_one() {
        faults.at(Level.WARN, "list failed", "pods").log();
        faults.at(Level.WARN, "list failed", "pods").log();
        now = now.plus(Duration.ofMinutes(11));
        faults.at(Level.WARN, "list failed", "pods").log();

        assertThat(lines()).containsExactly("list failed object=\"pods\"", "list failed object=\"pods\"");
    }

    @Test
    void past_the_limit_the_objects_of_a_message_share_one_line() {
        faults = faultLog(10);

        for (int i = 0; i < 1000; i++) {
            faults.at(Level.WARN, "bad annotation", "pod-" + i).log();
        }

        assertThat(lines()).hasSize(11);
        now = now.plus(Duration.ofMinutes(5));
        faults.at(Level.WARN, "bad annotation", "pod-1000").log();
        assertThat(lines()).last().isEqualTo("bad annotation object=\"pod-1000\" repeated=\"989\"");
    }

    private FaultLog faultLog(int limit) {
        Logger logger = new LoggerContext().getLogger("test");
        logger.addAppender(events);
        InstantSource source = () -> now;
        return new FaultLog(logger, clock(source), Duration.ofMinutes(5), limit);
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    private List<String> lines() {
        return events.list.stream()
                .map(event -> event.getMessage()
                        + String.join(
                                "",
                                event.getKeyValuePairs().stream()
                                        .map(pair -> " " + pair)
                                        .toList()))
                .toList();
    }
}
