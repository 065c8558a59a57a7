package io.prodhealth.alerts.week;

import io.prodhealth.source.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What happens in any week and is nobody's business at night. */
final class Noise {

    private static final List<String> SOURCES =
            List.of("prometheus", "prometheus_server", "sqs", "cloudwatch", "autoscaling", "kubernetes");

    private final SimulatedCluster cluster;
    private final Stage stage;
    private final Random random;

    Noise(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.stage = cluster.stage();
        this.random = stage.random();
    }

    /** From now on. */
    void begin() {
        often(Duration.ofHours(6), () -> any().rollout());
        often(Duration.ofHours(5), () -> any().restart(random.nextInt(3) == 0 ? "OOMKilled" : "Error"));
        often(Duration.ofHours(4), () -> any().blink(Duration.ofSeconds(10 + random.nextInt(50))));
        often(Duration.ofHours(7), this::errors);
        often(Duration.ofHours(3), this::sourceFails);
        often(Duration.ofHours(20), this::sourceFailsLonger);
        often(Duration.ofHours(11), this::surge);
    }

    private void often(Duration mean, Runnable task) {
        Duration next = stage.between(mean.dividedBy(3), mean.multipliedBy(5).dividedBy(3));
        stage.schedule().after(next, () -> {
            task.run();
            often(mean, task);
        });
    }

    private Replicas any() {
        List<Replicas> all = cluster.replicas();
        return all.get(random.nextInt(all.size()));
    }

    /** One request in forty fails for a minute. */
    private void errors() {
        Traffic traffic = cluster.realtime(random.nextBoolean() ? "search-embedder" : "checkout-ranker");
        traffic.errors(0.025);
        stage.schedule().after(Duration.ofMinutes(1), () -> traffic.errors(0.0002));
    }

    /** One or two readings. */
    private void sourceFails() {
        fails(Duration.ofSeconds(10 + random.nextInt(25)));
    }

    /** Long enough to be stale, too short for anybody to act. */
    private void sourceFailsLonger() {
        fails(Duration.ofSeconds(120 + random.nextInt(120)));
    }

    private void fails(Duration time) {
        Reading<?> source = cluster.source(SOURCES.get(random.nextInt(SOURCES.size())));
        source.fails(random.nextBoolean() ? FailureReason.TIMEOUT : FailureReason.UNAVAILABLE);
        stage.schedule().after(time, source::works);
    }

    /** Half as much again for twenty minutes. */
    private void surge() {
        Traffic traffic = cluster.realtime("checkout-ranker");
        traffic.times(1.6);
        stage.schedule().after(Duration.ofMinutes(20), () -> traffic.times(1));
    }
}
