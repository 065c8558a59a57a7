package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.AwsOperation.DESCRIBE_AUTO_SCALING_GROUPS;
import static io.prodhealth.source.aws.AwsOperation.GET_METRIC_DATA;
import static io.prodhealth.source.aws.AwsOperation.GET_QUEUE_ATTRIBUTES;
import static io.prodhealth.source.aws.AwsOperation.LIST_QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsBooksTest {

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    private final TestClock clock = new TestClock(TestAws.NOW);
    private final AwsBooks books = TestAws.books(clock);

    @Test
    void every_operation_and_service_is_there_from_the_start() {
        assertThat(books.figures().requests()).containsOnlyKeys(AwsOperation.values());
        assertThat(books.figures().throttles()).containsOnlyKeys(AwsOperation.values());
        assertThat(books.figures().cost()).containsOnlyKeys(AwsOperation.services());
    }

    @Test
    void calls_are_priced_by_what_aws_prices_them_by() {
        books.attempted(LIST_QUEUES, 1);
        books.attempted(GET_QUEUE_ATTRIBUTES, 1);
        books.attempted(GET_METRIC_DATA, 300);
        books.attempted(DESCRIBE_AUTO_SCALING_GROUPS, 1);

        assertThat(books.figures().cost())
                .hasEntrySatisfying("sqs", usd -> assertThat(usd).isEqualTo(0.000_001, within(1e-15)))
                .hasEntrySatisfying("cloudwatch", usd -> assertThat(usd).isEqualTo(0.003, within(1e-15)))
                .containsEntry("autoscaling", 0.0);
        assertThat(books.figures().requests()).containsEntry(GET_METRIC_DATA, 1L);
    }

    @Test
    void the_month_begins_anew_and_the_counters_do_not() {
        books.attempted(GET_METRIC_DATA, 1000);
        clock.pass(Duration.between(TestAws.NOW, Instant.parse("2026-01-31T23:59:59Z")));
        assertThat(books.spend()).isEqualTo(new Spend(JANUARY, Map.of("cloudwatch", 0.01)));

        clock.pass(Duration.ofSeconds(1));

        assertThat(books.spend()).isEqualTo(new Spend(JANUARY.plusMonths(1), Map.of()));
        assertThat(books.figures().cost()).containsEntry("cloudwatch", 0.01);
    }

    @Test
    void a_clock_that_is_set_back_does_not_open_the_budget_again() {
        books.attempted(GET_METRIC_DATA, 3_000_000);
        clock.pass(Duration.ofDays(-30));

        assertThat(books.exhausted()).isTrue();
    }

    @Test
    void what_the_month_had_cost_before_a_restart_counts_and_survives_the_next_one() {
        books.attempted(GET_QUEUE_ATTRIBUTES, 1);

        books.restore(new Spend(JANUARY, Map.of("sqs", 20.0, "cloudwatch", 5.0)));

        assertThat(books.exhausted()).isTrue();
        assertThat(books.figures().exhausted()).isTrue();
        assertThat(books.figures().cost()).containsEntry("sqs", 0.000_000_5);
        AwsBooks next = TestAws.books(clock);
        next.restore(books.spend());
        assertThat(next.spend()).isEqualTo(books.spend());
    }

    @Test
    void of_another_month_or_of_what_can_be_no_cost_nothing_is_taken() {
        books.restore(new Spend(JANUARY.minusMonths(1), Map.of("sqs", 20.0)));
        books.restore(new Spend(JANUARY.plusMonths(1), Map.of("sqs", 20.0)));
        books.restore(new Spend(
                JANUARY,
                Map.of("sqs", -3.0, "cloudwatch", Double.NaN, "autoscaling", Double.POSITIVE_INFINITY, "nobody", 9.0)));

        assertThat(books.spend().total()).isZero();
    }

    @Test
    void what_is_left_is_spread_over_the_rest_of_the_month() {
        double seconds = Duration.between(TestAws.NOW, Instant.parse("2026-02-01T00:00:00Z"))
                .toSeconds();
        assertThat(books.affordableUsdPerSecond()).isEqualTo(25 / seconds, within(1e-12));

        books.restore(new Spend(JANUARY, Map.of("sqs", 15.0)));
        assertThat(books.affordableUsdPerSecond()).isEqualTo(10 / seconds, within(1e-12));

        books.restore(new Spend(JANUARY, Map.of("sqs", 15.0)));
        assertThat(books.affordableUsdPerSecond())
                .as("taken up twice, by a replica that leads again")
                .isEqualTo(10 / seconds, within(1e-12));

        books.restore(new Spend(JANUARY, Map.of("sqs", 25.0)));
        assertThat(books.affordableUsdPerSecond()).isZero();
    }

    @Test
    void the_last_second_of_a_month_is_no_licence_to_spend_all_that_is_left() {
        clock.pass(Duration.between(TestAws.NOW, Instant.parse("2026-01-31T23:59:59Z")));

        assertThat(books.affordableUsdPerSecond()).isEqualTo(25 / 60.0, within(1e-12));
    }
}
