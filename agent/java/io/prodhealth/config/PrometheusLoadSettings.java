package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.decimal;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.integer;
import static io.prodhealth.config.ValueType.ratio;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.List;

/** What the load of Prometheus is judged against. */
final class PrometheusLoadSettings {

    static final Setting<Boolean> LOWER_RATING = new Setting<>(
            "prometheus_load.lower_rating",
            bool(),
            "false",
            "Whether a t3.medium is rated at 300 nodes and 300 pods instead of 400 nodes and 800 pods.",
            "The guide says 400 and 800; Cortex's repository says 300 and 300 since.",
            true,
            c -> c.prometheusLoad().lowerRating());
    static final Setting<Threshold> RATED_WARN = new Setting<>(
            "prometheus_load.rated_warn_ratio",
            ratio(),
            "0.8",
            "The share of what its node is rated at from which there is a warning; all of it is a failure.",
            "320 of 400 nodes leave the time that a new cluster takes: the type cannot be changed on a live one.",
            true,
            c -> c.prometheusLoad().ratedWarn());
    static final Setting<Threshold> MEMORY_WARN = new Setting<>(
            "prometheus_load.memory_warn_ratio",
            ratio(),
            "0.7",
            "The share of its node's allocatable memory that Prometheus may use before there is a warning.",
            "The line of Cortex's own `cortex cluster health`.",
            true,
            c -> c.prometheusLoad().memoryWarn());
    static final Setting<Threshold> MEMORY_FAIL = new Setting<>(
            "prometheus_load.memory_fail_ratio",
            ratio(),
            "0.85",
            "The share of its node's allocatable memory from which Prometheus is in danger.",
            "The replay after a restart takes more than what ran before it, and there is no limit that would stop it.",
            true,
            c -> c.prometheusLoad().memoryFail());
    static final Setting<Threshold> STORAGE_WARN = new Setting<>(
            "prometheus_load.storage_warn_ratio",
            ratio(),
            "0.95",
            "The share of the smaller of its retention size and its volume that its blocks and WAL may take.",
            "Past it history is dropped before its time, or the volume is full.",
            true,
            c -> c.prometheusLoad().storageWarn());
    static final Setting<Double> MARGIN = new Setting<>(
            "prometheus_load.margin_ratio",
            decimal(0, 1),
            "0.2",
            "How much more than the present and the configured load the recommended instance type carries.",
            "A fifth is what a rollout with a surge of 25 % adds for a while to most of its pods.",
            true,
            c -> c.prometheusLoad().margin());
    static final Setting<Duration> FROZEN_AFTER = new Setting<>(
            "prometheus_load.frozen_after",
            duration("10s", "1h"),
            "2m",
            "How long the autoscaling of replicas must have nothing to go by before it is called frozen.",
            "Two of the autoscaler's default windows of 60s.",
            true,
            c -> c.prometheusLoad().frozenAfter());
    static final Setting<Integer> TARGETS = new Setting<>(
            "prometheus_load.load_balancer_nodes",
            integer(10, 10_000),
            "248",
            "The most nodes that fit the load balancer of the APIs.",
            "500 targets, two listeners, every node in both, less the nodes of Cortex itself; raise it with the quota.",
            true,
            c -> c.prometheusLoad().loadBalancerNodes());

    static final List<Setting<?>> ALL =
            List.of(LOWER_RATING, RATED_WARN, MEMORY_WARN, MEMORY_FAIL, STORAGE_WARN, MARGIN, FROZEN_AFTER, TARGETS);

    private PrometheusLoadSettings() {}

    static Config.PrometheusLoad config(Values v) {
        return new Config.PrometheusLoad(
                v.get(LOWER_RATING),
                v.get(RATED_WARN),
                v.get(MEMORY_WARN),
                v.get(MEMORY_FAIL),
                v.get(STORAGE_WARN),
                v.get(MARGIN),
                v.get(FROZEN_AFTER),
                v.get(TARGETS));
    }
}
