package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.httpUrl;
import static io.prodhealth.config.ValueType.integer;
import static io.prodhealth.config.ValueType.labelSelector;
import static io.prodhealth.config.ValueType.listenAddress;
import static io.prodhealth.config.ValueType.oneOf;
import static io.prodhealth.config.ValueType.ratio;
import static io.prodhealth.config.ValueType.size;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.logging.LogFormat;
import io.prodhealth.practice.Waiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** Every setting there is. The reader, the flags, the hash and docs/configuration.md come from this list. */
public final class Settings {
    private static final boolean ON_RELOAD = true;
    private static final boolean AT_START = false;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E\\u00A0-\\uD7FF]{0,500}");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    static final Setting<ListenAddress> LISTEN_ADDRESS = new Setting<>(
            "web.listen_address",
            listenAddress(),
            ":9477",
            "Where the agent serves its metrics, page and API.",
            "Every address, because Prometheus comes from another pod.",
            AT_START,
            c -> c.web().listenAddress());
    static final Setting<Boolean> ENABLE_LIFECYCLE = new Setting<>(
            "web.enable_lifecycle",
            bool(),
            "false",
            "Whether POST /-/reload is answered.",
            "As in Prometheus: anyone who reaches the port could call it.",
            AT_START,
            c -> c.web().enableLifecycle());
    static final Setting<Boolean> ENABLE_SNAPSHOT = new Setting<>(
            "web.enable_snapshot",
            bool(),
            "false",
            "Whether the whole snapshot can be downloaded, for replay and bug reports.",
            "It names every workload of the cluster and is large.",
            AT_START,
            c -> c.web().enableSnapshot());
    static final Setting<Boolean> KUBERNETES_AUTH = new Setting<>(
            "web.kubernetes_auth",
            bool(),
            "false",
            "Whether every endpoint but those of probes asks for a bearer token, of which the API server is asked"
                    + " whose it is (TokenReview) and whether they may see the path (SubjectAccessReview).",
            "It needs two more rights (see check-access), TLS to keep tokens from being read on the way, and a"
                    + " Prometheus that sends one.",
            AT_START,
            c -> c.web().kubernetesAuth());
    static final Setting<Level> LOG_LEVEL = new Setting<>(
            "log.level",
            oneOf(List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR)),
            "info",
            "The least severe messages to log.",
            "At info a quiet hour logs nothing.",
            ON_RELOAD,
            c -> c.log().level());
    static final Setting<LogFormat> LOG_FORMAT = new Setting<>(
            "log.format",
            oneOf(List.of(LogFormat.values())),
            "logfmt",
            "How a line is written.",
            "As in Prometheus and its exporters.",
            ON_RELOAD,
            c -> c.log().format());
    static final Setting<String> KUBECONFIG = new Setting<>(
            "kubernetes.kubeconfig",
            text("<path>", "a path, or empty", PRINTABLE, "is not a path"),
            "",
            "The kubeconfig to use; empty means $KUBECONFIG, then ~/.kube/config, then the pod's service account.",
            "The order of kubectl.",
            AT_START,
            c -> c.kubernetes().kubeconfig());
    static final Setting<String> CONTEXT = new Setting<>(
            "kubernetes.context",
            text("<name>", "the name of a context, or empty", PRINTABLE, "is not a name"),
            "",
            "The context of the kubeconfig; empty means its current one.",
            "As in kubectl.",
            AT_START,
            c -> c.kubernetes().context());
    static final Setting<Integer> PAGE_SIZE = new Setting<>(
            "kubernetes.page_size",
            integer(50, 5000),
            "500",
            "Objects a page of a list.",
            "What client-go and kubectl ask for.",
            AT_START,
            c -> c.kubernetes().pageSize());
    static final Setting<Integer> PARALLEL_LISTS = new Setting<>(
            "kubernetes.parallel_lists",
            integer(1, 8),
            "2",
            "Kinds listed at the same time after a start.",
            "Two keep the API server's share and the agent's heap small, and one slow kind does not hold the rest.",
            AT_START,
            c -> c.kubernetes().parallelLists());
    static final Setting<Duration> WATCH_TIMEOUT = new Setting<>(
            "kubernetes.watch_timeout",
            duration("10s", "10m"),
            "50s",
            "The time after which a watch is asked to end and is opened anew.",
            "A watch that died without a word is so noticed within a minute.",
            AT_START,
            c -> c.kubernetes().watchTimeout());
    static final Setting<Duration> RETRY_MAX = new Setting<>(
            "kubernetes.retry_max",
            duration("1s", "5m"),
            "15s",
            "The longest wait between two tries of a failing request.",
            "One evaluation interval: an API server that is back is seen by the next evaluation.",
            AT_START,
            c -> c.kubernetes().retryMax());
    static final Setting<Duration> REQUEST_TIMEOUT = new Setting<>(
            "kubernetes.request_timeout",
            duration("1s", "5m"),
            "30s",
            "The time a request other than a watch may take.",
            "Half the API server's own limit of 60s, so that it is the agent that says what was slow.",
            AT_START,
            c -> c.kubernetes().requestTimeout());
    static final Setting<String> WORKLOAD_SELECTOR = new Setting<>(
            "kubernetes.workload_selector",
            labelSelector(),
            "",
            "A label selector of Deployments outside Cortex to watch as well; empty means none.",
            "Cortex's own workloads need no selector.",
            ON_RELOAD,
            c -> c.kubernetes().workloadSelector());
    static final Setting<String> NAMESPACE = new Setting<>(
            "cortex.namespace",
            text("<namespace>", "a Kubernetes namespace", DNS_LABEL, "is not a name of a namespace"),
            "default",
            "The namespace in which Cortex runs its APIs.",
            "Cortex always uses it.",
            AT_START,
            c -> c.cortex().namespace());
    static final Setting<Boolean> PROMETHEUS_ENABLED = new Setting<>(
            "prometheus.enabled",
            bool(),
            "true",
            "Whether Prometheus' own metrics and status are read.",
            "Cortex installs a Prometheus and scales replicas by it.",
            AT_START,
            c -> c.prometheus().enabled());
    static final Setting<String> PROMETHEUS_URL = new Setting<>(
            "prometheus.url",
            httpUrl(),
            "",
            "Where Prometheus is; empty means http://prometheus.prometheus:9090, found through its Service.",
            "The Service that Cortex creates.",
            AT_START,
            c -> c.prometheus().url());
    static final Setting<Duration> PROMETHEUS_INTERVAL = new Setting<>(
            "prometheus.interval",
            duration("5s", "5m"),
            "15s",
            "The time between two collections from Prometheus.",
            "One evaluation interval.",
            AT_START,
            c -> c.prometheus().interval());
    static final Setting<Duration> PROMETHEUS_TIMEOUT = new Setting<>(
            "prometheus.timeout",
            duration("1s", "2m"),
            "10s",
            "The time one collection from Prometheus may take; not longer than prometheus.interval.",
            "As Prometheus' own scrape timeout.",
            AT_START,
            c -> c.prometheus().timeout());
    static final Setting<Long> PROMETHEUS_MAX_RESPONSE = new Setting<>(
            "prometheus.max_response_bytes",
            size("1MiB", "256MiB"),
            "16MiB",
            "The largest response taken from Prometheus; a larger one is cut off and counted as a failure.",
            "A fence around the agent's heap; what is asked for is far smaller.",
            AT_START,
            c -> c.prometheus().maxResponseBytes());
    private static final AccessSettings PROMETHEUS_ACCESS = new AccessSettings(
            "prometheus",
            new AccessSettings.Words(
                    "Prometheus",
                    "url",
                    "The Prometheus that Cortex installs asks for none.",
                    "at the start",
                    "Whoever is in between could say that all is well, and read the password.",
                    "a secret is sent to a configured Prometheus only, never to one that is found"),
            c -> c.prometheus().access());
    static final Setting<Duration> POD_METRICS_INTERVAL = new Setting<>(
            "pod_metrics.interval",
            duration("15s", "10m"),
            "1m",
            "The time between two collections of pod metrics (metrics.k8s.io).",
            "Usage is judged over minutes and hours, and the list is as long as that of the pods.",
            AT_START,
            c -> c.podMetrics().interval());
    static final Setting<Threshold> AVAILABILITY_OBJECTIVE = new Setting<>(
            "readiness.availability_objective_ratio",
            ratio(),
            "0.995",
            "The share of requests to an API that must succeed.",
            "An objective of 99.5 % allows 3.6 hours of failure in 30 days.",
            ON_RELOAD,
            c -> c.readiness().availabilityObjective());
    static final Setting<Duration> EVALUATION_INTERVAL = new Setting<>(
            "evaluation.interval",
            duration("1s", "5m"),
            "15s",
            "The time between two evaluations while nothing changes.",
            "The usual scrape interval is 15s to 1m: a scrape never sees an older verdict than its predecessor.",
            ON_RELOAD,
            c -> c.evaluation().interval());
    static final Setting<Duration> MIN_GAP = new Setting<>(
            "evaluation.min_gap",
            duration("10ms", "5s"),
            "100ms",
            "Changes within this time are evaluated together; not longer than evaluation.interval.",
            "Short to people, long enough to take a rollout's burst of changes in one.",
            ON_RELOAD,
            c -> c.evaluation().minGap());
    static final Setting<Integer> SERIES_BUDGET = new Setting<>(
            "metrics.series_budget",
            integer(1000, 1_000_000),
            "50000",
            "The most series in one exposition; past it the least needed families are cut, and counted.",
            "50 series an API for 1000 APIs; the agent must not be what tips the Prometheus it watches.",
            AT_START,
            c -> c.metrics().seriesBudget());

    /** By section, as documented. */
    public static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(
                            LISTEN_ADDRESS,
                            ENABLE_LIFECYCLE,
                            ENABLE_SNAPSHOT,
                            KUBERNETES_AUTH,
                            LOG_LEVEL,
                            LOG_FORMAT,
                            KUBECONFIG,
                            CONTEXT,
                            PAGE_SIZE,
                            PARALLEL_LISTS,
                            WATCH_TIMEOUT,
                            RETRY_MAX,
                            REQUEST_TIMEOUT,
                            WORKLOAD_SELECTOR,
                            NAMESPACE,
                            PROMETHEUS_ENABLED,
                            PROMETHEUS_URL,
                            PROMETHEUS_INTERVAL,
                            PROMETHEUS_TIMEOUT,
                            PROMETHEUS_MAX_RESPONSE),
                    PROMETHEUS_ACCESS.all(),
                    AlertingSettings.ALL,
                    PrometheusLoadSettings.ALL,
                    List.<Setting<?>>of(POD_METRICS_INTERVAL),
                    AwsSettings.ALL,
                    QueueSettings.ALL,
                    ProvisioningSettings.ALL,
                    StateSettings.ALL,
                    PostureSettings.ALL,
                    PracticeSettings.ALL,
                    List.<Setting<?>>of(AVAILABILITY_OBJECTIVE, EVALUATION_INTERVAL, MIN_GAP, SERIES_BUDGET))
            .flatMap(List::stream)
            .toList();

    /** What is right by itself and wrong together, as a setting and a sentence. */
    static void check(Values v, BiConsumer<Setting<?>, String> wrong) {
        PROMETHEUS_ACCESS.check(v, !v.get(PROMETHEUS_URL).isEmpty(), wrong);
        AlertingSettings.check(v, wrong);
    }

    /** The first may not be longer than the second. */
    static final Map<Setting<Duration>, Setting<Duration>> NOT_LONGER_THAN = Stream.of(
                    Map.of(PROMETHEUS_TIMEOUT, PROMETHEUS_INTERVAL, MIN_GAP, EVALUATION_INTERVAL),
                    QueueSettings.NOT_LONGER_THAN)
            .flatMap(pairs -> pairs.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Settings() {}

    /** What a setting is set to. */
    interface Values {
        <T> T get(Setting<T> setting);

        /** The list of waivers, which is the only thing that is no single value. */
        List<Waiver> waivers();
    }

    /** Nothing is set. */
    static final Values DEFAULTS = new Values() {
        @Override
        public <T> T get(Setting<T> setting) {
            return setting.defaultValue();
        }

        @Override
        public List<Waiver> waivers() {
            return List.of();
        }
    };

    static Config config(Values v) {
        return new Config(
                new Config.Web(
                        v.get(LISTEN_ADDRESS), v.get(ENABLE_LIFECYCLE), v.get(ENABLE_SNAPSHOT), v.get(KUBERNETES_AUTH)),
                new Config.Log(v.get(LOG_LEVEL), v.get(LOG_FORMAT)),
                new Config.Kubernetes(
                        v.get(KUBECONFIG),
                        v.get(CONTEXT),
                        v.get(PAGE_SIZE),
                        v.get(PARALLEL_LISTS),
                        v.get(WATCH_TIMEOUT),
                        v.get(RETRY_MAX),
                        v.get(REQUEST_TIMEOUT),
                        v.get(WORKLOAD_SELECTOR)),
                new Config.Cortex(v.get(NAMESPACE)),
                new Config.Prometheus(
                        v.get(PROMETHEUS_ENABLED),
                        v.get(PROMETHEUS_URL),
                        v.get(PROMETHEUS_INTERVAL),
                        v.get(PROMETHEUS_TIMEOUT),
                        v.get(PROMETHEUS_MAX_RESPONSE),
                        PROMETHEUS_ACCESS.config(v)),
                AlertingSettings.alerting(v),
                AlertingSettings.alertmanager(v),
                PrometheusLoadSettings.config(v),
                new Config.PodMetrics(v.get(POD_METRICS_INTERVAL)),
                AwsSettings.config(v),
                QueueSettings.config(v),
                ProvisioningSettings.config(v),
                StateSettings.state(v),
                StateSettings.leaderElection(v),
                PostureSettings.config(v),
                new Config.Readiness(v.get(AVAILABILITY_OBJECTIVE)),
                PracticeSettings.config(v),
                new Config.Evaluation(v.get(EVALUATION_INTERVAL), v.get(MIN_GAP)),
                new Config.Metrics(v.get(SERIES_BUDGET)));
    }

    static String yaml(Config config) {
        StringBuilder out = new StringBuilder();
        String section = "";
        for (Setting<?> setting : ALL) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                out.append(section).append(":\n");
            }
            out.append("  ")
                    .append(setting.key())
                    .append(": ")
                    .append(setting.print(config))
                    .append('\n');
        }
        WaiverList.print(config.practices().waivers(), out);
        return out.toString();
    }
}
