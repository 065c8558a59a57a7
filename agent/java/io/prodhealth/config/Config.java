package io.prodhealth.config;

import io.prodhealth.logging.LogFormat;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Waiver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
        Alerting alerting,
        Alertmanager alertmanager,
        PrometheusLoad prometheusLoad,
        PodMetrics podMetrics,
        Aws aws,
        Queues queues,
        Provisioning provisioning,
        State state,
        LeaderElection leaderElection,
        Posture posture,
        Readiness readiness,
        Practices practices,
        Evaluation evaluation,
        Metrics metrics) {

    /**
     * The endpoints.
     *
     * @param kubernetesAuth whether they ask for a bearer token that Kubernetes knows
     */
    public record Web(
            ListenAddress listenAddress, boolean enableLifecycle, boolean enableSnapshot, boolean kubernetesAuth) {}

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
    public record Prometheus(
            boolean enabled, String url, Duration interval, Duration timeout, long maxResponseBytes, Access access) {}

    /**
     * How a server is reached that asks who comes. Secrets stand in files only.
     *
     * @param username empty for no basic authentication
     * @param bearerTokenFile empty for no token
     * @param caFile empty means the authorities that the JVM trusts
     */
    public record Access(
            String username, String passwordFile, String bearerTokenFile, String caFile, boolean insecureSkipVerify) {}

    /**
     * The alert that the agent posts itself.
     *
     * @param prometheusDownAfter how long Prometheus must have been down
     * @param runbookUrl empty for no links
     * @param cluster value of the label; empty means the name in the cluster configuration
     */
    public record Alerting(
            boolean enabled, Duration prometheusDownAfter, boolean heartbeat, String runbookUrl, String cluster) {}

    /**
     * How Alertmanagers are reached.
     *
     * @param urls empty means those that Prometheus names
     * @param timeout for one post
     */
    public record Alertmanager(List<String> urls, Access access, Duration timeout) {}

    /**
     * What the load of Prometheus is judged against.
     *
     * @param lowerRating 300 nodes and 300 pods for a t3.medium instead of 400 and 800
     * @param ratedWarn share of the rated load from which there is a warning
     * @param memoryWarn share of allocatable memory from which there is a warning
     * @param memoryFail share of allocatable memory that is a failure
     * @param storageWarn share of the storage from which there is a warning
     * @param margin how much more than the load an instance type has to carry, as a share of it
     * @param frozenAfter how long autoscaling must have nothing to go by
     * @param loadBalancerNodes most nodes that the load balancer of the APIs takes
     */
    public record PrometheusLoad(
            boolean lowerRating,
            Threshold ratedWarn,
            Threshold memoryWarn,
            Threshold memoryFail,
            Threshold storageWarn,
            double margin,
            Duration frozenAfter,
            int loadBalancerNodes) {}

    public record PodMetrics(Duration interval) {}

    /**
     * How AWS is asked.
     *
     * @param region empty means that of the cluster configuration, else what the SDK finds
     * @param endpointUrl empty means AWS's own
     * @param callTimeout for a call with its retries
     * @param sqsRequestsPerSecond most requests a second to SQS
     * @param requestsPerSecond most requests a second to each other service
     * @param monthlyBudgetUsd most that a calendar month (UTC) may cost, USD
     * @param sqsUsdPerMillion price of a million SQS requests, USD
     * @param cloudWatchUsdPerThousand price of a thousand metrics of GetMetricData, USD
     */
    public record Aws(
            boolean enabled,
            String region,
            String endpointUrl,
            boolean fips,
            Duration connectTimeout,
            Duration readTimeout,
            Duration callTimeout,
            int sqsRequestsPerSecond,
            int requestsPerSecond,
            double monthlyBudgetUsd,
            double sqsUsdPerMillion,
            double cloudWatchUsdPerThousand) {}

    /**
     * Which queues are read and what is wrong with one.
     *
     * @param names queues beside Cortex's: names, or prefixes that end in {@code *}
     * @param idleInterval between readings of a queue that has been empty for a while
     * @param connections requests to SQS at the same time
     * @param cloudWatchFastInterval for a queue whose oldest message is past half of its objective
     * @param ageObjective how long a message may wait
     * @param stuckAfter least time without a completion after which a queue is stuck
     * @param causeAfter time for which any other cause must last
     * @param proxySample most proxies asked in a round while Prometheus is down
     */
    public record Queues(
            boolean enabled,
            List<String> names,
            Duration interval,
            Duration idleInterval,
            int connections,
            boolean cloudWatchEnabled,
            Duration cloudWatchInterval,
            Duration cloudWatchFastInterval,
            Duration ageObjective,
            Duration stuckAfter,
            Duration causeAfter,
            int proxySample) {}

    /**
     * How the provisioning of nodes is read and judged.
     *
     * @param fallbackObjective how long it may take to reach on-demand
     * @param statusStaleAfter age of its status at which the cluster autoscaler counts as dead
     * @param onDemandPrices USD an hour by instance type; these go before the shipped table
     * @param spotDiscount share of the on-demand price that spot saves
     */
    public record Provisioning(
            boolean autoScalingEnabled,
            Duration autoScalingInterval,
            Duration fallbackObjective,
            Duration statusStaleAfter,
            Map<String, Double> onDemandPrices,
            double spotDiscount) {}

    /**
     * Where what must outlive a restart is kept.
     *
     * @param configMap empty for nowhere
     * @param namespace empty means that of the agent's pod
     * @param interval between two writes
     */
    public record State(String configMap, String namespace, Duration interval) {}

    /**
     * How replicas agree on who leads.
     *
     * @param enabled whether they do; else each leads
     * @param leaseName the Lease, in the namespace of the state
     * @param leaseDuration after which a leader that is not heard of is replaced
     */
    public record LeaderElection(boolean enabled, String leaseName, Duration leaseDuration) {}

    /**
     * How the AWS resources around the cluster are read.
     *
     * @param interval between two readings of load balancers and the network
     * @param slowInterval between two readings of zones, repositories, certificates and the metrics of NAT gateways
     * @param customDomain declared domain of the APIs; empty for none
     * @param dnsInterval between two look-ups of that domain
     */
    public record Posture(
            boolean enabled, Duration interval, Duration slowInterval, String customDomain, Duration dnsInterval) {}

    /**
     * What readiness is judged against.
     *
     * @param availabilityObjective share of requests (0 to 1, both excluded) that must succeed
     */
    public record Readiness(Threshold availabilityObjective) {}

    /**
     * What practices judge by.
     *
     * @param limits every number that a practice declares
     * @param waivers findings that the owner of the cluster accepts
     */
    public record Practices(Limits limits, List<Waiver> waivers) {}

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
        return Settings.config(Settings.DEFAULTS);
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
