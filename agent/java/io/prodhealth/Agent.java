package io.prodhealth;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prodhealth.alerting.Alerting;
import io.prodhealth.alerting.PrometheusSight;
import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.Main;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigError;
import io.prodhealth.config.ConfigReloader;
import io.prodhealth.config.WebConfigWatch;
import io.prodhealth.evaluation.AgentFamilies;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.Evaluator;
import io.prodhealth.evaluation.SeriesCuts;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.http.ListenException;
import io.prodhealth.http.Readyz;
import io.prodhealth.http.Results;
import io.prodhealth.http.Reviewer;
import io.prodhealth.http.WebOptions;
import io.prodhealth.http.WebServer;
import io.prodhealth.leadership.Election;
import io.prodhealth.leadership.Replica;
import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.Series;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.practice.review.PracticeSeries;
import io.prodhealth.report.ConfigStatus;
import io.prodhealth.rules.RuleFiles;
import io.prodhealth.signal.prometheus.PrometheusSeries;
import io.prodhealth.signal.prometheus.Standing;
import io.prodhealth.signal.provisioning.ProvisioningSeries;
import io.prodhealth.signal.queues.QueueSeries;
import io.prodhealth.signal.readiness.ReadinessSeries;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceFamilies;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AwsFamilies;
import io.prodhealth.source.kubernetes.KubernetesSource;
import io.prodhealth.source.kubernetes.TokenReviews;
import io.prodhealth.state.StateKeeper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent: sources fill a snapshot, the evaluator turns it into a result, and the edges carry that result. Everything is
 * wired here, by constructors, in the order in which data flows.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private static final String RULES_VERSION = RuleFiles.version();

    /** How long requests that are running may take after the agent was told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Path NAMESPACE_OF_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private final Instant startedAt;
    private final ConfigReloader configuration;
    private final WebConfigWatch protection;
    private final BuildInfo build;
    private final Clock clock;

    private final Vertx vertx;
    private final KubernetesSource kubernetes;
    private final PrometheusSources prometheus;
    private final AwsSources aws;
    private final Alerting alerting;
    private final PostureSources posture;
    private final Evaluator evaluator;
    private final Optional<StateKeeper<KeptState>> keeper;
    private final LeaderParts leader;
    private final WebServer web;

    /**
     * An agent that does nothing yet.
     *
     * @param configuration the configuration it starts with, and follows
     * @param protection of its endpoints, likewise
     * @param name of this replica among the others
     * @param address at which the others reach it; empty for none
     * @throws ListenException when its endpoints cannot be protected in this way
     */
    public Agent(
            ConfigReloader configuration,
            WebConfigWatch protection,
            BuildInfo build,
            String name,
            String address,
            Clock clock)
            throws ListenException {
        this.startedAt = clock.instant();
        this.configuration = configuration;
        this.protection = protection;
        this.build = build;
        this.clock = clock;
        Config config = configuration.current();

        PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        observeSelf(own);
        this.vertx = vertx(own);
        this.kubernetes = new KubernetesSource(options(config, build), clock, this::changed);
        this.prometheus = new PrometheusSources(config, vertx, kubernetes::objects, clock, this::changed);
        this.aws = new AwsSources(config, kubernetes::objects, userAgent(build), clock, this::changed);
        this.alerting = new AlertingParts(config, vertx, this::prometheusSight, clock).alerting();
        this.posture = new PostureSources(
                config, aws.clients(), aws.books(), vertx, kubernetes::objects, clock, this::changed);
        this.evaluator = new Evaluator(
                this::snapshot,
                Signals.of(config),
                config.evaluation().interval(),
                config.evaluation().minGap(),
                clock);
        this.keeper = keeper(config);
        Replica self = new Replica(name, address, config.web().listenAddress().port());
        this.leader = new LeaderParts(election(config, self), aws, posture, keeper, evaluator, clock);
        this.web = web(config, own);
        configuration.onChange(this::reconfigure);
        protection.onChange(web::protect);
    }

    private static Vertx vertx(PrometheusMeterRegistry own) {
        // The endpoints only: the event bus and the pools are not used, and the rest would be series that nobody reads.
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                // Anyone can invent a method, and each would be a series.
                .setLabels(EnumSet.of(Label.HTTP_CODE))
                .setDisabledMetricsCategories(Stream.of(MetricsDomain.values())
                        .filter(domain -> domain != MetricsDomain.HTTP_SERVER)
                        .map(MetricsDomain::toCategory)
                        .collect(Collectors.toSet()));
        VertxOptions options = new VertxOptions()
                .setMetricsOptions(metrics)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withMetrics(new MicrometerMetricsFactory(own))
                .build();
    }

    private static String userAgent(BuildInfo build) {
        return "prodhealth/" + build.version();
    }

    static KubernetesSource.Options options(Config config, BuildInfo build) {
        Config.Kubernetes kubernetes = config.kubernetes();
        return new KubernetesSource.Options(
                kubernetes.kubeconfig(),
                kubernetes.context(),
                userAgent(build),
                config.cortex().namespace(),
                kubernetes.pageSize(),
                kubernetes.parallelLists(),
                kubernetes.watchTimeout(),
                kubernetes.requestTimeout(),
                kubernetes.retryMax(),
                config.podMetrics().interval());
    }

    /** Leads without asking where that is wanted, or where there is no namespace that is the agent's own. */
    private Election election(Config config, Replica self) {
        Config.LeaderElection wanted = config.leaderElection();
        String namespace = ownNamespace(config);
        return wanted.enabled() && !namespace.isEmpty()
                ? kubernetes.election(namespace, wanted.leaseName(), self, wanted.leaseDuration())
                : Election.none(self, clock);
    }

    private static String ownNamespace(Config config) {
        return config.state().namespace().isEmpty()
                ? namespaceOfPod()
                : config.state().namespace();
    }

    /** None where it is switched off, or where there is no namespace that is the agent's own. */
    private Optional<StateKeeper<KeptState>> keeper(Config config) {
        Config.State state = config.state();
        String namespace = ownNamespace(config);
        if (state.configMap().isEmpty() || namespace.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StateKeeper<>(
                kubernetes.stateStore(namespace, state.configMap()),
                new KeptState.Json(),
                () -> new KeptState(evaluator.memory(), aws.books().spend(), alerting.remembered()),
                kept -> kept.signals().decided(),
                kept -> {
                    aws.books().restore(kept.spend());
                    evaluator.resume(kept.signals());
                    alerting.restore(kept.alertmanagers());
                },
                state.interval(),
                clock));
    }

    /** The namespace of the pod this runs in; empty outside of one. */
    static String namespaceOfPod() {
        try {
            return Files.readString(NAMESPACE_OF_POD).strip();
        } catch (IOException outsideOfAPod) {
            return "";
        }
    }

    private WebServer web(Config config, PrometheusMeterRegistry own) throws ListenException {
        ReadinessSeries readinessSeries = new ReadinessSeries(startedAt);
        SourceFamilies sourceFamilies = new SourceFamilies(startedAt);
        QueueSeries queueSeries = new QueueSeries();
        AwsFamilies awsFamilies = new AwsFamilies(startedAt);
        SeriesBudget budget = new SeriesBudget(config.metrics().seriesBudget(), SeriesCuts.all());
        Scrape scrape = new Scrape(own.getPrometheusRegistry(), budget, series -> {
            // One evaluation for the whole scrape: no two families in it may disagree.
            Evaluation evaluation = evaluator.latest();
            writeSelf(evaluation, series);
            sourceFamilies.writeKinds(kubernetes.kinds(), series);
            if (!leader.exports()) {
                sourceFamilies.write(List.of(kubernetes.status()), series);
                return;
            }
            sourceFamilies.write(sources(), series);
            keeper.map(StateKeeper::status)
                    .ifPresent(kept -> AgentFamilies.writeKeeping(kept.works(), kept.savedAt(), series));
            awsFamilies.write(aws.books().figures(), series);
            readinessSeries.write(evaluation.readiness(), series);
            queueSeries.write(evaluation.queues(), series);
            ProvisioningSeries.write(evaluation.provisioning(), series);
            PrometheusSeries.write(evaluation.prometheus(), series);
            if (leader.exportsPractices()) {
                PracticeSeries.write(evaluation.practices(), series);
            }
        });
        Results results = new Results(
                evaluator::latest,
                this::sources,
                kubernetes::kinds,
                alerting::status,
                leader::leadership,
                this::ready,
                this::configStatus,
                scrape,
                this::reload,
                build,
                clock);
        WebOptions options = new WebOptions(
                config.web().listenAddress().host(),
                config.web().listenAddress().port(),
                config.web().enableLifecycle(),
                config.web().enableSnapshot());
        return new WebServer(vertx, results, options, protection.current(), reviewer(config));
    }

    /** Who says whose a bearer token is; nobody where none is asked for. */
    private Optional<Reviewer> reviewer(Config config) {
        if (!config.web().kubernetesAuth()) {
            return Optional.empty();
        }
        if (protection.current().tls().isEmpty()) {
            LOG.atWarn()
                    .log("web.kubernetes_auth is on without TLS (--web.config.file): tokens can be read on their way");
        }
        TokenReviews reviews = kubernetes.tokenReviews();
        return Optional.of((token, path, verb) -> {
            try {
                Optional<TokenReviews.User> user = reviews.user(token);
                if (user.isEmpty()) {
                    return Reviewer.Answer.UNKNOWN;
                }
                return reviews.allows(user.get(), path, verb) ? Reviewer.Answer.ALLOWED : Reviewer.Answer.FORBIDDEN;
            } catch (SourceException e) {
                throw new Reviewer.Unanswered(e.text());
            }
        });
    }

    /** The agent's own figures, less those that the linter of Prometheus refuses. */
    private static void observeSelf(PrometheusMeterRegistry own) {
        own.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(own);
        new JvmThreadMetrics().bindTo(own);
        new ClassLoaderMetrics().bindTo(own);
        new ProcessorMetrics().bindTo(own);
        new UptimeMetrics().bindTo(own);
        new FileDescriptorMetrics().bindTo(own);
        // Listens to the collector for as long as the process lives.
        @SuppressWarnings("resource")
        JvmGcMetrics collector = new JvmGcMetrics();
        collector.bindTo(own);
    }

    private void writeSelf(Evaluation evaluation, Series series) {
        ConfigReloader.Status status = configuration.status();
        AgentFamilies.writeLeadership(leader.leadership(), series);
        AgentFamilies.write(
                List.of(build.version(), build.revision(), build.javaVersion(), RULES_VERSION),
                evaluator.durations(),
                startedAt,
                Duration.between(evaluation.snapshot().at(), clock.instant()),
                new AgentFamilies.RunningConfig(
                        status.hash(),
                        status.lastSuccessful() && protection.errors().isEmpty(),
                        status.lastSuccess()),
                series);
    }

    /** The program: {@code run} runs an agent until the process is told to end. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Main program = new Main(
                System.getenv(),
                out,
                err,
                Agent::runUntilStopped,
                LiveRecording::run,
                LiveAudit::look,
                AccessCheck::check,
                Clock.systemUTC());
        ExitCode code = program.run(arguments);
        System.exit(code.code());
    }

    private static void runUntilStopped(Config config, ConfigReloader configuration, WebConfigWatch protection)
            throws Exception {
        BuildInfo build = BuildInfo.read();
        Map<String, String> environment = System.getenv();
        String host = environment.getOrDefault("HOSTNAME", "prodhealth");
        Agent agent = new Agent(
                configuration,
                protection,
                build,
                environment.getOrDefault("POD_NAME", host),
                environment.getOrDefault("POD_IP", ""),
                Clock.systemUTC());
        int port = agent.start();
        LOG.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("version", build.version())
                .addKeyValue("config", config.hash())
                .log("agent started");
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            LOG.atInfo().log("agent stopping");
            agent.close();
            stopped.countDown();
        }));
        stopped.await();
    }

    /**
     * Starts everything.
     *
     * @return the port it listens on
     * @throws ListenException when it cannot listen; nothing is left running
     */
    public int start() throws ListenException, InterruptedException {
        int port = web.start();
        evaluator.start();
        SmallHeap.ofThisProcess()
                .ifPresent(heap -> vertx.setPeriodic(SmallHeap.INTERVAL.toMillis(), timer -> heap.look()));
        kubernetes.start();
        prometheus.start();
        alerting.start();
        leader.start();
        return port;
    }

    private void changed() {
        // A source may speak before the evaluator has been wired.
        Evaluator wired = evaluator;
        if (wired != null) {
            wired.onChange();
        }
    }

    private ClusterSnapshot snapshot() {
        return Snapshots.of(clock, kubernetes, prometheus, aws, posture);
    }

    private List<SourceStatus> sources() {
        List<SourceStatus> sources = new ArrayList<>();
        sources.add(kubernetes.status());
        sources.addAll(prometheus.statuses());
        sources.addAll(aws.statuses());
        alerting.source().ifPresent(sources::add);
        sources.addAll(posture.statuses());
        return sources;
    }

    private PrometheusSight prometheusSight() {
        Evaluation evaluation = evaluator.latest();
        Standing standing = evaluation.prometheus().standing();
        return new PrometheusSight(
                switch (standing.state()) {
                    case UP -> PrometheusSight.Status.UP;
                    case DOWN -> PrometheusSight.Status.DOWN;
                    case UNKNOWN -> PrometheusSight.Status.UNKNOWN;
                },
                standing.since(),
                evaluation.prometheus().lastAlertmanagers().stream()
                        .flatMap(url -> address(url).stream())
                        .toList(),
                evaluation
                        .snapshot()
                        .kubernetes()
                        .clusterConfig()
                        .map(ClusterConfig::clusterName)
                        .orElse(""));
    }

    private static Optional<URI> address(String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException hostile) {
            return Optional.empty();
        }
    }

    private Readyz ready() {
        String waiting = kubernetes.notReady();
        return new Readyz(waiting.isEmpty(), waiting);
    }

    private ConfigStatus configStatus() {
        ConfigReloader.Status status = configuration.status();
        return new ConfigStatus(
                configuration.file(),
                status.hash(),
                status.lastSuccess(),
                Stream.of(status.errors(), protection.errors())
                        .flatMap(List::stream)
                        .map(ConfigError::render)
                        .toList());
    }

    private List<String> reload() {
        return Stream.of(configuration.reload().errors(), protection.reload())
                .flatMap(List::stream)
                .map(ConfigError::render)
                .toList();
    }

    private void reconfigure(Config config) {
        evaluator.reconfigure(
                Signals.of(config),
                config.evaluation().interval(),
                config.evaluation().minGap());
    }

    @Override
    public void close() {
        web.drain();
        // First, while all is known: another replica goes on within seconds.
        leader.close();
        try {
            web.stop(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        evaluator.close();
        alerting.close();
        prometheus.close();
        posture.close();
        aws.close();
        kubernetes.close();
        vertx.close().onFailure(error -> LOG.atDebug().setCause(error).log("closing failed"));
    }
}
