package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.aws.WireServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchSourceTest {

    private static final String TEXT = "cx_1ee11af4_text_0123456789.fifo";
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final TestClock clock = new TestClock(NOW.plusSeconds(30));
    private final CloudWatchWire cloudWatch = new CloudWatchWire();
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(cloudWatch.server().uri(), books);
    private final SourceLedger ledger = new SourceLedger("cloudwatch", INTERVAL, clock);
    private final Map<String, Queue> queues = new TreeMap<>();
    private final CloudWatchSource source = new CloudWatchSource(
            clients,
            TestAws.queues(),
            () -> new Observed.Known<>(new Queues(List.copyOf(queues.values()), List.of()), clock.instant()),
            books,
            ledger,
            clock);

    @AfterEach
    void close() {
        clients.close();
        cloudWatch.close();
    }

    @Test
    void the_three_metrics_of_a_queue_that_is_not_empty_are_read_minute_by_minute() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "ApproximateAgeOfOldestMessage", at(-5), 90);
        cloudWatch.put(TEXT, "ApproximateAgeOfOldestMessage", at(-4), 150);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-5), 66);
        cloudWatch.put(TEXT, "NumberOfMessagesDeleted", at(-5), 0);

        assertThat(source.read())
                .containsExactly(new QueueActivity(
                        TEXT,
                        List.of(new Minute(at(-5), 90), new Minute(at(-4), 150)),
                        List.of(new Minute(at(-5), 66)),
                        List.of(new Minute(at(-5), 0)),
                        clock.instant()));
        assertThat(cloudWatch.asked())
                .containsExactlyInAnyOrder(
                        TEXT + " ApproximateAgeOfOldestMessage Maximum 60",
                        TEXT + " NumberOfMessagesSent Sum 60",
                        TEXT + " NumberOfMessagesDeleted Sum 60");
        assertThat(books.figures().cost())
                .hasEntrySatisfying("cloudwatch", usd -> assertThat(usd).isEqualTo(0.000_03, within(1e-12)));
    }

    @Test
    void a_minute_is_shown_two_minutes_after_its_end_and_not_before() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-3), 66);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-2), 1);

        assertThat(source.read())
                .singleElement()
                .satisfies(activity -> assertThat(activity.sent()).containsExactly(new Minute(at(-3), 66)));
        assertThat(cloudWatch.server().requests().getFirst().parameter("EndTime"))
                .isEqualTo(at(-2).toString());
    }

    @Test
    void what_overlaps_is_read_again_and_so_corrected() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-3), 10);
        source.read();
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-3), 66);
        clock.pass(INTERVAL);

        assertThat(source.read())
                .singleElement()
                .satisfies(activity -> assertThat(activity.sent()).containsExactly(new Minute(at(-3), 66)));
    }

    /** One that has led before may have counted all of it, and have kept nothing: it must be counted to the same end. */
    @Test
    void the_first_reading_goes_back_an_hour_since_another_may_have_counted_before() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-61), 7);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-40), 50);

        assertThat(source.read())
                .singleElement()
                .satisfies(activity ->
                        assertThat(activity.sent()).containsExactly(new Minute(at(-61), 7), new Minute(at(-40), 50)));
    }

    @Test
    void empty_queues_are_not_asked_for() throws Exception {
        put(TEXT, 0);

        assertThat(source.read()).isEmpty();
        assertThat(cloudWatch.server().requests()).isEmpty();
    }

    @Test
    void a_queue_that_has_become_empty_is_read_until_its_last_minutes_have_settled() throws Exception {
        put(TEXT, 5);
        source.read();
        put(TEXT, 0);
        cloudWatch.server().forget();

        tick(Duration.ofMinutes(20));

        assertThat(cloudWatch.server().requests()).hasSizeBetween(1, 2);
        assertThat(Instant.parse(cloudWatch.server().requests().getLast().parameter("EndTime")))
                .isAfter(NOW.plusSeconds(60));
        assertThat(source.read()).isEmpty();
    }

    @Test
    void a_queue_that_is_full_now_and_empty_then_is_not_read_more_often_for_that() throws Exception {
        for (int minute = 0; minute < 60; minute++) {
            put(TEXT, minute % 2);
            tick(Duration.ofMinutes(1));
        }

        assertThat(cloudWatch.server().requests()).hasSizeBetween(11, 13);
    }

    @Test
    void a_queue_whose_oldest_message_is_past_half_of_its_objective_is_read_each_minute_while_messages_wait()
            throws Exception {
        put(TEXT, 5);
        cloudWatch.everyMinute(TEXT, "ApproximateAgeOfOldestMessage", 451);
        tick(Duration.ofMinutes(60));
        assertThat(cloudWatch.server().requests()).hasSizeBetween(58, 61);

        cloudWatch.server().forget();
        cloudWatch.everyMinute(TEXT, "ApproximateAgeOfOldestMessage", 449);
        tick(Duration.ofMinutes(60));
        assertThat(cloudWatch.server().requests()).hasSizeBetween(11, 14);
    }

    @Test
    void past_the_budget_it_is_not_asked_and_says_why() throws Exception {
        put(TEXT, 5);
        source.read();
        cloudWatch.server().forget();
        books.restore(new Spend(YearMonth.of(2026, 1), Map.of("cloudwatch", 25.0)));
        clock.pass(Duration.ofSeconds(5));

        assertThat(fails().reason()).isEqualTo(FailureReason.BUDGET_EXHAUSTED);
        assertThat(cloudWatch.server().requests()).isEmpty();
    }

    @Test
    void a_thousand_queues_take_as_few_calls_as_are_allowed() throws Exception {
        for (int i = 0; i < 1000; i++) {
            put("cx_1ee11af4_api-%04d_0123456789.fifo".formatted(i), 5);
        }

        assertThat(source.read()).hasSize(1000);
        assertThat(cloudWatch.server().requests()).hasSize(7);
        assertThat(cloudWatch.asked()).hasSize(3000).doesNotHaveDuplicates();
    }

    @Test
    void pages_are_read_to_the_last_one() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-4), 1);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-5), 2);
        cloudWatch.pageSize(1);

        assertThat(source.read())
                .singleElement()
                .satisfies(activity ->
                        assertThat(activity.sent()).containsExactly(new Minute(at(-5), 2), new Minute(at(-4), 1)));
    }

    @Test
    void pages_without_end_are_a_failure() {
        put(TEXT, 5);
        cloudWatch.before(request -> Reply.xml(200, CloudWatchWire.page("", "again")));

        assertThat(fails().reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
        assertThat(cloudWatch.server().requests()).hasSize(20);
    }

    @Test
    void a_metric_that_cloudwatch_cannot_tell_costs_that_queue_alone_and_is_not_asked_for_again_at_once()
            throws Exception {
        put(TEXT, 5);
        put("other", 5);
        cloudWatch.status(TEXT, "InternalError");

        assertThat(source.read()).extracting(QueueActivity::queue).containsExactly("other");
        assertThat(ledger.status().failures()).containsEntry(FailureReason.UNAVAILABLE, 1L);
        tick(Duration.ofMinutes(4));
        assertThat(cloudWatch.server().requests()).hasSize(1);
    }

    @Test
    void values_that_cannot_be_true_and_minutes_that_were_not_asked_for_are_left_out() throws Exception {
        put(TEXT, 5);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-5), Double.NaN);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-6), -1);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-7), Double.POSITIVE_INFINITY);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-8), 3);
        cloudWatch.answersMoreThanIsAsked();
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(-500), 4);
        cloudWatch.put(TEXT, "NumberOfMessagesSent", at(5), 5);

        assertThat(source.read())
                .singleElement()
                .satisfies(activity -> assertThat(activity.sent()).containsExactly(new Minute(at(-8), 3)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "403, ExpiredToken, PERMISSION_DENIED",
        "403, SignatureDoesNotMatch, PERMISSION_DENIED",
        "503, ServiceUnavailable, UNAVAILABLE",
        "400, InvalidParameterValue, INVALID_RESPONSE"
    })
    void why_nothing_was_read_is_told(int status, String code, FailureReason reason) {
        put(TEXT, 5);
        cloudWatch.before(request -> Reply.xmlRefusal(status, code, "no"));

        SourceException failure = fails();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.deniedAction()).isNull();
    }

    @Test
    void a_missing_permission_is_named_until_it_is_granted() throws Exception {
        put(TEXT, 5);
        assertThat(ledger.status().denied()).containsExactly(Map.entry("cloudwatch:GetMetricData", false));
        cloudWatch.before(request -> Reply.xmlRefusal(
                403, "AccessDenied", "User: x is not authorized to perform: cloudwatch:GetMetricData"));

        assertThat(fails().deniedAction()).isEqualTo("cloudwatch:GetMetricData");
        assertThat(ledger.status().denied()).containsExactly(Map.entry("cloudwatch:GetMetricData", true));

        cloudWatch.before(request -> null);
        source.read();
        assertThat(ledger.status().denied()).containsExactly(Map.entry("cloudwatch:GetMetricData", false));
    }

    @Test
    void what_was_read_is_withdrawn_after_three_intervals() throws Exception {
        put(TEXT, 5);
        source.read();
        cloudWatch.status(TEXT, "InternalError");

        tick(INTERVAL.multipliedBy(3));
        assertThat(source.read()).hasSize(1);
        clock.pass(Duration.ofMillis(1));

        assertThat(source.read()).isEmpty();
    }

    private void tick(Duration time) throws Exception {
        List<QueueActivity> last = new ArrayList<>();
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end); ) {
            clock.pass(Duration.ofSeconds(5));
            last = source.read();
        }
        assertThat(last.size()).isLessThanOrEqualTo(queues.size());
    }

    private void put(String name, long visible) {
        queues.put(
                name, new Queue(name, SqsWire.url(name), true, visible, 0, 0, Duration.ofDays(4), "", clock.instant()));
    }

    /** Minutes from now, which is 30 s past the minute. */
    private static Instant at(int minutes) {
        return NOW.plus(Duration.ofMinutes(minutes));
    }

    private SourceException fails() {
        return catchThrowableOfType(SourceException.class, source::read);
    }
}
