package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.decimal;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.httpUrl;
import static io.prodhealth.config.ValueType.integer;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How AWS is asked, and what that may cost. */
final class AwsSettings {

    static final Setting<Boolean> ENABLED = new Setting<>(
            "aws.enabled",
            bool(),
            "true",
            "Whether AWS is asked at all.",
            "Queues, their age and the causes of failed scale-ups are known to AWS alone.",
            false,
            c -> c.aws().enabled());
    static final Setting<String> REGION = new Setting<>(
            "aws.region",
            text("<region>", "a region, or empty", Pattern.compile("[a-z0-9-]{0,40}"), "is not a region"),
            "",
            "The region; empty means that of Cortex's cluster configuration, else what the AWS SDK finds.",
            "A cluster's queues are in its own region.",
            false,
            c -> c.aws().region());
    static final Setting<String> ENDPOINT_URL = new Setting<>(
            "aws.endpoint_url",
            httpUrl(),
            "",
            "One endpoint for every service, for tests; empty means AWS, or AWS_ENDPOINT_URL and its variants.",
            "AWS's own endpoints follow from the region.",
            false,
            c -> c.aws().endpointUrl());
    static final Setting<Boolean> FIPS = new Setting<>(
            "aws.fips_endpoints",
            bool(),
            "false",
            "Whether FIPS endpoints are used.",
            "They exist in some regions only.",
            false,
            c -> c.aws().fips());
    static final Setting<Duration> CONNECT_TIMEOUT = new Setting<>(
            "aws.connect_timeout",
            duration("100ms", "1m"),
            "2s",
            "The time that connecting to AWS may take.",
            "Within a region it takes milliseconds; 2s tells a network that drops packets from one that is slow.",
            false,
            c -> c.aws().connectTimeout());
    static final Setting<Duration> READ_TIMEOUT = new Setting<>(
            "aws.read_timeout",
            duration("100ms", "1m"),
            "5s",
            "The time between two bytes of an answer of AWS.",
            "The slowest call here answers within a second.",
            false,
            c -> c.aws().readTimeout());
    static final Setting<Duration> CALL_TIMEOUT = new Setting<>(
            "aws.call_timeout",
            duration("100ms", "2m"),
            "10s",
            "The time a call to AWS may take, its retries included.",
            "Less than one collection interval.",
            false,
            c -> c.aws().callTimeout());
    static final Setting<Integer> SQS_RATE = new Setting<>(
            "aws.sqs_requests_per_second",
            integer(1, 3000),
            "150",
            "The most requests a second to SQS.",
            "1000 queues in 7 seconds; SQS itself sets no quota on GetQueueAttributes.",
            false,
            c -> c.aws().sqsRequestsPerSecond());
    static final Setting<Integer> RATE = new Setting<>(
            "aws.requests_per_second",
            integer(1, 100),
            "4",
            "The most requests a second to each other service.",
            "The quotas of EC2 and Auto Scaling are shared with the autoscaler and the cloud controller.",
            false,
            c -> c.aws().requestsPerSecond());
    static final Setting<Double> MONTHLY_BUDGET = new Setting<>(
            "aws.monthly_budget_usd",
            decimal(0, 100_000),
            "25",
            "What asking AWS may cost in a calendar month (UTC) by list price; past it SQS is asked more seldom and"
                    + " CloudWatch not at all.",
            "Twice what 100 FIFO queues cost at the default intervals.",
            false,
            c -> c.aws().monthlyBudgetUsd());
    static final Setting<Double> SQS_PRICE = new Setting<>(
            "aws.sqs_usd_per_million_requests",
            decimal(0, 1000),
            "0.5",
            "List price of a million SQS requests.",
            "The price of FIFO requests in us-east-1, November 2026; standard queues cost 0.40. No free tier is"
                    + " assumed.",
            false,
            c -> c.aws().sqsUsdPerMillion());
    static final Setting<Double> CLOUDWATCH_PRICE = new Setting<>(
            "aws.cloudwatch_usd_per_thousand_metrics",
            decimal(0, 1000),
            "0.01",
            "List price of a thousand metrics asked for by GetMetricData.",
            "The price in us-east-1, November 2026; GetMetricData has no free tier.",
            false,
            c -> c.aws().cloudWatchUsdPerThousand());

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            REGION,
            ENDPOINT_URL,
            FIPS,
            CONNECT_TIMEOUT,
            READ_TIMEOUT,
            CALL_TIMEOUT,
            SQS_RATE,
            RATE,
            MONTHLY_BUDGET,
            SQS_PRICE,
            CLOUDWATCH_PRICE);

    private AwsSettings() {}

    static Config.Aws config(Values v) {
        return new Config.Aws(
                v.get(ENABLED),
                v.get(REGION),
                v.get(ENDPOINT_URL),
                v.get(FIPS),
                v.get(CONNECT_TIMEOUT),
                v.get(READ_TIMEOUT),
                v.get(CALL_TIMEOUT),
                v.get(SQS_RATE),
                v.get(RATE),
                v.get(MONTHLY_BUDGET),
                v.get(SQS_PRICE),
                v.get(CLOUDWATCH_PRICE));
    }
}
