package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamedQueuesTest {

    private static final String OWN = "cx_1ee11af4_text_0123456789.fifo";
    private static final String FOREIGN = "cx_7cc4ab4d_text_0123456789.fifo";

    private final TestObjects objects = TestObjects.ofCluster("cortex");

    @Test
    void virtual_services_workers_enqueuers_and_batch_jobs_name_queues() {
        objects.virtualService("x-cortex-queue-url", url("a"))
                .deployment("dequeuer", "--workers", "4", "--queue", url("b"))
                .job(false, "enqueuer", "-queue", url("c"))
                .job(false, "dequeuer", "--queue=" + url("d"))
                .batchJob(url("e"));

        assertThat(named().urls())
                .isEqualTo(Map.of("a", url("a"), "b", url("b"), "c", url("c"), "d", url("d"), "e", url("e")));
        assertThat(named().prefixes()).containsExactly("cx_1ee11af4_");
    }

    @Test
    void nothing_else_does() {
        objects.virtualService("X-Other", url("a"))
                .deployment("api", "--queue", url("b"))
                .deployment("dequeuer", "--queue")
                .job(true, "dequeuer", "--queue", url("c"))
                .batchJob("");

        assertThat(named().urls()).isEmpty();
    }

    @Test
    void a_queue_of_another_cluster_is_left_out_whoever_names_it() {
        objects.deployment("dequeuer", "--queue", url(OWN)).deployment("dequeuer", "--queue", url(FOREIGN));

        assertThat(named().urls()).containsOnlyKeys(OWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Observed.Reason.class,
            names = {"PERMISSION_DENIED", "ABSENT", "STALE"})
    void without_the_clusters_name_its_objects_tell_what_its_queues_begin_with(Observed.Reason reason) {
        objects.clusterConfig = TestObjects.unknown(reason);
        objects.deployment("dequeuer", "--queue", url(OWN)).deployment("dequeuer", "--queue", url("mine"));

        assertThat(named().prefixes()).containsExactly("cx_1ee11af4_");
        assertThat(named().urls()).containsOnlyKeys(OWN, "mine");
    }

    @Test
    void clusters_that_someone_has_invented_do_not_become_endless_lists() {
        objects.clusterConfig = TestObjects.unknown(Observed.Reason.ABSENT);
        for (int i = 0; i < 100; i++) {
            objects.deployment("dequeuer", "--queue", url("cx_%08x_text_0123456789.fifo".formatted(i)));
        }

        assertThat(named().prefixes()).hasSize(4);
    }

    private NamedQueues named() {
        return NamedQueues.in(objects.get());
    }

    private static String url(String name) {
        return SqsWire.url(name);
    }
}
