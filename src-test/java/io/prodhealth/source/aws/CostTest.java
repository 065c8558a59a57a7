package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void a_hundred_queues_of_which_ten_are_not_empty_cost_at_most_12_usd_a_month() throws Exception {
        MonthOfPolling.Bill bill = new MonthOfPolling(100, 10, Duration.ofSeconds(15), false).bill();

        assertThat(bill.usd()).isBetween(11.0, 12.0);
        assertThat(bill.requests()).isBetween(100 * 172_000.0, 100 * 172_800 + 50_000.0);
    }

    @Test
    void and_at_most_6_usd_where_idle_queues_are_read_each_minute() throws Exception {
        MonthOfPolling.Bill bill = new MonthOfPolling(100, 10, Duration.ofMinutes(1), false).bill();

        assertThat(bill.usd()).isBetween(5.0, 6.0);
    }

    @Test
    void as_the_budget_shrinks_cloudwatchs_intervals_grow_and_the_month_ends_within_it() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-01-15T09:00:00Z"));
        AwsBooks books = new AwsBooks(Config.defaults().aws(), clock);
        books.restore(new Spend(YearMonth.of(2026, 1), Map.of("cloudwatch", 15.0)));
        List<Queue> queues = IntStream.range(0, 100)
                .mapToObj(i -> "api-%03d".formatted(i))
                .map(name -> new Queue(name, SqsWire.url(name), true, 5, 0, 0, Duration.ofDays(4), "", clock.instant()))
                .toList();
        CloudWatchSource source = new CloudWatchSource(
                new CountedAws(books, 0, 0, 60),
                TestAws.queues(),
                () -> new Observed.Known<>(new Queues(queues, List.of()), clock.instant()),
                books,
                new SourceLedger("cloudwatch", Duration.ofMinutes(5), clock),
                clock);
        int ticks = (int) Duration.between(clock.instant(), Instant.parse("2026-02-01T00:00:00Z"))
                .dividedBy(Duration.ofMinutes(3));

        for (int tick = 0; tick < ticks - 1; tick++) {
            assertThat(source.read()).hasSize(100);
            clock.pass(Duration.ofMinutes(3));
        }

        // A hundred queues at 15 s from SQS would take 4.8 of the 10 USD; the rest is CloudWatch's, in equal steps.
        assertThat(books.spend().total()).isBetween(19.0, 25.0);
    }
}
