package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParsedConfigMapTest {

    private static final Instant EARLIER = Instant.parse("2026-01-15T09:00:00Z");
    private static final Instant NOW = EARLIER.plusSeconds(20);

    private final AtomicInteger parsings = new AtomicInteger();
    private final ParsedConfigMap<String> parsed = new ParsedConfigMap<>(map -> {
        parsings.incrementAndGet();
        return Optional.ofNullable(map.data().get("text"));
    });

    @Test
    void a_map_is_parsed_once_however_often_it_is_asked_for() {
        ConfigMap map = RecordedConfigMaps.holding("text", "hello");

        Observed<String> first = parsed.of(new Observed.Known<>(List.of(map), EARLIER));
        Observed<String> second = parsed.of(new Observed.Known<>(List.of(map), NOW));

        assertThat(first).isEqualTo(new Observed.Known<>("hello", EARLIER));
        assertThat(second).isEqualTo(new Observed.Known<>("hello", NOW));
        assertThat(second.known().orElseThrow()).isSameAs(first.known().orElseThrow());
        assertThat(parsings).hasValue(1);
    }

    @Test
    void a_map_that_has_changed_is_parsed_again() {
        parsed.of(new Observed.Known<>(List.of(RecordedConfigMaps.holding("text", "hello")), NOW));

        assertThat(parsed.of(new Observed.Known<>(List.of(RecordedConfigMaps.holding("text", "bye")), NOW)))
                .isEqualTo(new Observed.Known<>("bye", NOW));
        assertThat(parsings).hasValue(2);
    }

    @Test
    void what_is_not_there_is_absent_what_cannot_be_understood_is_invalid_what_is_unknown_stays_so() {
        assertThat(parsed.of(new Observed.Known<>(List.of(), NOW)))
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.ABSENT, NOW));
        assertThat(parsed.of(new Observed.Known<>(List.of(RecordedConfigMaps.holding("other", "")), NOW)))
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(parsed.of(new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, EARLIER)))
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, EARLIER));
    }
}
