package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {

    private static final Workload TAGGER = new Workload("default", "AsyncAPI", "tagger");
    private static final String BATCH_QUEUE = "cx_1ee11af4_b_resizer_6775251e35447fbf.fifo";

    private final QueueCluster cluster = new QueueCluster();

    @Test
    void the_queue_of_an_async_api_is_its_own() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).sqs(QUEUE, 5, 3).step();

        assertThat(cluster.queue(QUEUE).role()).isEqualTo(QueueRole.ASYNC);
        assertThat(cluster.queue(QUEUE).api()).isEqualTo(TAGGER);
        assertThat(cluster.state.result().missing()).containsExactly(Map.entry(TAGGER, false));
    }

    @Test
    void a_queue_whose_api_is_gone_is_one_of_a_deleted_api() {
        cluster.sqs(QUEUE, 5, 3).step();

        assertThat(cluster.queue(QUEUE).role()).isEqualTo(QueueRole.DELETED_API);
        assertThat(cluster.queue(QUEUE).api()).isEqualTo(TAGGER);
        assertThat(cluster.queue(QUEUE).stuck()).isNull();
    }

    @Test
    void while_the_objects_are_not_known_no_api_is_called_deleted() {
        cluster.kubernetesUnknown = Observed.Reason.STALE;
        cluster.sqs(QUEUE, 5, 3).sqs(BATCH_QUEUE, 1, 1).step();

        assertThat(cluster.queue(QUEUE).role()).isEqualTo(QueueRole.UNDETERMINED);
        assertThat(cluster.queue(BATCH_QUEUE).role()).isEqualTo(QueueRole.UNDETERMINED);
        assertThat(cluster.queue(BATCH_QUEUE).api()).isEqualTo(new Workload("default", "BatchAPI", "resizer"));
    }

    @Test
    void the_queue_that_an_api_had_before_it_was_deployed_anew_is_not_its_own() {
        String old = "cx_1ee11af4_tagger_1111111111.fifo";
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .sqs(QUEUE, 0, 0)
                .sqs(old, 7, 0)
                .step();

        assertThat(cluster.queue(old).role()).isEqualTo(QueueRole.DELETED_API);
        assertThat(cluster.queue(QUEUE).role()).isEqualTo(QueueRole.ASYNC);
    }

    @Test
    void a_queue_of_another_cluster_is_never_shown() {
        cluster.sqs("cx_7cc4ab4d_tagger_8812345678.fifo", 40, 0).step();

        assertThat(cluster.state.result().queues()).isEmpty();
        assertThat(cluster.state.result().found().orElse(-1)).isZero();
    }

    @Test
    void without_the_name_of_the_cluster_the_queues_of_its_apis_tell_which_are_its_own() {
        cluster.clusterName = "";
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .sqs(QUEUE, 0, 0)
                .sqs("cx_1ee11af4_old_1111111111.fifo", 7, 0)
                .sqs("cx_7cc4ab4d_tagger_8812345678.fifo", 40, 0)
                .step();

        assertThat(cluster.state.result().queues())
                .extracting(QueueFigures::name)
                .containsExactly("cx_1ee11af4_old_1111111111.fifo", QUEUE);
    }

    @Test
    void where_nothing_tells_the_cluster_none_of_the_queues_is_taken_for_its_own() {
        cluster.clusterName = "";
        cluster.sqs(QUEUE, 7, 0).sqs("orders", 1, 0).step();

        assertThat(cluster.state.result().queues())
                .extracting(QueueFigures::name)
                .containsExactly("orders");
    }

    @Test
    void a_queue_of_a_job_is_its_batch_apis_until_the_job_is_gone() {
        cluster.jobs.add(job("running"));
        cluster.sqs(BATCH_QUEUE, 612, 2).step();
        assertThat(cluster.queue(BATCH_QUEUE).role()).isEqualTo(QueueRole.BATCH);
        assertThat(cluster.queue(BATCH_QUEUE).api()).isEqualTo(new Workload("default", "BatchAPI", "resizer"));

        cluster.jobs.clear();
        cluster.later(15).step();

        assertThat(cluster.queue(BATCH_QUEUE).role()).isEqualTo(QueueRole.DELETED_API);
    }

    @Test
    void a_dead_letter_queue_is_told_from_other_queues_and_counted_at_the_queue_it_belongs_to() {
        cluster.jobs.add(job("running"));
        cluster.sqs(BATCH_QUEUE, 5, 1, "failures.fifo")
                .sqs("failures.fifo", 4, 0)
                .sqs("orders", 9, 0)
                .step();

        assertThat(cluster.queue("failures.fifo").role()).isEqualTo(QueueRole.DEAD_LETTER);
        assertThat(cluster.queue("failures.fifo").api()).isEqualTo(Subject.NOBODY);
        assertThat(cluster.queue("orders").role()).isEqualTo(QueueRole.OTHER);
        assertThat(cluster.queue(BATCH_QUEUE).deadLetters()).hasValue(4);
        assertThat(cluster.queue(BATCH_QUEUE).deadLetterQueue()).isEqualTo("failures.fifo");
        assertThat(cluster.queue("orders").deadLetters()).isEmpty();
    }

    @Test
    void the_gateway_tells_the_queue_of_an_api_whose_dequeuer_does_not() {
        String odd = "cx_1ee11af4_tagger_odd.fifo";
        cluster.virtualServices.add(new VirtualService(
                "default",
                "api-tagger",
                "uid",
                QueueCluster.START,
                Map.of("apiName", "tagger", "apiKind", "AsyncAPI"),
                Map.of(),
                List.of(),
                Map.of("X-Cortex-Queue-URL", "https://sqs.us-east-1.amazonaws.com/123456789012/" + odd)));
        cluster.api(SampleConsumer.async("tagger", "")).sqs(odd, 1, 1).step();

        assertThat(cluster.queue(odd).role()).isEqualTo(QueueRole.ASYNC);
    }

    @Test
    void else_it_is_the_one_that_cortex_would_have_made() {
        cluster.api(SampleConsumer.async("tagger", "")).sqs(QUEUE, 1, 1).step();

        assertThat(cluster.queue(QUEUE).role()).isEqualTo(QueueRole.ASYNC);
    }

    @Test
    void an_api_without_its_queue_is_found_once_two_readings_say_so() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).step();
        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, false);
        cluster.evaluate();
        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, false);

        cluster.later(15).step();
        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, true);

        cluster.sqs(QUEUE, 0, 0).later(15).step();
        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, false);
    }

    @Test
    void a_queue_that_cannot_be_read_is_not_missing_but_one_that_is_gone_is() {
        cluster.api(SampleConsumer.async("tagger", QUEUE));
        cluster.unread.add(new Queues.Unread(QUEUE, Observed.Reason.PERMISSION_DENIED));
        cluster.step();
        cluster.later(15).step();
        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, false);
        assertThat(cluster.queue(QUEUE).unread()).isEqualTo(Observed.Reason.PERMISSION_DENIED);
        assertThat(cluster.state.result().found().orElse(-1)).isEqualTo(1);
        assertThat(cluster.state.result().collected()).isZero();

        cluster.unread.set(0, new Queues.Unread(QUEUE, Observed.Reason.ABSENT));
        cluster.later(15).step();
        cluster.later(15).step();

        assertThat(cluster.state.result().missing()).containsEntry(TAGGER, true);
    }

    @Test
    void while_sqs_is_not_known_nothing_is_said_to_be_missing() {
        cluster.sqsUnknown = Observed.Reason.STALE;
        cluster.api(SampleConsumer.async("tagger", QUEUE)).step();

        assertThat(cluster.state.result().missing()).isEmpty();
        assertThat(cluster.state.result().found()).isInstanceOf(Observed.Unknown.class);
        assertThat(cluster.queue(QUEUE).read()).isNull();
    }

    @Test
    void a_queue_is_shown_once_however_often_it_is_told() {
        cluster.api(SampleConsumer.async("tagger", QUEUE)).sqs(QUEUE, 1, 1);
        cluster.unread.add(new Queues.Unread(QUEUE, Observed.Reason.STALE));
        cluster.step();

        assertThat(cluster.state.result().queues()).hasSize(1);
        assertThat(cluster.state.result().collected()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cx_",
                "cx_1ee11af4",
                "cx_1ee11af4_tagger",
                "cx_1ee11af4_tagger_0123456789",
                "cx_1ee11af4__1.fifo",
                "cx_1ee11af4_tagger_.fifo",
                "cx_XYZ11af4_tagger_1.fifo",
                "cx_1ee11af_tagger_1.fifo",
                "cx_1ee11af4_c_tagger_1.fifo",
                "cx_1ee11af4_b_tagger_1_2.fifo",
                "CX_1ee11af4_tagger_1.fifo",
                "orders.fifo"
            })
    void what_is_not_of_cortexs_scheme_is_not_cortexs(String name) {
        assertThat(QueueName.parse(name)).isEmpty();
    }

    @Test
    void an_api_named_like_the_sign_of_batch_queues_is_still_an_async_api() {
        assertThat(QueueName.parse("cx_1ee11af4_b_0123456789.fifo"))
                .contains(new QueueName("1ee11af4", false, "b", "0123456789"));
        assertThat(QueueName.parse(BATCH_QUEUE))
                .contains(new QueueName("1ee11af4", true, "resizer", "6775251e35447fbf"));
        assertThat(QueueName.clusterHash("cortex-prod")).isEqualTo("7cc4ab4d");
    }

    @Property
    void no_name_derails_the_recognition(@ForAll String name, @ForAll String deadLetterQueue, @ForAll String api) {
        QueueCluster hostile = new QueueCluster();
        hostile.clusterName = api;
        hostile.api(SampleConsumer.async(api, name))
                .sqs(name, 1, 1, deadLetterQueue)
                .sqs("x" + name, 1, 1);

        assertThat(hostile.step().queues()).hasSizeBetween(0, 3);
    }

    private static BatchJob job(String status) {
        return new BatchJob(
                "default",
                "6775251e35447fbf",
                "uid",
                QueueCluster.START,
                Map.of(),
                "resizer",
                2,
                status,
                "https://sqs.us-east-1.amazonaws.com/123456789012/" + BATCH_QUEUE,
                Map.of());
    }
}
