package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoreTest {

    private record Thing(String name, int version) {}

    private final Store<Thing> store = new Store<>(Thing::name);

    @Test
    void a_list_replaces_what_it_names_and_forgets_what_it_does_not() {
        list(new Thing("a", 1), new Thing("lost", 1));
        list(new Thing("a", 2), new Thing("b", 1));

        assertThat(store.view()).containsExactly(new Thing("a", 2), new Thing("b", 1));
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void a_list_that_broke_off_forgets_nothing() {
        list(new Thing("a", 1), new Thing("b", 1));
        store.beginList();
        store.listed(new Thing("a", 2));

        assertThat(store.view()).containsExactly(new Thing("a", 2), new Thing("b", 1));
    }

    @Test
    void a_watch_adds_changes_and_deletes() {
        list(new Thing("a", 1));
        store.updated(new Thing("a", 2));
        store.updated(new Thing("b", 1));
        store.deleted(new Thing("a", 3));
        store.deleted(new Thing("stranger", 1));

        assertThat(store.view()).containsExactly(new Thing("b", 1));
    }

    @Test
    void the_view_is_the_same_list_until_something_changes() {
        list(new Thing("a", 1));
        List<Thing> before = store.view();

        store.deleted(new Thing("stranger", 1));
        assertThat(store.view()).isSameAs(before);

        store.updated(new Thing("a", 2));
        assertThat(store.view()).isNotSameAs(before);
        assertThat(before).containsExactly(new Thing("a", 1));
    }

    private void list(Thing... things) {
        store.beginList();
        for (Thing thing : things) {
            store.listed(thing);
        }
        store.endList();
    }
}
