package io.prodhealth.source.aws;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import java.time.Instant;
import java.util.List;

/** What asking AWS comes to. */
public final class AwsFamilies {

    private static final Family REQUESTS = Family.stable(
            COUNTER,
            "prodhealth_aws_requests_total",
            "Calls to AWS, failed ones and retries included.",
            "service",
            "operation");
    private static final Family THROTTLES = Family.stable(
            COUNTER,
            "prodhealth_aws_throttles_total",
            "Calls that AWS refused because there were too many.",
            "service",
            "operation");
    private static final Family COST = Family.stable(
            COUNTER,
            "prodhealth_aws_estimated_cost_usd_total",
            "What the calls cost by the list prices that are set, USD; no free tier, failed calls charged like others.",
            "service");
    private static final Family BUDGET = Family.stable(
            GAUGE,
            "prodhealth_aws_budget_usd",
            "What asking AWS may cost in a calendar month (UTC), USD; past it SQS is read ten times more seldom, and"
                    + " CloudWatch not at all.");
    private static final Family SPENT = Family.experimental(
            GAUGE,
            "prodhealth_aws_month_cost_usd",
            "What asking AWS has cost in this calendar month (UTC) by list price, USD: what the budget is compared"
                    + " with.");

    private final Instant startedAt;

    /**
     * A writer.
     *
     * @param startedAt when the agent began to count
     */
    public AwsFamilies(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(REQUESTS, THROTTLES, COST, BUDGET, SPENT);
    }

    /** Adds what the books say. */
    public void write(AwsBooks.Figures figures, Series series) {
        for (AwsOperation operation : AwsOperation.values()) {
            series.counter(
                    REQUESTS,
                    figures.requests().getOrDefault(operation, 0L),
                    startedAt,
                    Series.labels(REQUESTS, operation.service(), operation.operation()));
            series.counter(
                    THROTTLES,
                    figures.throttles().getOrDefault(operation, 0L),
                    startedAt,
                    Series.labels(THROTTLES, operation.service(), operation.operation()));
        }
        for (String service : AwsOperation.services()) {
            series.counter(COST, figures.cost().getOrDefault(service, 0.0), startedAt, Series.labels(COST, service));
        }
        series.gauge(BUDGET, figures.budget());
        series.gauge(SPENT, figures.month().total());
    }
}
