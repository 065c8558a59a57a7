package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.aws.WireServer.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsSourceTest {

    private static final String TAGGER = "cx_1ee11af4_video-tagger_0123456789.fifo";
    private static final String OTHER = "cx_1ee11af4_other_0123456789.fifo";
    private static final String FOREIGN = "cx_7cc4ab4d_video-tagger_8812345678.fifo";
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final String ATTRIBUTES = "sqs:GetQueueAttributes";

    private final TestClock clock = new TestClock(NOW);
    private final SqsWire sqs = new SqsWire();
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(sqs.server().uri(), books);
    private final SourceLedger ledger = new SourceLedger("sqs", INTERVAL, clock);
    private TestObjects objects = TestObjects.ofCluster("cortex");
    private SqsSource source = source();

    private SqsSource source(String... names) {
        return new SqsSource(
                new SdkSqs(clients), TestAws.queues(names), () -> objects.get(), books, ledger, clock, clock);
    }

    @AfterEach
    void close() {
        clients.close();
        sqs.close();
    }

    @Test
    void the_clusters_queues_are_found_by_their_names_and_no_others() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(FOREIGN, 40, 0);
        sqs.put("mine", 1, 0);

        assertThat(source.read())
                .isEqualTo(new Queues(
                        List.of(new Queue(TAGGER, SqsWire.url(TAGGER), true, 5, 3, 0, Duration.ofDays(4), "", NOW)),
                        List.of()));
        assertThat(ledger.status().denied())
                .containsOnly(Map.entry("sqs:ListQueues", false), Map.entry(ATTRIBUTES, false));
    }

    @Test
    void thousands_of_queues_are_found_page_by_page() throws Exception {
        for (int i = 0; i < 2300; i++) {
            sqs.put("cx_1ee11af4_api-%04d_0123456789.fifo".formatted(i), i, 0);
        }

        Queues queues = source.read();

        assertThat(queues.read()).hasSize(2300);
        assertThat(queues.read().getLast().visible()).isEqualTo(2299);
        assertThat(sqs.server().requests("ListQueues")).hasSize(3);
        assertThat(sqs.server().mostAtOnce()).isBetween(2, 8);
    }

    @Test
    void names_and_prefixes_that_are_set_are_read_too() throws Exception {
        sqs.put("orders", 1, 0);
        sqs.put("orders-eu", 2, 0);
        sqs.put("mail-out", 3, 0);
        sqs.put("mail-in", 4, 0);
        source = source("orders", "mail-*");

        assertThat(source.read().read()).extracting(Queue::name).containsExactly("mail-in", "mail-out", "orders");
    }

    @Test
    void queues_that_kubernetes_names_are_read_even_where_lists_are_denied() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.before(request -> request.operation().equals("ListQueues")
                ? Reply.refusal(400, "com.amazon.coral.service#AccessDeniedException", "not authorized")
                : null);
        objects.deployment("dequeuer", "--queue", SqsWire.url(TAGGER));

        assertThat(source.read().read()).extracting(Queue::name).containsExactly(TAGGER);
        assertThat(ledger.status().denied()).containsEntry("sqs:ListQueues", true);
        assertThat(ledger.status().failures()).containsEntry(FailureReason.PERMISSION_DENIED, 1L);
    }

    @Test
    void a_denied_list_is_a_failure_where_nothing_else_names_a_queue() {
        sqs.before(request -> Reply.refusal(400, "AccessDenied", "not authorized"));

        SourceException failure = fails();

        assertThat(failure.reason()).isEqualTo(FailureReason.PERMISSION_DENIED);
        assertThat(failure.deniedAction()).isEqualTo("sqs:ListQueues");
        assertThat(ledger.status().denied()).containsEntry("sqs:ListQueues", true);
    }

    @Test
    void a_dead_letter_queue_is_found_by_the_redrive_policy_and_may_be_denied_alone() throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(612, 2));
        attributes.put(
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"arn:aws-cn:sqs:cn-north-1:123456789012:failed.fifo\",\"maxReceiveCount\":1}");
        sqs.put(TAGGER, attributes);
        sqs.put("failed.fifo", 7, 0);
        sqs.before(request -> SqsWire.queue(request).equals("failed.fifo")
                ? Reply.refusal(403, "AccessDenied", "not authorized to perform: sqs:getqueueattributes")
                : null);
        source.read();
        clock.pass(INTERVAL);

        Queues denied = source.read();

        assertThat(denied.read()).extracting(Queue::deadLetterQueue).containsExactly("failed.fifo");
        assertThat(denied.unread())
                .containsExactly(new Queues.Unread("failed.fifo", Observed.Reason.PERMISSION_DENIED));
        assertThat(ledger.status().denied()).containsEntry(ATTRIBUTES, true);

        sqs.before(request -> null);
        clock.pass(Duration.ofMinutes(5));

        assertThat(source.read().read()).extracting(Queue::visible).containsExactly(612L, 7L);
        assertThat(ledger.status().denied()).containsEntry(ATTRIBUTES, false);
    }

    @Test
    void a_queue_deleted_between_list_and_read_disappears_quietly_and_is_looked_for_at_once() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 1, 0);
        sqs.before(request -> {
            if (request.operation().equals("GetQueueAttributes")) {
                sqs.remove(OTHER);
            }
            return null;
        });

        Queues queues = source.read();

        assertThat(queues.read()).extracting(Queue::name).containsExactly(TAGGER);
        assertThat(queues.unread()).isEmpty();
        assertThat(ledger.status().failures().values()).containsOnly(0L);
        clock.pass(Duration.ofSeconds(6));
        source.read();
        assertThat(sqs.server().requests("ListQueues")).hasSize(2);
    }

    @Test
    void a_queue_that_is_still_listed_after_its_end_is_not_asked_for_again_and_again() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 1, 0);
        sqs.before(request -> SqsWire.queue(request).equals(OTHER)
                ? Reply.refusal(400, "com.amazonaws.sqs#QueueDoesNotExist", "gone")
                : null);

        for (int second = 0; second < 59; second++) {
            source.read();
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(sqs.server().requests("GetQueueAttributes"))
                .filteredOn(request -> SqsWire.queue(request).equals(OTHER))
                .hasSize(1);
    }

    @Test
    void a_queue_that_is_not_listed_any_more_is_forgotten() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 1, 0);
        source.read();
        sqs.remove(OTHER);
        clock.pass(Duration.ofMinutes(1));

        assertThat(source.read().read()).extracting(Queue::name).containsExactly(TAGGER);
    }

    @Test
    void each_queue_is_read_once_an_interval_and_lists_once_a_minute() throws Exception {
        sqs.put(TAGGER, 5, 3);
        source.read();
        sqs.server().forget();

        for (int second = 0; second < 600; second++) {
            clock.pass(Duration.ofSeconds(1));
            source.read();
        }

        assertThat(sqs.server().requests("GetQueueAttributes")).hasSizeBetween(40, 41);
        assertThat(sqs.server().requests("ListQueues")).hasSize(10);
    }

    @Test
    void a_queue_that_has_been_empty_for_five_minutes_is_read_at_the_idle_interval_until_it_fills() throws Exception {
        sqs.put(TAGGER, 0, 0);
        source = new SqsSource(
                new SdkSqs(clients),
                TestAws.queues(Duration.ofMinutes(1)),
                () -> objects.get(),
                books,
                ledger,
                clock,
                clock);
        assertThat(readings(300)).isBetween(20, 22);
        assertThat(readings(600)).isBetween(10, 12);

        sqs.put(TAGGER, 1, 0);
        readings(60);

        assertThat(readings(300)).isBetween(20, 21);
    }

    private int readings(int seconds) throws Exception {
        sqs.server().forget();
        for (int second = 0; second < seconds; second++) {
            source.read();
            clock.pass(Duration.ofSeconds(1));
        }
        return sqs.server().requests("GetQueueAttributes").size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "many",
                "1e3",
                "0x10",
                " 5",
                "99999999999999999999999",
                "1000000000001",
                "5.0",
                "٥",
                "NaN"
            })
    void a_number_that_cannot_be_true_makes_that_queue_unread(String number) throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(5, 3));
        attributes.put("ApproximateNumberOfMessages", number);
        sqs.put(TAGGER, attributes);
        sqs.put(OTHER, 1, 0);

        Queues queues = source.read();

        assertThat(queues.read()).extracting(Queue::name).containsExactly(OTHER);
        assertThat(queues.unread()).containsExactly(new Queues.Unread(TAGGER, Observed.Reason.INVALID));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.INVALID_RESPONSE, 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed"
            })
    void a_number_that_is_missing_is_not_0(String attribute) throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(5, 3));
        attributes.remove(attribute);
        sqs.put(TAGGER, attributes);

        assertThat(source.read())
                .isEqualTo(new Queues(List.of(), List.of(new Queues.Unread(TAGGER, Observed.Reason.INVALID))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1209601", "4 days", ""})
    void a_retention_that_sqs_does_not_allow_cannot_be_true(String retention) throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(5, 3));
        attributes.put("MessageRetentionPeriod", retention);
        sqs.put(TAGGER, attributes);

        assertThat(source.read().unread()).containsExactly(new Queues.Unread(TAGGER, Observed.Reason.INVALID));
    }

    @Test
    void a_retention_that_is_not_told_is_that_of_sqs_where_none_is_set() throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(5, 3));
        attributes.remove("MessageRetentionPeriod");
        sqs.put(TAGGER, attributes);

        assertThat(source.read().read()).extracting(Queue::retention).containsExactly(Duration.ofDays(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"deadLetterTargetArn\":7}", "{\"deadLetterTargetArn\":\"arn:aws:sqs\"}"})
    void a_redrive_policy_that_is_none_is_not_no_redrive_policy(String policy) throws Exception {
        Map<String, String> attributes = new HashMap<>(SqsWire.attributes(5, 3));
        attributes.put("RedrivePolicy", policy);
        sqs.put(TAGGER, attributes);

        assertThat(source.read().unread()).containsExactly(new Queues.Unread(TAGGER, Observed.Reason.INVALID));
    }

    @Test
    void what_a_queue_answered_before_is_not_shown_once_it_answers_nonsense() throws Exception {
        sqs.put(TAGGER, 5, 3);
        source.read();
        sqs.put(TAGGER, Map.of());
        clock.pass(INTERVAL);

        assertThat(source.read().read()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestThrottled, THROTTLED",
        "400, com.amazon.coral.availability#ThrottlingException, THROTTLED",
        "403, OverLimit, THROTTLED",
        "429, Whatever, THROTTLED",
        "403, ExpiredToken, PERMISSION_DENIED",
        "400, com.amazon.coral.service#ExpiredTokenException, PERMISSION_DENIED",
        "403, InvalidClientTokenId, PERMISSION_DENIED",
        "403, RequestTimeTooSkewed, PERMISSION_DENIED",
        "403, SignatureDoesNotMatch, PERMISSION_DENIED",
        "500, InternalFailure, UNAVAILABLE",
        "503, ServiceUnavailable, UNAVAILABLE",
        "504, '', TIMEOUT",
        "400, RequestTimeout, TIMEOUT",
        "404, '', UNAVAILABLE",
        "400, Nonsense, INVALID_RESPONSE"
    })
    void a_service_that_refuses_everything_is_a_failure_of_the_source(int status, String type, FailureReason reason)
            throws Exception {
        sqs.put(TAGGER, 5, 3);
        source.read();
        sqs.before(request -> Reply.refusal(status, type, "no"));
        clock.pass(INTERVAL);

        SourceException failure = fails();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.deniedAction()).isNull();
        assertThat(ledger.status().denied().values()).containsOnly(false);
    }

    @Test
    void throttles_are_counted_and_after_the_first_few_the_rest_is_left_alone() throws Exception {
        for (int i = 0; i < 100; i++) {
            sqs.put("cx_1ee11af4_api-%03d_0123456789.fifo".formatted(i), 0, 0);
        }
        sqs.before(request -> request.operation().equals("GetQueueAttributes")
                ? Reply.refusal(400, "RequestThrottled", "Rate exceeded")
                : null);

        assertThat(fails().reason()).isEqualTo(FailureReason.THROTTLED);
        assertThat(sqs.server().requests("GetQueueAttributes")).hasSizeLessThanOrEqualTo(16);
        assertThat(books.figures().throttles().get(AwsOperation.GET_QUEUE_ATTRIBUTES))
                .isEqualTo(sqs.server().requests("GetQueueAttributes").size());
    }

    @Test
    void a_tick_in_which_nothing_is_due_does_not_pass_for_a_success_after_a_failure() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.before(request ->
                request.operation().equals("GetQueueAttributes") ? Reply.refusal(500, "InternalFailure", "no") : null);
        fails();
        clock.pass(Duration.ofSeconds(1));

        assertThat(fails().reason()).isEqualTo(FailureReason.UNAVAILABLE);

        sqs.before(request -> null);
        clock.pass(Duration.ofSeconds(1));

        assertThat(source.read().read()).hasSize(1);
    }

    @Test
    void one_queue_that_gives_no_answer_is_withdrawn_alone_after_three_of_its_intervals() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 1, 0);
        source.read();
        clock.pass(INTERVAL);
        source.read();
        sqs.before(
                request -> SqsWire.queue(request).equals(TAGGER) ? Reply.refusal(500, "InternalFailure", "no") : null);

        clock.pass(Duration.ofSeconds(45));
        assertThat(source.read().read()).extracting(Queue::name).containsExactly(OTHER, TAGGER);
        clock.pass(Duration.ofMillis(1));

        Queues queues = source.read();
        assertThat(queues.read()).extracting(Queue::name).containsExactly(OTHER);
        assertThat(queues.unread()).containsExactly(new Queues.Unread(TAGGER, Observed.Reason.STALE));
        assertThat(ledger.status().failures().get(FailureReason.UNAVAILABLE)).isPositive();

        sqs.before(request -> null);
        clock.pass(Duration.ofMinutes(5));
        assertThat(source.read().read()).hasSize(2);
    }

    @Test
    void a_page_that_is_cut_leaves_the_queues_that_are_known_as_they_were() throws Exception {
        for (int i = 0; i < 1500; i++) {
            sqs.put("cx_1ee11af4_api-%04d_0123456789.fifo".formatted(i), 0, 0);
        }
        source.read();
        AtomicInteger pages = new AtomicInteger();
        sqs.before(request -> request.operation().equals("ListQueues") && pages.incrementAndGet() == 2
                ? Reply.json(200, "{\"QueueUrls\":[\"" + SqsWire.url(TAGGER) + "\",\"https")
                        .cutAfter(30)
                : null);
        clock.pass(Duration.ofMinutes(1));

        Queues queues = source.read();

        assertThat(pages).hasValue(2);
        assertThat(queues.discovered()).isEqualTo(1500);
        assertThat(ledger.status().failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void an_answer_that_is_no_json_is_invalid() {
        sqs.before(request -> Reply.json(200, "<html>a proxy</html>"));

        assertThat(fails().reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @Test
    void an_answer_that_drips_is_given_up_when_its_time_is_over() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.before(request ->
                Reply.json(200, "{\"QueueUrls\":[]," + " ".repeat(1000) + "}").dripping(100));

        assertThat(failsOnAVirtualThread().reason()).isEqualTo(FailureReason.TIMEOUT);
    }

    @Test
    void past_the_budget_queues_are_read_ten_times_more_seldom_and_stay_live() throws Exception {
        sqs.put(TAGGER, 5, 3);
        books.restore(new Spend(java.time.YearMonth.of(2026, 1), Map.of("sqs", 25.0)));
        source.read();
        clock.pass(Duration.ofSeconds(150));
        source.read();
        sqs.server().forget();

        for (int second = 0; second < 1500; second++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(source.read().read()).hasSize(1);
        }

        assertThat(sqs.server().requests("GetQueueAttributes")).hasSizeBetween(9, 11);
        assertThat(sqs.server().requests("ListQueues")).hasSizeBetween(2, 3);
    }

    @Test
    void the_first_reading_waits_for_kubernetes_and_does_not_wait_for_ever() {
        objects = new TestObjects();
        objects.synced = false;

        SourceException failure = fails();

        assertThat(failure.reason()).isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(failure.text()).contains("not_synced");
        assertThat(clock.instant()).isBetween(NOW.plusSeconds(10), NOW.plusSeconds(11));
        assertThat(sqs.server().requests()).isEmpty();
    }

    @Test
    void a_cluster_that_is_not_cortexs_has_no_queues_and_nothing_is_asked() throws Exception {
        objects = new TestObjects();

        assertThat(source.read()).isEqualTo(Queues.NONE);
        assertThat(sqs.server().requests()).isEmpty();
    }

    @Test
    void without_the_configuration_the_clusters_own_objects_tell_what_its_queues_begin_with() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 1, 0);
        objects = new TestObjects().virtualService("X-Cortex-Queue-URL", SqsWire.url(TAGGER));
        objects.clusterConfig = TestObjects.unknown(Observed.Reason.PERMISSION_DENIED);

        assertThat(source.read().read()).extracting(Queue::name).containsExactly(OTHER, TAGGER);
    }

    @Test
    void the_same_object_is_shown_until_a_number_changes() throws Exception {
        sqs.put(TAGGER, 5, 3);
        sqs.put(OTHER, 0, 0);
        source.read();
        clock.pass(INTERVAL);
        Queues before = source.read();
        clock.pass(Duration.ofSeconds(1));
        assertThat(source.read()).isSameAs(before);

        clock.pass(INTERVAL);
        sqs.put(TAGGER, 6, 3);

        assertThat(source.read().read()).extracting(Queue::visible).containsExactly(0L, 6L);
    }

    private SourceException fails() {
        return catchThrowableOfType(SourceException.class, source::read);
    }

    /** As the poller calls it: what the timeout of a call ends, it ends by an interrupt, which only these heed. */
    private SourceException failsOnAVirtualThread() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(this::fails).get();
        }
    }
}
