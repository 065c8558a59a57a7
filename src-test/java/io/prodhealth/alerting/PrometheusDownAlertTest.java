package io.prodhealth.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.alerting.PrometheusSight.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrometheusDownAlertTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration DELAY = Duration.ofMinutes(2);

    private final PrometheusDownAlert machine = new PrometheusDownAlert(DELAY);
    private final AlertTexts texts = new AlertTexts("https://wiki.example/runbooks");
    private DownState state = new DownState.Quiet();

    @Test
    void it_begins_when_the_delay_has_passed_and_not_a_moment_before() {
        see(Status.DOWN, NOW, NOW);
        see(Status.DOWN, NOW, NOW.plus(DELAY).minusMillis(1));
        assertThat(alert(NOW.plus(DELAY).minusMillis(1))).isEmpty();

        see(Status.DOWN, NOW, NOW.plus(DELAY));

        assertThat(alert(NOW.plus(DELAY))).hasValueSatisfying(alert -> {
            assertThat(alert.startsAt()).isEqualTo(NOW.plus(DELAY));
            assertThat(alert.endsAt()).isEqualTo(NOW.plus(DELAY).plusSeconds(240));
        });
    }

    @Test
    void it_counts_from_when_it_was_first_seen_where_nobody_tells_since_when() {
        see(Status.DOWN, null, NOW);
        see(Status.DOWN, null, NOW.plusSeconds(119));
        assertThat(alert(NOW.plusSeconds(119))).isEmpty();

        see(Status.DOWN, null, NOW.plusSeconds(120));

        assertThat(alert(NOW.plusSeconds(120))).isPresent();
    }

    @Test
    void what_is_told_to_begin_in_the_future_begins_now() {
        see(Status.DOWN, NOW.plusSeconds(9000), NOW);

        assertThat(state).isEqualTo(new DownState.Pending(NOW));
    }

    @Test
    void its_end_moves_on_while_it_lasts_and_its_beginning_stays() {
        see(Status.DOWN, NOW, NOW.plusSeconds(130));
        see(Status.DOWN, NOW, NOW.plusSeconds(190));

        assertThat(alert(NOW.plusSeconds(190))).hasValueSatisfying(alert -> {
            assertThat(alert.startsAt()).isEqualTo(NOW.plus(DELAY));
            assertThat(alert.endsAt()).isEqualTo(NOW.plusSeconds(190 + 240));
        });
    }

    @Test
    void it_ends_when_prometheus_is_back() {
        see(Status.DOWN, NOW, NOW.plusSeconds(130));
        see(Status.UP, null, NOW.plusSeconds(200));

        assertThat(alert(NOW.plusSeconds(260)))
                .hasValueSatisfying(alert -> assertThat(alert.endsAt()).isEqualTo(NOW.plusSeconds(200)));
    }

    @Test
    void its_end_is_told_for_a_quarter_of_an_hour() {
        see(Status.DOWN, NOW, NOW.plusSeconds(130));
        see(Status.UP, null, NOW.plusSeconds(200));
        see(Status.UP, null, NOW.plusSeconds(200 + 900));
        assertThat(alert(NOW.plusSeconds(1100))).isPresent();

        see(Status.UP, null, NOW.plusSeconds(200 + 901));

        assertThat(alert(NOW.plusSeconds(1101))).isEmpty();
    }

    @Test
    void while_nothing_is_known_it_is_neither_refreshed_nor_ended_and_then_goes_on() {
        see(Status.DOWN, NOW, NOW.plusSeconds(130));
        see(Status.UNKNOWN, null, NOW.plusSeconds(200));
        assertThat(alert(NOW.plusSeconds(200))).isEmpty();

        see(Status.DOWN, NOW, NOW.plusSeconds(600));

        assertThat(alert(NOW.plusSeconds(600)))
                .hasValueSatisfying(alert -> assertThat(alert.startsAt()).isEqualTo(NOW.plus(DELAY)));
    }

    @Test
    void time_that_nobody_saw_does_not_count() {
        see(Status.DOWN, null, NOW);
        see(Status.UNKNOWN, null, NOW.plusSeconds(60));
        see(Status.DOWN, null, NOW.plusSeconds(119));
        see(Status.DOWN, null, NOW.plusSeconds(130));

        assertThat(alert(NOW.plusSeconds(130))).isEmpty();
    }

    @Test
    void what_comes_after_its_end_is_not_counted_from_before_it() {
        see(Status.DOWN, NOW, NOW.plusSeconds(130));
        see(Status.UP, null, NOW.plusSeconds(200));
        see(Status.DOWN, NOW, NOW.plusSeconds(210));

        assertThat(alert(NOW.plusSeconds(210))).isEmpty();
    }

    @Test
    void a_label_does_not_change_under_an_active_alert() {
        state = machine.next(state, new PrometheusSight(Status.DOWN, NOW, List.of(), "one"), NOW.plusSeconds(130));
        state = machine.next(state, new PrometheusSight(Status.DOWN, NOW, List.of(), "other"), NOW.plusSeconds(140));

        assertThat(alert(NOW.plusSeconds(140)))
                .hasValueSatisfying(alert -> assertThat(alert.labels()).containsEntry("cluster", "one"));
    }

    @Test
    void it_is_labelled_and_annotated_like_every_page() {
        Alert alert = texts.prometheusDown("prod", DELAY, NOW, NOW.plusSeconds(1));

        assertThat(alert.labels())
                .containsOnly(
                        java.util.Map.entry("alertname", "CortexPrometheusDown"),
                        java.util.Map.entry("severity", "critical"),
                        java.util.Map.entry("notify", "page"),
                        java.util.Map.entry("product", "cortex-serving"),
                        java.util.Map.entry("job", "prodhealth"),
                        java.util.Map.entry("cluster", "prod"));
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "action", "runbook_url");
        assertThat(alert.annotations())
                .containsEntry("runbook_url", "https://wiki.example/runbooks/CortexPrometheusDown.md");
        assertThat(alert.annotations().get("description")).contains("for 2 minutes or longer");
    }

    @Test
    void without_a_base_there_is_no_link_and_without_a_name_no_cluster() {
        Alert alert = new AlertTexts("").heartbeat("", NOW, NOW.plusSeconds(1));

        assertThat(alert.annotations()).doesNotContainKey("runbook_url");
        assertThat(alert.labels()).doesNotContainKey("cluster").containsEntry("alertname", "ProdhealthHeartbeat");
    }

    @Property
    void it_never_begins_before_the_delay_always_ends_when_it_is_over_and_stands_still_while_nothing_is_known(
            @ForAll @Size(max = 60) List<Status> statuses,
            @ForAll @Size(value = 60) List<@IntRange(min = 1, max = 70) Integer> seconds) {
        DownState before = new DownState.Quiet();
        Instant now = NOW;
        Instant downSince = null;
        for (int i = 0; i < statuses.size(); i++) {
            now = now.plusSeconds(seconds.get(i));
            Status status = statuses.get(i);
            downSince = status == Status.DOWN ? (downSince == null ? now : downSince) : null;

            DownState after = machine.next(before, new PrometheusSight(status, null, List.of(), "prod"), now);
            Optional<Alert> told = machine.alert(after, texts, now);
            Instant at = now;

            boolean longDown = downSince != null && !now.isBefore(downSince.plus(DELAY));
            if (!(before instanceof DownState.Firing)) {
                assertThat(after instanceof DownState.Firing).isEqualTo(longDown);
            } else {
                assertThat(after instanceof DownState.Resolved).isEqualTo(status == Status.UP);
            }
            if (status == Status.UNKNOWN) {
                assertThat(told.stream()).allMatch(alert -> !alert.endsAt().isAfter(at));
            }
            assertThat(told.stream()).allMatch(alert -> alert.startsAt().compareTo(alert.endsAt()) <= 0);
            before = after;
        }
        assertThat(machine.next(before, new PrometheusSight(Status.UP, null, List.of(), "prod"), now))
                .isNotInstanceOf(DownState.Firing.class);
    }

    @Property
    void two_replicas_that_see_it_at_different_moments_post_the_same_labels_and_annotations(
            @ForAll @IntRange(max = 300) int late, @ForAll @IntRange(max = 300) int apart) {
        Instant at = NOW.plusSeconds(300 + late + apart);
        DownState one = machine.next(state, sight(Status.DOWN, NOW), NOW.plusSeconds(121));
        DownState other = machine.next(state, sight(Status.DOWN, NOW.plusSeconds(apart)), at);

        Alert first = machine.alert(one, texts, NOW.plusSeconds(121)).orElseThrow();
        Alert second = machine.alert(other, texts, at).orElseThrow();

        assertThat(first.labels()).isEqualTo(second.labels());
        assertThat(first.annotations()).isEqualTo(second.annotations());
    }

    private void see(Status status, @Nullable Instant since, Instant now) {
        state = machine.next(state, sight(status, since), now);
    }

    private static PrometheusSight sight(Status status, @Nullable Instant since) {
        return new PrometheusSight(status, since, List.of(), "prod");
    }

    private Optional<Alert> alert(Instant now) {
        return machine.alert(state, texts, now);
    }
}
