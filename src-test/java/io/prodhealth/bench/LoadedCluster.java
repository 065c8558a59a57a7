package io.prodhealth.bench;

import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.kubernetes.KubernetesSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** 10 000 pods of 100 APIs as the agent holds them, and the snapshot after one of them became unready. */
@State(Scope.Benchmark)
public class LoadedCluster {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final ReadinessSignal signal = new ReadinessSignal(0.995, Optional.empty());
    final ReadinessState before;
    final ClusterSnapshot changed;

    /** Reads a simulated cluster once; nothing but the records stays. */
    public LoadedCluster() {
        Clock clock = Clock.systemUTC();
        SimulatorOptions options = SimulatorOptions.empty().withGenerated(new SimulatorOptions.Size(400, 10_000, 100));
        try (Simulator simulator = Simulator.start(options);
                KubernetesSource source = new KubernetesSource(source(simulator), clock, () -> {})) {
            source.start();
            await(() -> source.notReady().isEmpty());
            ClusterSnapshot loaded = snapshot(source, clock);
            before = signal.step(signal.start(loaded.at()), loaded);
            KubernetesObjects was = loaded.kubernetes();
            makeUnready(simulator);
            await(() -> differs(was.pods(), source.objects().pods())
                    && differs(was.deployments(), source.objects().deployments()));
            changed = snapshot(source, clock);
        }
    }

    private static KubernetesSource.Options source(Simulator simulator) {
        Duration minute = Duration.ofMinutes(1);
        return new KubernetesSource.Options(
                simulator.kubeconfig().toString(),
                "",
                "prodhealth-bench",
                "default",
                500,
                2,
                minute,
                minute,
                minute,
                minute);
    }

    private static ClusterSnapshot snapshot(KubernetesSource source, Clock clock) {
        Changes changes = source.takeChanges();
        return new ClusterSnapshot(
                clock.instant(),
                source.objects(),
                source.usage(),
                Observed.notSynced(clock.instant()),
                Observed.notSynced(clock.instant()),
                Observed.notSynced(clock.instant()),
                Observed.notSynced(clock.instant()),
                changes);
    }

    /** As the API server shows it: the pod's condition, and the count in the status of its Deployment. */
    private static void makeUnready(Simulator simulator) {
        JsonNode metadata = simulator.list(Resource.PODS).stream()
                .map(pod -> pod.path("metadata"))
                .filter(pod -> pod.path("labels").has("cortex.dev/api"))
                .findFirst()
                .orElseThrow();
        String name = metadata.path("name").asString("");
        simulator.change(Resource.PODS, "default", name, LoadedCluster::clearReady);
        String deployment = "api-" + metadata.path("labels").path("apiName").asString("");
        simulator.change(
                Resource.DEPLOYMENTS,
                "default",
                deployment,
                d -> ((ObjectNode) d.path("status"))
                        .put("readyReplicas", d.at("/status/readyReplicas").asInt(0) - 1));
    }

    private static void clearReady(ObjectNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                ((ObjectNode) condition).put("status", "False");
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // what has not changed is the same object
    private static <T> boolean differs(Observed<T> was, Observed<T> now) {
        return was.known().orElse(null) != now.known().orElse(null);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the cluster was not read within " + PATIENCE);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
