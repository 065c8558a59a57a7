package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Changes.EventChange;
import io.prodhealth.snapshot.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStoreTest {

    private final EventStore store = new EventStore();

    @Test
    void what_the_first_list_finds_has_not_happened_now() {
        list(event("a", "Pulled", 5));

        assertThat(store.takeChanges()).isEmpty();
        assertThat(store.view()).hasSize(1);
    }

    @Test
    void a_new_event_has_happened_as_often_as_it_says() {
        list();
        store.updated(event("a", "Pulled", 3));

        assertThat(store.takeChanges()).containsExactly(new EventChange(event("a", "Pulled", 3), 3));
        assertThat(store.takeChanges()).isEmpty();
    }

    @Test
    void a_repeat_counts_by_how_far_its_count_has_risen() {
        list(event("a", "BackOff", 5));
        store.updated(event("a", "BackOff", 6));
        store.updated(event("a", "BackOff", 6));
        store.updated(event("a", "BackOff", 9));

        assertThat(store.takeChanges()).extracting(EventChange::times).containsExactly(1, 3);
    }

    @Test
    void a_relist_counts_only_what_rose_meanwhile() {
        list(event("a", "BackOff", 5), event("gone", "BackOff", 1));

        list(event("a", "BackOff", 7), event("b", "Pulled", 1));

        assertThat(store.takeChanges())
                .containsExactly(
                        new EventChange(event("a", "BackOff", 7), 2), new EventChange(event("b", "Pulled", 1), 1));
        assertThat(store.view()).extracting(Event::uid).containsExactly("a", "b");
    }

    @Test
    void a_count_that_falls_has_not_happened() {
        list(event("a", "BackOff", 5));
        store.updated(event("a", "BackOff", 1));

        assertThat(store.takeChanges()).isEmpty();
    }

    @Test
    void events_of_reasons_that_nobody_reads_are_only_numbered() {
        list(event("a", "Scheduled", 1), event("b", "Pulled", 1));
        store.updated(event("c", "Created", 1));

        assertThat(store.size()).isEqualTo(3);
        assertThat(store.view()).extracting(Event::uid).containsExactly("b");
        assertThat(store.takeChanges()).isEmpty();

        store.deleted(event("c", "Created", 1));
        store.deleted(event("b", "Pulled", 1));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void the_view_is_the_same_list_until_something_changes() {
        list(event("a", "Pulled", 1));
        List<Event> before = store.view();

        store.updated(event("x", "Created", 1));
        assertThat(store.view()).isSameAs(before);

        store.updated(event("a", "Pulled", 2));
        assertThat(store.view()).isNotSameAs(before);
    }

    @Test
    void more_events_than_fit_are_not_counted_twice_by_a_relist() {
        List<Event> flood = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            flood.add(event("flood-" + i, "BackOff", 1));
        }
        list(flood.toArray(Event[]::new));
        assertThat(store.view()).hasSizeLessThanOrEqualTo(20_000);

        list(flood.toArray(Event[]::new));
        assertThat(store.takeChanges()).isEmpty();

        store.updated(event("new", "Pulled", 1));
        assertThat(store.takeChanges()).hasSize(1);
    }

    private void list(Event... events) {
        store.beginList();
        for (Event event : events) {
            store.listed(event);
        }
        store.endList();
    }

    private static Event event(String uid, String reason, int count) {
        return new Event(uid, reason, "Normal", "text", "Pod", "default", "a", "uid-a", "kubelet", count, null, null);
    }
}
