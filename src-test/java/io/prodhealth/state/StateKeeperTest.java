package io.prodhealth.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateKeeperTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final Shelf shelf = new Shelf();
    private final List<Integer> resumed = new CopyOnWriteArrayList<>();
    private volatile int memory;
    private final StateKeeper<Integer> keeper = new StateKeeper<>(
            shelf,
            new Digits(),
            () -> memory,
            kept -> kept / 10,
            resumed::add,
            Duration.ofMinutes(1),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void what_was_kept_is_handed_over_once_before_anything_is_written() throws Exception {
        shelf.text = "7";
        memory = 7;

        keeper.round();
        memory = 8;
        keeper.round();
        keeper.round();

        assertThat(resumed).containsExactly(7);
        assertThat(shelf.written).containsExactly("8");
        assertThat(keeper.status()).isEqualTo(new StateKeeper.Status(true, NOW, ""));
    }

    @Test
    void nothing_is_written_while_nothing_has_changed() throws Exception {
        shelf.text = "7";
        memory = 7;

        keeper.round();
        keeper.round();

        assertThat(shelf.written).isEmpty();
    }

    @Test
    void nothing_is_written_before_what_was_kept_could_be_read() throws Exception {
        shelf.text = "7";
        shelf.fails = new IOException("away");

        assertThat(keeper.round()).isFalse();
        assertThat(keeper.status().problem()).isEqualTo("away");
        shelf.fails = null;
        memory = 7;
        keeper.round();

        assertThat(resumed).containsExactly(7);
        assertThat(shelf.written).isEmpty();
        assertThat(keeper.status().works()).isTrue();
    }

    @Test
    void what_cannot_be_used_is_set_aside_and_started_afresh() throws Exception {
        shelf.text = "seven";
        memory = 1;

        keeper.round();
        keeper.round();

        assertThat(resumed).isEmpty();
        assertThat(shelf.written).containsExactly("1");
        assertThat(shelf.aside).isEqualTo("seven");
    }

    @Test
    void what_is_too_long_is_set_aside_cut() throws Exception {
        shelf.text = "7".repeat(StateKeeper.MOST_CHARACTERS + 1);

        keeper.round();
        keeper.round();

        assertThat(resumed).isEmpty();
        assertThat(shelf.aside).hasSize(StateKeeper.MOST_CHARACTERS);
    }

    @Test
    void a_missing_permission_is_said_and_tried_again_without_hurry() throws Exception {
        shelf.fails = new StateStore.Denied("cannot get it");

        assertThat(keeper.round()).isTrue();
        assertThat(keeper.status()).isEqualTo(new StateKeeper.Status(false, null, "cannot get it"));
    }

    @Test
    void a_write_that_fails_is_tried_again_with_what_is_true_then() throws Exception {
        keeper.round();
        memory = 1;
        shelf.fails = new IOException("away");
        keeper.round();
        memory = 2;
        shelf.fails = null;
        keeper.round();

        assertThat(shelf.written).containsExactly("0", "2");
    }

    @Test
    void what_has_changed_last_is_kept_when_the_agent_ends() throws Exception {
        keeper.round();
        memory = 9;

        keeper.close();

        assertThat(shelf.written).containsExactly("0", "9");
    }

    @Test
    void what_was_decided_is_written_long_before_the_next_look_is_due() {
        keeper.start();
        new Awaited().until("it is settled", keeper::settled);

        memory = 10;

        new Awaited().until("it is written", () -> shelf.text.equals("10"));
    }

    @Test
    void one_that_leads_no_more_writes_nothing_even_when_it_ends() {
        keeper.start();
        new Awaited().until("it is settled", keeper::settled);
        keeper.stop();
        memory = 10;

        keeper.close();

        assertThat(shelf.text).isEqualTo("0");
    }

    @Test
    void one_that_leads_again_goes_on_from_what_another_has_kept_meanwhile() {
        keeper.start();
        new Awaited().until("it is settled", keeper::settled);
        keeper.stop();
        shelf.text = "42";

        keeper.start();

        new Awaited().until("it goes on", () -> resumed.equals(List.of(42)));
    }

    @Test
    void what_cannot_be_read_holds_the_exports_back_for_a_few_tries_only() throws Exception {
        shelf.fails = new IOException("away");

        keeper.round();
        assertThat(keeper.settled()).isFalse();
        keeper.round();
        keeper.round();
        assertThat(keeper.settled()).isTrue();
    }

    @Test
    void what_may_not_be_read_holds_nothing_back() throws Exception {
        shelf.fails = new StateStore.Denied("cannot get it");

        keeper.round();

        assertThat(keeper.settled()).isTrue();
    }

    private static final class Digits implements StateFormat<Integer> {
        @Override
        public String write(Integer number) {
            return number.toString();
        }

        @Override
        public Integer read(String text) {
            return Integer.valueOf(text);
        }
    }

    private static final class Shelf implements StateStore {
        private volatile String text = "";
        private volatile String aside = "";
        private final List<String> written = new ArrayList<>();
        private volatile @Nullable IOException fails;

        @Override
        public Optional<String> read() throws IOException {
            fail();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }

        @Override
        public void write(String newText, String setAside) throws IOException {
            fail();
            written.add(newText);
            text = newText;
            aside = setAside;
        }

        private void fail() throws IOException {
            if (fails != null) {
                throw fails;
            }
        }
    }
}
