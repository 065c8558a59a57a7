package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.source.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The books of everything that is asked of AWS: calls, throttles, and what they cost by list price. Failed calls are
 * charged like others, since nobody promises that they are free. Safe for threads.
 */
public final class AwsBooks {

    /** The last minute of a month would make any rest of its budget an endless pace. */
    private static final Duration SHORTEST_REST = Duration.ofMinutes(1);

    private final double budget;
    private final double usdPerSqsRequest;
    private final double usdPerMetric;
    private final Clock clock;

    private final Map<AwsOperation, Long> requests = new EnumMap<>(AwsOperation.class);
    private final Map<AwsOperation, Long> throttles = new EnumMap<>(AwsOperation.class);
    private final Map<AwsOperation, AwsOutcome> outcomes = new EnumMap<>(AwsOperation.class);
    private final Map<String, Double> cost = new LinkedHashMap<>();
    private final Map<String, Double> costOfMonth = new LinkedHashMap<>();
    private YearMonth month;

    /**
     * Empty books.
     *
     * @param config the budget and the prices
     */
    public AwsBooks(Config.Aws config, Clock clock) {
        this.budget = config.monthlyBudgetUsd();
        this.usdPerSqsRequest = config.sqsUsdPerMillion() / 1_000_000;
        this.usdPerMetric = config.cloudWatchUsdPerThousand() / 1_000;
        this.clock = clock;
        this.month = monthOf(clock.instant());
        for (AwsOperation operation : AwsOperation.values()) {
            requests.put(operation, 0L);
            throttles.put(operation, 0L);
            cost.put(operation.service(), 0.0);
        }
    }

    /**
     * What the books say at one moment.
     *
     * @param requests calls since the start of the agent, retries and failures included; every operation is there
     * @param throttles calls that were refused for their rate; every operation is there
     * @param cost USD by service since the start of the agent; every service is there
     * @param month what this month has cost, also before a restart of the agent
     * @param budget USD a month
     */
    public record Figures(
            Map<AwsOperation, Long> requests,
            Map<AwsOperation, Long> throttles,
            Map<String, Double> cost,
            Spend month,
            double budget) {

        /** Whether the month has cost what it may. */
        public boolean exhausted() {
            return month.total() >= budget;
        }
    }

    /** Enters every attempt that a client of the SDK makes. */
    ExecutionInterceptor interceptor() {
        return new EnteringInterceptor(this);
    }

    /**
     * A call that is about to be made.
     *
     * @param units what it is priced by: metrics asked for of GetMetricData, else 1
     */
    synchronized void attempted(AwsOperation operation, long units) {
        requests.merge(operation, 1L, Long::sum);
        double usd = price(operation, units);
        turnMonth();
        cost.merge(operation.service(), usd, Double::sum);
        costOfMonth.merge(operation.service(), usd, Double::sum);
    }

    /** A call that was refused for its rate. */
    synchronized void throttled(AwsOperation operation) {
        throttles.merge(operation, 1L, Long::sum);
    }

    /** A call that AWS has answered. */
    synchronized void answered(AwsOperation operation) {
        outcomes.merge(operation, AwsOutcome.ANSWERED, AwsOutcome::and);
    }

    /** A call that has failed. */
    synchronized void failed(AwsOperation operation, SourceException failure) {
        outcomes.merge(operation, AwsOutcome.of(operation, failure), AwsOutcome::and);
    }

    /** What has come of the calls so far; an operation that was not called is not there. */
    public synchronized Map<AwsOperation, AwsOutcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** USD for a call. */
    double price(AwsOperation operation, long units) {
        return switch (operation) {
            case LIST_QUEUES, GET_QUEUE_ATTRIBUTES -> usdPerSqsRequest;
            case GET_METRIC_DATA -> usdPerMetric * units;
            default -> 0;
        };
    }

    /** Everything. */
    public synchronized Figures figures() {
        turnMonth();
        return new Figures(
                Map.copyOf(requests), Map.copyOf(throttles), Map.copyOf(cost), new Spend(month, costOfMonth), budget);
    }

    /** What this month has cost: to be kept for the next start of the agent. */
    public synchronized Spend spend() {
        turnMonth();
        return new Spend(month, costOfMonth);
    }

    /**
     * Takes up what this month had cost before this replica led, which has what it spent itself in it. Of another month, or of
     * what can be no cost, nothing is taken.
     */
    public synchronized void restore(Spend kept) {
        turnMonth();
        if (!kept.month().equals(month)) {
            return;
        }
        for (String service : AwsOperation.services()) {
            double usd = kept.usd().getOrDefault(service, 0.0);
            if (Double.isFinite(usd) && usd > 0) {
                costOfMonth.merge(service, usd, Math::max);
            }
        }
    }

    /** Whether the month has cost what it may. */
    public boolean exhausted() {
        return left() <= 0;
    }

    /** USD a second that can be spent from now to the end of the month without exceeding the budget. */
    public synchronized double affordableUsdPerSecond() {
        Instant now = clock.instant();
        Instant end = monthOf(now).plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        long rest =
                Math.max(SHORTEST_REST.toSeconds(), Duration.between(now, end).toSeconds());
        return Math.max(0, left()) / rest;
    }

    private synchronized double left() {
        turnMonth();
        return budget
                - costOfMonth.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private void turnMonth() {
        YearMonth now = monthOf(clock.instant());
        // A clock that is set back must not open the budget again.
        if (now.isAfter(month)) {
            month = now;
            costOfMonth.clear();
        }
    }

    private static YearMonth monthOf(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
