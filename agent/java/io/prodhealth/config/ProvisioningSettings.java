package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.decimal;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the provisioning of nodes is read and judged, and where what must outlive a restart is kept. */
final class ProvisioningSettings {

    private static final Pattern PRICES = Pattern.compile(
            "|[a-z0-9.-]{1,40}=[0-9]{1,4}(\\.[0-9]{1,6})?(,[a-z0-9.-]{1,40}=[0-9]{1,4}(\\.[0-9]{1,6})?){0,99}");
    static final Setting<Boolean> AUTO_SCALING_ENABLED = new Setting<>(
            "provisioning.auto_scaling_enabled",
            bool(),
            "true",
            "Whether Auto Scaling groups and their activities are read from AWS.",
            "They tell the cause of a failed scale-up minutes before the autoscaler notices.",
            false,
            c -> c.provisioning().autoScalingEnabled());
    static final Setting<Duration> AUTO_SCALING_INTERVAL = new Setting<>(
            "provisioning.auto_scaling_interval",
            duration("15s", "10m"),
            "1m",
            "The time between two readings of Auto Scaling groups and their activities.",
            "The quota of these calls is shared with the autoscaler; they cost nothing.",
            false,
            c -> c.provisioning().autoScalingInterval());
    static final Setting<Duration> FALLBACK_OBJECTIVE = new Setting<>(
            "provisioning.fallback_objective",
            duration("1m", "10h"),
            "15m",
            "How long it may take until on-demand is used when there is no spot capacity.",
            "Cortex calls a pod stalled after 15 minutes without a node.",
            true,
            c -> c.provisioning().fallbackObjective());
    static final Setting<Duration> STATUS_STALE_AFTER = new Setting<>(
            "provisioning.status_stale_after",
            duration("30s", "1h"),
            "3m",
            "The age of its status at which the cluster autoscaler counts as dead.",
            "It writes it each scan, 20s here; its own FAQ says 3 minutes.",
            true,
            c -> c.provisioning().statusStaleAfter());
    static final Setting<Map<String, Double>> PRICES_OF_INSTANCES = new Setting<>(
            "provisioning.on_demand_prices",
            text("<prices>", "type=USD an hour, by comma; or empty", PRICES, "is not a list of prices")
                    .mapped(ProvisioningSettings::prices, ProvisioningSettings::written),
            "",
            "On-demand prices of instance types that the shipped table lacks or that differ in your region.",
            "A table of common types in us-east-1 is shipped, with its date.",
            true,
            c -> c.provisioning().onDemandPrices());
    static final Setting<Double> SPOT_DISCOUNT = new Setting<>(
            "provisioning.spot_discount_ratio",
            decimal(0, 1),
            "0.6",
            "The share of the on-demand price that spot saves.",
            "Between the 50 % of busy GPU types and the 70 % of common types; AWS says up to 90 %.",
            true,
            c -> c.provisioning().spotDiscount());

    static final List<Setting<?>> ALL = List.of(
            AUTO_SCALING_ENABLED,
            AUTO_SCALING_INTERVAL,
            FALLBACK_OBJECTIVE,
            STATUS_STALE_AFTER,
            PRICES_OF_INSTANCES,
            SPOT_DISCOUNT);

    private ProvisioningSettings() {}

    static Config.Provisioning config(Values v) {
        return new Config.Provisioning(
                v.get(AUTO_SCALING_ENABLED),
                v.get(AUTO_SCALING_INTERVAL),
                v.get(FALLBACK_OBJECTIVE),
                v.get(STATUS_STALE_AFTER),
                v.get(PRICES_OF_INSTANCES),
                v.get(SPOT_DISCOUNT));
    }

    private static Map<String, Double> prices(String text) {
        Map<String, Double> prices = new LinkedHashMap<>();
        for (String entry : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            int equals = entry.indexOf('=');
            prices.put(entry.substring(0, equals), Double.valueOf(entry.substring(equals + 1)));
        }
        return Map.copyOf(prices);
    }

    private static String written(Map<String, Double> prices) {
        return prices.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(price -> price.getKey() + "=" + ValueType.plain(price.getValue()))
                .collect(Collectors.joining(","));
    }
}
