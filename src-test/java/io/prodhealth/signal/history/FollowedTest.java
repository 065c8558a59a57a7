package io.prodhealth.signal.history;

import static io.prodhealth.signal.history.Hour.realtime;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is followed where there are more APIs than can be. */
class FollowedTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Hour hour = new Hour("2026-01-15T09:00:20Z");

    private Hour complete(int apis) {
        for (int i = 0; i < apis; i++) {
            hour.api(api(i), 2, 2);
        }
        return hour;
    }

    private static Workload api(int number) {
        return realtime("api-%04d".formatted(number));
    }

    private Set<Workload> followed() {
        return hour.history.apis().keySet();
    }

    @Test
    void all_of_three_hundred() {
        complete(300).evaluate();

        assertThat(followed()).hasSize(300);
    }

    @Test
    void the_worst_where_there_are_more() {
        complete(1000)
                .api(api(990), 0, 2)
                .api(api(995), 1, 2)
                .api(api(999), null, 2)
                .evaluate();

        assertThat(followed())
                .hasSize(300)
                .contains(api(990), api(995), api(999), api(0))
                .doesNotContain(api(298));
    }

    @Test
    void who_becomes_bad_is_followed_from_the_next_minute_on() {
        complete(400).evaluate();
        hour.api(api(399), 0, 2).after(Duration.ofSeconds(5));
        assertThat(followed()).doesNotContain(api(399));

        hour.after(MINUTE);

        assertThat(followed()).hasSize(300).contains(api(399));
    }

    @Test
    void who_is_good_again_stays_as_long_as_there_is_room() {
        complete(400).api(api(399), 0, 2).evaluate();

        hour.api(api(399), 2, 2).after(MINUTE).after(MINUTE);

        assertThat(followed()).contains(api(399));
    }

    @Test
    void who_is_bad_stays_whoever_is_worse() {
        for (int i = 0; i < 400; i++) {
            hour.api(api(i), i < 300 ? 1 : 2, 2);
        }
        hour.evaluate();
        Set<Workload> before = Set.copyOf(followed());
        for (int i = 300; i < 400; i++) {
            hour.api(api(i), 0, 2);
        }

        hour.after(MINUTE);

        assertThat(followed()).isEqualTo(before);
    }

    @Test
    void nobody_goes_back_and_forth_while_all_are_alike() {
        complete(1000).evaluate();
        Set<Workload> before = Set.copyOf(followed());

        for (int i = 0; i < 5; i++) {
            hour.api(realtime("aaa-" + i), 2, 2).after(MINUTE);
        }

        assertThat(followed()).isEqualTo(before);
    }

    @Test
    void who_is_deleted_is_remembered_for_an_hour_and_gives_way_to_whoever_is_there() {
        complete(2).evaluate();

        hour.gone(api(1)).after(MINUTE);
        assertThat(followed()).containsExactly(api(0), api(1));

        hour.after(Duration.ofHours(1)).after(MINUTE);
        assertThat(followed()).containsExactly(api(0));

        complete(300).after(MINUTE);
        hour.gone(api(299)).api(realtime("new"), 2, 2).after(MINUTE);
        assertThat(followed()).hasSize(300).contains(realtime("new")).doesNotContain(api(299));
    }

    @Test
    void at_the_start_whoever_comes_first_holds_no_place_against_the_worst() {
        hour.apisKnown(false).evaluate();
        complete(1000).api(api(999), 0, 2).apisKnown(true).after(Duration.ofSeconds(1));

        assertThat(followed()).hasSize(300).contains(api(999));
    }
}
