package io.prodhealth.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A Kubernetes API server in this process. All methods may be called from any thread. */
public final class Simulator implements AutoCloseable {
    private final SimulatorOptions options;
    private final Vertx vertx;
    private final Store store;
    private final CortexObjects objects;
    private final OpenWatches watches = new OpenWatches();
    private final RequestLog log = new RequestLog();
    private final Accounts accounts = new Accounts();
    private final Faults faults;
    private final PrometheusAnswers prometheus;
    private final ApiServer server;
    private final Path directory;
    private final Optional<Certificate> certificate;

    private Simulator(SimulatorOptions options) {
        this.options = options;
        directory = temporaryDirectory();
        certificate = options.tls() ? Optional.of(Certificate.create(directory)) : Optional.empty();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        store = new Store(options.schedule().clock());
        objects = new CortexObjects(options.schedule().clock());
        faults = new Faults(watches, this::cutConnections);
        prometheus = new PrometheusAnswers(load());
        options.absent().forEach(resource -> store.setAbsent(resource, true));
        Access access = new Access(options.roles().map(Roles::parse), faults);
        server = new ApiServer(
                vertx,
                options,
                faults,
                log,
                new ApiAnswers(vertx, store, access, accounts, faults, watches, options),
                prometheus);
    }

    /**
     * Loads what the options name and listens on 127.0.0.1.
     *
     * @throws RuntimeException when the folder or the roles cannot be read or the port is taken
     */
    public static Simulator start(SimulatorOptions options) {
        Simulator simulator = new Simulator(options);
        simulator.server.start(simulator.certificate);
        simulator.writeKubeconfig(simulator.kubeconfig());
        return simulator;
    }

    private PrometheusSource load() {
        Clock clock = options.schedule().clock();
        if (options.folder().isPresent()) {
            RecordedFolder folder = RecordedFolder.open(options.folder().get());
            folder.load(store, clock.instant());
            return new RecordedPrometheus(folder, clock);
        }
        if (options.generated().isPresent()) {
            new GeneratedCluster(store, options.generated().get(), clock).load();
            RecordedFolder production = RecordedFolder.open(RecordedFolder.production());
            return new GeneratedPrometheus(store, clock, new RecordedPrometheus(production, clock));
        }
        return PrometheusSource.none();
    }

    /** Creates or replaces an object by its own apiVersion and kind; returns its new resourceVersion. */
    public long put(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        String kind = object.path("kind").asString("");
        return put(
                Resource.ofKind(apiVersion, kind)
                        .orElseThrow(() -> new IllegalArgumentException("unknown kind " + apiVersion + " " + kind)),
                object);
    }

    /** Creates or replaces an object that carries no kind; returns its new resourceVersion. */
    public long put(Resource resource, ObjectNode object) {
        return store.put(resource, object).revision();
    }

    /** Edits the object in place; false when there is none. Cluster-scoped kinds have the namespace "". */
    public boolean change(Resource resource, String namespace, String name, Consumer<ObjectNode> edit) {
        return store.change(resource, namespace, name, object -> {
                    edit.accept(object);
                    return object;
                })
                .isPresent();
    }

    /** Deletes at once; false when there is no such object. */
    public boolean delete(Resource resource, String namespace, String name) {
        return store.delete(resource, namespace, name);
    }

    /** The object as GET by name would answer. */
    public Optional<ObjectNode> get(Resource resource, String namespace, String name) {
        return store.get(resource, namespace, name).map(Stored::object);
    }

    /** All objects of a kind, ordered by namespace and name. */
    public List<ObjectNode> list(Resource resource) {
        return store.all(resource).stream().map(Stored::object).toList();
    }

    /** Whether the kind exists; a kind that does not answers 404. */
    public void setAbsent(Resource resource, boolean absent) {
        store.setAbsent(resource, absent);
    }

    /** The newest resourceVersion of the whole cluster. */
    public long resourceVersion() {
        return store.revision();
    }

