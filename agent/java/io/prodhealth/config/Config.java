package io.prodhealth.config;

import io.prodhealth.logging.LogFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.event.Level;

/**
 * Everything the operator can set, read and validated as a whole. The meaning, unit, range and default of each value
 * stand in {@link Settings} and in docs/configuration.md. Holds no secrets.
 */
public record Config(
        Web web,
        Log log,
        Kubernetes kubernetes,
        Cortex cortex,
        Prometheus prometheus,
        PodMetrics podMetrics,
        Readiness readiness,
        Evaluation evaluation,
        Metrics metrics) {

    public record Web(ListenAddress listenAddress, boolean enableLifecycle, boolean enableSnapshot) {}

    public record Log(Level level, LogFormat format) {}

    /**
     * How the agent talks to the Kubernetes API.
     *
     * @param kubeconfig path; empty means $KUBECONFIG, then ~/.kube/config, then the pod's service account
     * @param context a context of the kubeconfig; empty means its current one
     * @param pageSize objects a page of a list
     * @param parallelLists kinds listed at the same time
     * @param watchTimeout a watch is asked to end after this, so that a dead one is noticed
     * @param retryMax longest wait between two tries
     * @param requestTimeout for a request that is not a watch
     * @param workloadSelector label selector of Deployments outside Cortex to watch too; empty means none
     */
    public record Kubernetes(
            String kubeconfig,
            String context,
            int pageSize,
            int parallelLists,
            Duration watchTimeout,
            Duration retryMax,
            Duration requestTimeout,
            String workloadSelector) {}

    /**
     * Where Cortex is.
     *
     * @param namespace where Cortex runs its APIs
     */
    public record Cortex(String namespace) {}

    /**
     * Where Cortex' Prometheus is and how it is asked.
     *
     * @param url empty means http://prometheus.prometheus:9090, found through its Service
     */
    public record Prometheus(boolean enabled, String url, Duration interval, Duration timeout, long maxResponseBytes) {}

    public record PodMetrics(Duration interval) {}

    /**
     * What readiness is judged against.
     *
     * @param availabilityObjective share of requests (0 to 1, both excluded) that must succeed
     */
    public record Readiness(Threshold availabilityObjective) {}

    /**
     * How often verdicts are made.
     *
     * @param minGap changes that arrive within this time are evaluated together
     */
    public record Evaluation(Duration interval, Duration minGap) {}

    /**
     * Limits of what is exposed.
     *
     * @param seriesBudget series of one exposition
     */
    public record Metrics(int seriesBudget) {}

    /** Every default. */
    public static Config defaults() {
        return Settings.config(Setting::defaultValue);
    }

    /** The first 16 hex digits of the SHA-256 of the effective values; two agents set alike have the same. */
    public String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(describe().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The effective values as YAML that {@link ConfigReader} reads back to an equal configuration. */
    public String describe() {
        return Settings.yaml(this);
    }
}
