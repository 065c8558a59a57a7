package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.HorizontalPodAutoscaler;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.LabelSelector;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodChange;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster as the signal sees it, from one evaluation to the next; what has not changed stays the same object. */
final class TestCluster {

    static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

    private ReadinessSignal signal = new ReadinessSignal(0.99, Optional.empty());
    private ReadinessState state = signal.start(START);
    private Instant now = START;

    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private List<PodChange> podChanges = new ArrayList<>();
    private List<Changes.EventChange> eventChanges = new ArrayList<>();
    private Map<Workload, List<Pod>> groups = Map.of();
    private Observed.@Nullable Reason podsUnknown;

    Observed<List<Deployment>> deployments = known(List.of());
    Observed<List<Job>> jobs = known(List.of());
    Observed<List<VirtualService>> virtualServices = known(List.of());
    Observed<List<HorizontalPodAutoscaler>> autoscalers = known(List.of());
    Observed<List<Node>> nodes = known(List.of());
    Observed<List<ConfigMap>> configMaps = known(List.of());
    Observed<RequestLoad> requests = unknown(Observed.Reason.NOT_SYNCED);

    static Workload realtime(String api) {
        return new Workload("default", "RealtimeAPI", api);
    }

    static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, START);
    }

    static <T> Observed<T> unknown(Observed.Reason reason) {
        return new Observed.Unknown<>(reason, START);
    }

    TestCluster selecting(String selector) {
        signal = new ReadinessSignal(0.99, Optional.of(LabelSelector.parse(selector)));
        return this;
    }

    TestCluster with(Deployment... all) {
        deployments = known(List.of(all));
        return this;
    }

    /** Pods that the first list finds: no change. */
    TestCluster found(SamplePod... found) {
        for (SamplePod pod : found) {
            pods.put(pod.pod().name(), pod.pod());
        }
        return this;
    }

    /** A pod is new, or not as it was. */
    TestCluster change(SamplePod changed) {
        Pod after = changed.pod();
        podChanges.add(new PodChange(pods.put(after.name(), after), after));
        return this;
    }

    TestCluster gone(SamplePod pod) {
        Pod before = pods.remove(pod.pod().name());
        podChanges.add(new PodChange(before, null));
        return this;
    }

    TestCluster happened(String reason, String message, SamplePod pod) {
        Event event = new Event(
                "event-" + eventChanges.size(),
                reason,
                "Normal",
                message,
                "Pod",
                "default",
                pod.pod().name(),
                pod.pod().uid(),
                "kubelet",
                1,
                now,
                now);
        eventChanges.add(new Changes.EventChange(event, 1));
        return this;
    }

    TestCluster podsAre(Observed.@Nullable Reason unknown) {
        podsUnknown = unknown;
        return this;
    }

    TestCluster later(double seconds) {
        now = now.plusMillis(Math.round(seconds * 1000));
        return this;
    }

    /** One evaluation. */
    Readiness step() {
        Map<Workload, List<Pod>> grouped = new HashMap<>();
        pods.values()
                .forEach(pod -> grouped.computeIfAbsent(pod.workload(), none -> new ArrayList<>())
                        .add(pod));
        grouped.replaceAll((workload, list) -> list.equals(groups.get(workload)) ? groups.get(workload) : list);
        groups = grouped;
        Observed<Pods> observedPods = podsUnknown == null ? known(new Pods(groups, pods.size())) : unknown(podsUnknown);
        KubernetesObjects none = KubernetesObjects.notSynced(now);
        KubernetesObjects objects = new KubernetesObjects(
                observedPods,
                none.namespaces(),
                nodes,
                deployments,
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                jobs,
                autoscalers,
                none.volumeClaims(),
                none.services(),
                configMaps,
                none.events(),
                virtualServices,
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());
        Changes changes = new Changes(List.copyOf(podChanges), List.copyOf(eventChanges));
        podChanges = new ArrayList<>();
        eventChanges = new ArrayList<>();
        state = signal.step(
                state,
                new ClusterSnapshot(
                        now,
                        objects,
                        unknown(Observed.Reason.DISABLED),
                        requests,
                        Observed.notSynced(now),
                        Observed.notSynced(now),
                        Observed.notSynced(now),
                        changes));
        return state.result();
    }

    /** One evaluation, of which one API is looked at. */
    ApiReadiness step(String api) {
        return api(step(), api);
    }

    static ApiReadiness api(Readiness readiness, String name) {
        return readiness.apis().orElse(List.of()).stream()
                .filter(api -> api.api().workload().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no API " + name + " in " + readiness.apis()));
    }
}
