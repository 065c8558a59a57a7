package io.prodhealth.source.kubernetes;

import static io.prodhealth.source.kubernetes.SamplePods.IRIS;
import static io.prodhealth.source.kubernetes.SamplePods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodChange;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PodStoreTest {

    private static final Workload ROSE = new Workload("default", "RealtimeAPI", "rose");

    private final PodStore store = new PodStore();

    @Test
    void the_first_list_is_no_change() {
        list(pod("a"), pod("b"));

        assertThat(store.takeChanges()).isEmpty();
        assertThat(store.view().count()).isEqualTo(2);
        assertThat(store.view().of(IRIS)).hasSize(2);
    }

    @Test
    void a_first_list_that_broke_off_and_began_again_is_no_change_either() {
        store.beginList();
        store.listed(pod("a"));
        list(pod("b"));

        assertThat(store.takeChanges()).isEmpty();
        assertThat(names(store.view())).containsExactly("b");
    }

    @Test
    void a_change_is_handed_out_once_and_in_order() {
        list(pod("a"));
        store.updated(ready("a"));
        store.updated(pod("a"));
        store.updated(pod("b"));
        store.deleted(pod("a"));

        assertThat(store.takeChanges())
                .containsExactly(
                        new PodChange(pod("a"), ready("a")),
                        new PodChange(ready("a"), pod("a")),
                        new PodChange(null, pod("b")),
                        new PodChange(pod("a"), null));
        assertThat(store.takeChanges()).isEmpty();
    }

    @Test
    void an_update_that_changes_nothing_we_keep_is_no_change() {
        list(pod("a"));
        Pods before = store.view();

        store.updated(pod("a"));

        assertThat(store.takeChanges()).isEmpty();
        assertThat(store.view()).isSameAs(before);
    }

    @Test
    void a_relist_says_only_what_is_different() {
        list(pod("a"), pod("b"), pod("lost"));

        list(pod("a"), ready("b"), pod("new"));

        assertThat(store.takeChanges())
                .containsExactlyInAnyOrder(
                        new PodChange(pod("b"), ready("b")),
                        new PodChange(null, pod("new")),
                        new PodChange(pod("lost"), null));
        assertThat(names(store.view())).containsExactlyInAnyOrder("a", "b", "new");
    }

    @Test
    void a_pod_that_a_relist_has_named_again_can_still_change_and_go() {
        list(pod("a"), pod("b"));
        list(pod("a"), pod("b"));

        store.updated(ready("a"));
        store.deleted(pod("b"));

        assertThat(store.view().of(IRIS)).containsExactly(ready("a"));
    }

    @Test
    void a_relist_that_broke_off_takes_nothing_away() {
        list(pod("a"), pod("b"));

        store.beginList();
        store.listed(pod("a"));

        assertThat(names(store.view())).containsExactlyInAnyOrder("a", "b");
        list(pod("a"), pod("b"));
        assertThat(store.takeChanges()).isEmpty();
    }

    @Test
    void a_deletion_of_a_pod_nobody_knows_is_nothing() {
        list(pod("a"));

        store.deleted(pod("stranger"));

        assertThat(store.takeChanges()).isEmpty();
    }

    @Test
    void a_pod_of_the_same_name_with_another_uid_is_another_pod() {
        Pod second = pod("iris-0", "another", IRIS, false);
        list(pod("iris-0"));

        list(second);

        assertThat(store.takeChanges())
                .containsExactly(new PodChange(pod("iris-0"), null), new PodChange(null, second));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void pods_of_one_name_in_two_namespaces_are_two() {
        Workload elsewhere = new Workload("other", "RealtimeAPI", "iris");

        list(pod("a"), pod("a", "uid-a", elsewhere, false));

        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void a_pod_may_change_hands() {
        list(pod("a"));
        store.updated(pod("a", "uid-a", ROSE, false));

        assertThat(store.view().of(IRIS)).isEmpty();
        assertThat(store.view().of(ROSE)).hasSize(1);
        assertThat(store.view().byWorkload()).containsOnlyKeys(ROSE);
    }

    @Test
    void a_group_that_has_not_changed_is_the_same_list() {
        list(pod("a"), pod("r", "uid-r", ROSE, false));
        Pods before = store.view();

        store.updated(ready("a"));
        Pods after = store.view();

        assertThat(after.of(ROSE)).isSameAs(before.of(ROSE));
        assertThat(after.of(IRIS)).isNotSameAs(before.of(IRIS));
        assertThat(before.of(IRIS)).containsExactly(pod("a"));
    }

    // Whatever comes, the changes applied to what was there before give what is there now.
    @Property(tries = 300)
    void the_changes_lead_from_one_view_to_the_next(
            @ForAll @Size(max = 60) List<@IntRange(max = 8 * 3 * 5 - 1) Integer> steps) {
        PodStore random = new PodStore();
        random.beginList();
        random.endList();
        Map<String, Pod> replayed = new HashMap<>();
        for (int step : steps) {
            String name = "pod-" + step % 8;
            String uid = "uid-" + step / 8 % 3;
            switch (step / 24) {
                case 0 -> random.deleted(pod(name));
                case 1 -> {
                    random.beginList();
                    random.listed(pod(name, uid, IRIS, true));
                    random.endList();
                }
                case 2 -> random.updated(pod(name, uid, ROSE, true));
                default -> random.updated(pod(name, uid, IRIS, step % 2 == 0));
            }
            for (PodChange change : random.takeChanges()) {
                apply(change, replayed);
            }
        }

        assertThat(random.view().all()).containsExactlyInAnyOrderElementsOf(replayed.values());
        assertThat(random.view().count()).isEqualTo(replayed.size());
        random.view()
                .byWorkload()
                .forEach((workload, pods) -> assertThat(pods)
                        .isNotEmpty()
                        .allMatch(pod -> pod.workload().equals(workload)));
    }

    private static void apply(PodChange change, Map<String, Pod> pods) {
        Pod before = change.before();
        Pod after = change.after();
        if (before != null) {
            assertThat(pods.remove(before.name())).isEqualTo(before);
        }
        if (after != null) {
            assertThat(pods.put(after.name(), after)).isNull();
        }
    }

    private void list(Pod... pods) {
        store.beginList();
        for (Pod pod : pods) {
            store.listed(pod);
        }
        store.endList();
    }

    private static Pod ready(String name) {
        return pod(name, "uid-" + name, IRIS, true);
    }

    private static List<String> names(Pods pods) {
        return pods.all().stream().map(Pod::name).toList();
    }
}
