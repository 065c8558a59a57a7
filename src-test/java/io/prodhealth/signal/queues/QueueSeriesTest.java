package io.prodhealth.signal.queues;

import static io.prodhealth.signal.queues.QueueCluster.QUEUE;
import static io.prodhealth.signal.queues.QueueCluster.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.RequestLoad;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueSeriesTest {

    private static final String TAGGER =
            "api_kind=\"AsyncAPI\",api_name=\"tagger\",namespace=\"default\",queue=\"" + QUEUE + "\"";
    private static final String ORDERS = "api_kind=\"\",api_name=\"\",namespace=\"\",queue=\"orders\"";

    private final QueueCluster cluster = new QueueCluster();
    private final QueueSeries series = new QueueSeries();

    @Test
    void a_queue_has_every_series_from_the_first_scrape() {
        cluster.api(SampleConsumer.async("tagger", QUEUE))
                .sqs(QUEUE, 5, 3, "failures")
                .sqs("failures", 2, 0)
                .cloudWatch(new QueueActivity(QUEUE, List.of(minute(-180, 12)), List.of(), List.of(), cluster.now));

        assertThat(scrape())
                .contains(
                        "prodhealth_queue_info{" + TAGGER + ",role=\"async\"} 1",
                        "prodhealth_queue_messages{" + TAGGER + ",state=\"visible\"} 5.0",
                        "prodhealth_queue_messages{" + TAGGER + ",state=\"in_flight\"} 3.0",
                        "prodhealth_queue_messages{" + TAGGER + ",state=\"delayed\"} 0.0",
                        "prodhealth_queue_oldest_message_age_seconds{" + TAGGER + "} 12.0",
                        "prodhealth_queue_age_objective_seconds{" + TAGGER + "} 900.0",
                        "prodhealth_queue_dead_letter_messages{" + TAGGER + "} 2.0",
                        "prodhealth_queue_dead_letter_messages_total{" + TAGGER + "} 0.0",
                        "prodhealth_queue_sent_total{" + TAGGER + "} 0.0",
                        "prodhealth_queue_deleted_total{" + TAGGER + "} 0.0",
                        "prodhealth_queue_stuck{" + TAGGER.replace("namespace", "cause=\"ok\",namespace") + "} 1.0",
                        "prodhealth_queue_stuck{" + TAGGER.replace("namespace", "cause=\"no_completion\",namespace")
                                + "} 0.0",
                        "prodhealth_queues_discovered 2.0",
                        "prodhealth_queues_collected 2.0",
                        "prodhealth_api_queue_missing{api_kind=\"AsyncAPI\",api_name=\"tagger\",namespace=\"default\"}"
                                + " 0.0")
                .filteredOn(line -> line.startsWith("prodhealth_queue_stuck"))
                .hasSize(6);
    }

    @Test
    void a_queue_nobody_should_consume_has_no_verdict_and_a_dead_letter_queue_no_objective() {
        cluster.sqs(QUEUE, 5, 3, "failures").sqs("failures", 2, 0).sqs("orders", 1, 0);

        assertThat(scrape())
                .contains("prodhealth_queue_age_objective_seconds{" + ORDERS + "} 900.0")
                .noneMatch(line -> line.startsWith("prodhealth_queue_stuck"))
                .noneMatch(
                        line -> line.startsWith("prodhealth_queue_age_objective_seconds") && line.contains("failures"))
                .noneMatch(
                        line -> line.startsWith("prodhealth_queue_age_objective_seconds") && line.contains("tagger"));
    }

    @Test
    void what_is_not_known_has_no_series() {
        cluster.sqsUnknown = Observed.Reason.PERMISSION_DENIED;
        cluster.api(SampleConsumer.async("tagger", QUEUE));

        assertThat(scrape())
                .contains("prodhealth_queue_info{" + TAGGER + ",role=\"async\"} 1")
                .noneMatch(line -> line.startsWith("prodhealth_queue_messages"))
                .noneMatch(line -> line.startsWith("prodhealth_queue_stuck"))
                .noneMatch(line -> line.startsWith("prodhealth_queue_drain"))
                .noneMatch(line -> line.startsWith("prodhealth_queue_sent"))
                .noneMatch(line -> line.startsWith("prodhealth_api_queue_missing"))
                .noneMatch(line -> line.startsWith("prodhealth_queues_"));
    }

    @Test
    void when_sqs_is_stale_the_counters_stay() {
        cluster.sqs("orders", 1, 0)
                .cloudWatch(new QueueActivity("orders", List.of(), List.of(), List.of(), cluster.now));
        scrape();

        cluster.sqsUnknown = Observed.Reason.STALE;

        assertThat(scrape())
                .contains("prodhealth_queue_sent_total{" + ORDERS + "} 0.0")
                .filteredOn(line -> line.contains("orders") && !line.startsWith("#"))
                .hasSize(2);
    }

    @Test
    void a_queue_that_is_gone_is_gone_from_the_next_scrape() {
        cluster.sqs("orders", 1, 0);
        assertThat(scrape()).anyMatch(line -> line.contains("orders"));

        cluster.queues.clear();

        assertThat(scrape()).noneMatch(line -> line.contains("orders"));
    }

    @Test
    void a_realtime_api_has_its_requests() {
        cluster.api(SampleConsumer.realtime("iris", 1, 4));
        cluster.realtime.add(
                new RequestLoad.Realtime("iris", 6, List.of(new RequestLoad.Share(6, 1)), OptionalDouble.of(4)));

        String labels = "{api_name=\"iris\",namespace=\"default\"} ";
        assertThat(scrape())
                .contains(
                        "prodhealth_api_in_flight_requests" + labels + "6.0",
                        "prodhealth_api_queued_requests" + labels + "2.0",
                        "prodhealth_api_queue_wait_seconds" + labels + "0.5",
                        "prodhealth_api_free_request_slots" + labels + "18.0");
    }

    @Test
    void a_hostile_name_stays_inside_its_quotes_and_a_long_one_is_cut() {
        cluster.sqs("a\"} 1\nprodhealth_leader 0\n#\\", 1, 1);
        cluster.sqs("x".repeat(200), 1, 1);
        cluster.sqs("x".repeat(200) + "y", 1, 1);

        assertThat(scrape())
                .allMatch(line -> line.startsWith("#") || line.startsWith("prodhealth_"))
                .noneMatch(line -> line.startsWith("prodhealth_leader"))
                .filteredOn(line -> line.startsWith("prodhealth_queue_info") && line.contains("xxx"))
                .hasSize(1);
    }

    private List<String> scrape() {
        QueueHealth health = cluster.later(15).step();
        Scrape scrape = new Scrape(
                new PrometheusRegistry(), new SeriesBudget(1000, List.of()), all -> series.write(health, all));
        return new String(scrape.render("text/plain", false, Set.of()).body(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
