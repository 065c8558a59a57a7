package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AwsFamiliesTest {

    private final TestClock clock = new TestClock(TestAws.NOW);
    private final AwsBooks books = TestAws.books(clock);

    @Test
    void every_pair_of_service_and_operation_is_at_0_from_the_first_scrape() {
        assertThat(scraped()).isEqualTo("""
            prodhealth_aws_budget_usd 25.0
            prodhealth_aws_estimated_cost_usd_total{service="acm"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="autoscaling"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="cloudwatch"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="ec2"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="ecr"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="elasticloadbalancing"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="route53"} 0.0
            prodhealth_aws_estimated_cost_usd_total{service="sqs"} 0.0
            prodhealth_aws_month_cost_usd 0.0
            prodhealth_aws_requests_total{operation="DescribeAutoScalingGroups",service="autoscaling"} 0.0
            prodhealth_aws_requests_total{operation="DescribeCertificate",service="acm"} 0.0
            prodhealth_aws_requests_total{operation="DescribeInstanceHealth",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeInstances",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeListeners",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeLoadBalancers",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeNatGateways",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeRepositories",service="ecr"} 0.0
            prodhealth_aws_requests_total{operation="DescribeRouteTables",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeScalingActivities",service="autoscaling"} 0.0
            prodhealth_aws_requests_total{operation="DescribeSecurityGroups",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeSubnets",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeTags",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeTargetGroups",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeTargetHealth",service="elasticloadbalancing"} 0.0
            prodhealth_aws_requests_total{operation="DescribeVpcEndpoints",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeVpcPeeringConnections",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="DescribeVpcs",service="ec2"} 0.0
            prodhealth_aws_requests_total{operation="GetMetricData",service="cloudwatch"} 0.0
            prodhealth_aws_requests_total{operation="GetQueueAttributes",service="sqs"} 0.0
            prodhealth_aws_requests_total{operation="ListHostedZones",service="route53"} 0.0
            prodhealth_aws_requests_total{operation="ListImages",service="ecr"} 0.0
            prodhealth_aws_requests_total{operation="ListQueues",service="sqs"} 0.0
            prodhealth_aws_requests_total{operation="ListResourceRecordSets",service="route53"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeAutoScalingGroups",service="autoscaling"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeCertificate",service="acm"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeInstanceHealth",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeInstances",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeListeners",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeLoadBalancers",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeNatGateways",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeRepositories",service="ecr"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeRouteTables",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeScalingActivities",service="autoscaling"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeSecurityGroups",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeSubnets",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeTags",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeTargetGroups",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeTargetHealth",service="elasticloadbalancing"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeVpcEndpoints",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeVpcPeeringConnections",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="DescribeVpcs",service="ec2"} 0.0
            prodhealth_aws_throttles_total{operation="GetMetricData",service="cloudwatch"} 0.0
            prodhealth_aws_throttles_total{operation="GetQueueAttributes",service="sqs"} 0.0
            prodhealth_aws_throttles_total{operation="ListHostedZones",service="route53"} 0.0
            prodhealth_aws_throttles_total{operation="ListImages",service="ecr"} 0.0
            prodhealth_aws_throttles_total{operation="ListQueues",service="sqs"} 0.0
            prodhealth_aws_throttles_total{operation="ListResourceRecordSets",service="route53"} 0.0
            """);
    }

    @Test
    void what_is_asked_shows_and_the_cost_of_a_month_begins_anew() {
        books.attempted(AwsOperation.GET_METRIC_DATA, 500);
        books.throttled(AwsOperation.GET_METRIC_DATA);

        assertThat(scraped())
                .contains("prodhealth_aws_requests_total{operation=\"GetMetricData\",service=\"cloudwatch\"} 1.0\n")
                .contains("prodhealth_aws_throttles_total{operation=\"GetMetricData\",service=\"cloudwatch\"} 1.0\n")
                .contains("prodhealth_aws_estimated_cost_usd_total{service=\"cloudwatch\"} 0.005\n")
                .contains("prodhealth_aws_month_cost_usd 0.005\n");

        clock.pass(Duration.ofDays(30));

        assertThat(scraped())
                .contains("prodhealth_aws_estimated_cost_usd_total{service=\"cloudwatch\"} 0.005\n")
                .contains("prodhealth_aws_month_cost_usd 0.0\n");
    }

    @Test
    void all_that_is_written_is_declared() {
        assertThat(scraped().lines().map(line -> line.replaceAll("[{ ].*", "")).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        AwsFamilies.all().stream().map(Family::name).toList());
    }

    private String scraped() {
        Scrape scrape = new Scrape(
                new PrometheusRegistry(),
                new SeriesBudget(1000, List.of()),
                series -> new AwsFamilies(TestAws.NOW).write(books.figures(), series));
        String text = new String(scrape.render("", false, Set.of()).body(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith("prodhealth_aws_"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