    /** Others who hold tokens of this cluster. */
    public Accounts accounts() {
        return accounts;
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** What was asked so far. */
    public RequestLog requests() {
        return log;
    }

    /** How many watches on this kind are open. */
    public long openWatches(Resource resource) {
        return watches.count(resource);
    }

    /** Sends a bookmark to every watch that asked for them, now. */
    public void sendBookmarks() {
        watches.all().forEach(WatchStream::bookmark);
    }

    /** Forgets history: every resourceVersion but the newest is too old to watch from or to page on. */
    public void compact() {
        store.compact();
    }

    /** Closes the port and all connections. The content stays and may be changed. */
    public void stop() {
        server.stop();
    }

    /** What becomes of resourceVersions over a restart. */
    public enum Revisions {
        /** They go on; history is kept. */
        KEPT,
        /** They begin again lower than before, as after a restore from a backup. */
        RESET
    }

    /** Listens again on the same port, after {@link #stop()} or instead of it. */
    public void restart(Revisions revisions) {
        server.stop();
        if (revisions == Revisions.RESET) {
            store.restamp(1);
        }
        server.start(certificate);
    }

    /** The base URL, such as http://127.0.0.1:40123. */
    public String url() {
        return (options.tls() ? "https" : "http") + "://127.0.0.1:" + server.port();
    }

    /** The base URL of the Prometheus beside it. */
    public String prometheusUrl() {
        return url() + "/prometheus";
    }

    /** A kubeconfig file that exists until {@link #close()}. */
    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** Writes a kubeconfig in one step: whoever sees the file can use it. With TLS a ca.crt lies beside it. */
    public void writeKubeconfig(Path file) {
        certificate.ifPresent(c -> c.writeTo(file.resolveSibling("ca.crt")));
        new Kubeconfig(url(), options.token(), certificate).writeTo(file);
    }

    /** The text of {@link #kubeconfig()}. */
    public String kubeconfigText() {
        return RecordedFolder.read(kubeconfig());
    }

    /** The clock and timer everything in the cluster follows. */
    public Schedule schedule() {
        return options.schedule();
    }

    /** Full-size objects of Cortex with the times of this simulator's clock. */
    public CortexObjects objects() {
        return objects;
    }

    /** Incidents at a tempo, on this simulator's schedule. Keep what is returned: it counts pods and nodes it made. */
    public Incidents incidents(Tempo tempo) {
        return new Incidents(store, options.schedule(), tempo, objects);
    }

    /**
     * Incidents on a cluster that is at work: its Prometheus moves, its autoscaler writes its status, and it shows the
     * settings under which the incidents are played.
     */
    public Incidents liveIncidents(Tempo tempo) {
        Incidents incidents = incidents(tempo);
        new Heartbeats(store, options.schedule(), incidents.autoscaler(), tempo.scan()).begin();
        livePrometheus();
        incidents.showSettings();
        return incidents;
    }

    /**
     * Plays a recorded story on this simulator's schedule, beginning now.
     *
     * @param watchLines a watch.jsonl
     * @param speed 2 plays it in half the time
     * @return how long it takes
     */
    public Duration play(Path watchLines, double speed) {
        return new StoryPlayer(store, options.schedule()).play(watchLines, speed);
    }

    /** From now on what Prometheus says of itself moves, as of one that is at work. */
    public void livePrometheus() {
        LivePrometheus live = new LivePrometheus(prometheus.source(), store, options.schedule());
        prometheus.answerFrom(live);
        live.begin();
    }

    /**
     * From now on Prometheus says that these alerts are there; before, it has no rules and none.
     *
     * @param alerts a JSON list, as {@code /api/v1/alerts} has it
     */
    public void alerts(String alerts) {
        prometheus.fire(alerts);
    }

    Store store() {
        return store;
    }

    PrometheusAnswers prometheus() {
        return prometheus;
    }

    Vertx vertx() {
        return vertx;
    }

    private void cutConnections() {
        server.cutConnections();
    }

    @Override
    public void close() {
        options.schedule().close();
        server.close();
        vertx.close().await();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("simulator");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
