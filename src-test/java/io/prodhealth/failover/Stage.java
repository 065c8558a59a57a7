package io.prodhealth.failover;

import io.prodhealth.Awaited;
import io.prodhealth.AwsCredentials;
import io.prodhealth.DemoFlags;
import io.prodhealth.simulator.Incidents;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.SimulatedAws;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.simulator.Tempo;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The simulated cluster of the recording with its AWS, pods that become ready and unready ten times a second, and two
 * replicas on it. In the recording spot has failed half an hour ago for a family whose pods still wait; beside that, the
 * workers of a queue hang.
 */
final class Stage implements AutoCloseable {

    static final String FAMILY = "node_family=\"g4dn.xlarge\"";
    private static final Duration WATCHED = Duration.ofSeconds(75);
    private static final Duration LONG = Duration.ofMinutes(4);
    /** Its readiness changes all the time. */
    private static final String RESTLESS = "text-generator";

    private final AwsCredentials credentials = new AwsCredentials();
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());
    private final Incidents incidents = cluster.liveIncidents(Tempo.demo());
    private final SimulatedAws aws = SimulatedAws.beside(cluster, incidents);
    private final ScheduledExecutorService churn = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("churn").factory());
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AgentProcess> replicas;
    private String queue = "";

    /** @param lease how long the Lease lasts */
    Stage(Path root, Path logs, Duration lease) throws IOException {
        Map<String, String> flags = new LinkedHashMap<>(DemoFlags.beside(
                aws,
                Map.of(
                        "--kubernetes.kubeconfig",
                        cluster.kubeconfig().toString(),
                        "--prometheus.url",
                        cluster.prometheusUrl(),
                        "--state.namespace",
                        "prodhealth",
                        "--leader-election.lease-duration",
                        lease.toSeconds() + "s")));
        this.replicas = List.of(
                new AgentProcess("prodhealth-0", root, flags, logs, http),
                new AgentProcess("prodhealth-1", root, flags, logs, http));
        for (AgentProcess replica : replicas) {
            replica.start();
        }
        new Awaited().until("both are ready", LONG, () -> replicas.stream().allMatch(AgentProcess::ready));
        new Awaited()
                .until(
                        "one of them exports the cluster",
                        LONG,
                        () -> leader().flatMap(AgentProcess::scrape)
                                .filter(exported -> !exported.state("prodhealth_spot_fallback_state", FAMILY, "state")
                                        .isEmpty())
                                .isPresent());
        AtomicBoolean ready = new AtomicBoolean();
        List<String> pods = pods();
        var _ = churn.scheduleAtFixedRate(
                () -> {
                    boolean now = ready.getAndSet(!ready.get());
                    pods.forEach(pod -> incidents.setReady(pod, now));
                },
                100,
                100,
                TimeUnit.MILLISECONDS);
    }

    private List<String> pods() {
        return cluster.list(Resource.PODS).stream()
                .filter(pod -> pod.at("/metadata/labels/apiName").asString("").equals(RESTLESS))
                .map(pod -> pod.at("/metadata/name").asString())
                .toList();
    }

    /** From now on the fallback and the queue are stuck, and the leader says so. */
    void goWrong() {
        // The agent calls nothing stuck that it has not seen at work for a minute.
        long watched = System.nanoTime() + WATCHED.toNanos();
        new Awaited()
                .until(
                        "queues have been watched, and one is worked on",
                        LONG,
                        () -> System.nanoTime() > watched && aws.queues().busy().isPresent());
        queue = aws.queues().busy().orElseThrow();
        aws.queues().hang(queue);
        new Awaited()
                .until(
                        "both are stuck",
                        LONG,
                        () -> leader().flatMap(AgentProcess::scrape)
                                .filter(this::isStuck)
                                .isPresent());
        new Awaited().until("that is kept", LONG, this::isKept);
    }

    boolean isStuck(Exported exported) {
        return fallback(exported).equals("fallback_stuck") && cause(exported).equals("no_completion");
    }

    private boolean isKept() {
        return cluster.get(Resource.CONFIGMAPS, "prodhealth", "prodhealth-state").stream()
                .map(map -> map.at("/data/state.json").asString(""))
                .anyMatch(state -> state.contains("no_completion") && state.contains("fallback_stuck"));
    }

    static String fallback(Exported exported) {
        return exported.state("prodhealth_spot_fallback_state", FAMILY, "state");
    }

    /** Why the queue that hangs is stuck; {@code ok} when it is not, empty when nothing is said of it. */
    String cause(Exported exported) {
        return exported.state("prodhealth_queue_stuck", "api_name=\"" + queue + "\"", "cause");
    }

    List<AgentProcess> replicas() {
        return replicas;
    }

    /** The replica that leads now. */
    Optional<AgentProcess> leader() {
        return replicas.stream()
                .filter(replica -> replica.scrape().filter(Exported::leads).isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        replicas.forEach(AgentProcess::close);
        churn.shutdownNow();
        aws.close();
        cluster.close();
        http.close();
        credentials.close();
    }
}
