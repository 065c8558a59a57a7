package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How the AWS resources around the cluster are read. */
final class PostureSettings {

    private static final Pattern DOMAIN = Pattern.compile(
            "|(?=.{1,253}$)[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)+");

    static final Setting<Boolean> ENABLED = new Setting<>(
            "posture.enabled",
            bool(),
            "true",
            "Whether AWS is asked for load balancers, the network, hosted zones, repositories and certificates.",
            "They tell what Kubernetes cannot: what is reachable, and from where. The calls cost nothing.",
            false,
            c -> c.posture().enabled());
    static final Setting<Duration> INTERVAL = new Setting<>(
            "posture.interval",
            duration("1m", "6h"),
            "5m",
            "The time between two readings of load balancers and of the VPC.",
            "They change by hand, and the quotas of these calls are shared with the cloud controller.",
            false,
            c -> c.posture().interval());
    static final Setting<Duration> SLOW_INTERVAL = new Setting<>(
            "posture.slow_interval",
            duration("5m", "24h"),
            "30m",
            "The time between two readings of hosted zones, ECR, certificates and the metrics of NAT gateways.",
            "They change by the day; Route 53 allows an account 5 calls a second, and CloudWatch's metrics of one"
                    + " gateway cost 0.05 USD a month at this pace.",
            false,
            c -> c.posture().slowInterval());
    static final Setting<String> CUSTOM_DOMAIN = new Setting<>(
            "posture.custom_domain",
            text("<domain>", "a domain in lower case, or empty", DOMAIN, "is not a domain"),
            "",
            "The domain by which clients reach the APIs; empty means none is declared, and none is looked up.",
            "Its hosted zone is often in another account, where only its answers tell.",
            false,
            c -> c.posture().customDomain());
    static final Setting<Duration> DNS_INTERVAL = new Setting<>(
            "posture.dns_interval",
            duration("10s", "1h"),
            "1m",
            "The time between two look-ups of the declared domain.",
            "The last 20 are kept: at this pace more than the 15 minutes after which a wrong answer counts, and enough"
                    + " samples of weighted records.",
            false,
            c -> c.posture().dnsInterval());

    static final List<Setting<?>> ALL = List.of(ENABLED, INTERVAL, SLOW_INTERVAL, CUSTOM_DOMAIN, DNS_INTERVAL);

    private PostureSettings() {}

    static Config.Posture config(Values v) {
        return new Config.Posture(
                v.get(ENABLED), v.get(INTERVAL), v.get(SLOW_INTERVAL), v.get(CUSTOM_DOMAIN), v.get(DNS_INTERVAL));
    }
}
