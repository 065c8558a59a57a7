package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.LabelSelector;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodChange;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Pod readiness of every API, per owner and never per pod.
 *
 * @param availabilityObjective share of time an API should serve, 0 to 1; the shipped rules compare with it
 * @param plain selects Deployments outside Cortex that are watched as if they were APIs
 */
@SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
public record ReadinessSignal(double availabilityObjective, Optional<LabelSelector> plain) {

    /** Before the first evaluation. */
    public ReadinessState start(Instant at) {
        return ReadinessState.start(at, availabilityObjective);
    }

    /** The next state. Time and memory go with what has changed, not with the size of the cluster. */
    public ReadinessState step(ReadinessState last, ClusterSnapshot snapshot) {
        KubernetesObjects objects = snapshot.kubernetes();
        Observed<List<Api>> apis = KnownApis.of(last, objects, plain, snapshot.at());
        List<Api> counted = KnownApis.counted(last, objects, apis);
        Map<Workload, ApiHistory> histories = histories(last, counted, snapshot.at());
        Map<Registry, Times> pulls = new EnumMap<>(last.pulls());
        PodMemory.Draft memory = last.pods().draft();
        firstSight(last, objects, snapshot.changes(), memory);
        enterPulls(snapshot.changes(), region(objects), pulls, memory);
        enterChanges(snapshot.changes(), histories, memory);
        Map<String, InFlightWindow> inFlight = inFlight(last, snapshot);
        Instant inFlightAt =
                snapshot.requests() instanceof Observed.Known<RequestLoad> known ? known.at() : last.inFlightAt();
        Observed<List<ApiReadiness>> readiness =
                apis.map(all -> readiness(all, objects.pods(), histories, inFlight, last, snapshot.at()));
        Readiness result = new Readiness(
                readiness,
                counted(last, counted, readiness, histories),
                Components.of(objects),
                Map.copyOf(pulls),
                availabilityObjective);
        return new ReadinessState(result, objects, histories, memory.done(), pulls, inFlight, inFlightAt, plain);
    }

    private static List<ApiReadiness> counted(
            ReadinessState last,
            List<Api> apis,
            Observed<List<ApiReadiness>> readiness,
            Map<Workload, ApiHistory> histories) {
        List<ApiReadiness> live = readiness.orElse(List.of());
        if (live.size() == apis.size()) {
            return live;
        }
        Map<Workload, ApiReadiness> known = new HashMap<>();
        last.result().counted().forEach(api -> known.put(api.api().workload(), api));
        live.forEach(api -> known.put(api.api().workload(), api));
        return apis.stream()
                .map(api -> known.get(api.workload()))
                .filter(Objects::nonNull)
                .map(api -> api.with(histories.getOrDefault(api.api().workload(), api.history())))
                .toList();
    }

    private static Map<Workload, ApiHistory> histories(ReadinessState last, List<Api> apis, Instant now) {
        Map<Workload, ApiHistory> histories = HashMap.newHashMap(apis.size());
        for (Api api : apis) {
            ApiHistory known = last.histories().get(api.workload());
            boolean same = known != null && known.identity().equals(api.identity());
            histories.put(api.workload(), same ? known : ApiHistory.start(api.identity(), now));
        }
        return histories;
    }

    /** When the pods become visible, what is not ready may have been before: it must not count as a first start. */
    private static void firstSight(
            ReadinessState last, KubernetesObjects objects, Changes changes, PodMemory.Draft memory) {
        if (last.from().pods() instanceof Observed.Known<Pods>
                || !(objects.pods() instanceof Observed.Known<Pods> known)) {
            return;
        }
        for (List<Pod> group : known.value().byWorkload().values()) {
            for (Pod pod : group) {
                if (PodTransitions.seemsOnceReady(pod)) {
                    memory.rememberReady(pod.uid());
                }
            }
        }
        // What has changed since the list was listed as it was before.
        for (PodChange change : changes.pods()) {
            Pod before = change.before();
            if (before != null && PodTransitions.seemsOnceReady(before)) {
                memory.rememberReady(before.uid());
            }
        }
    }

    private static void enterPulls(Changes changes, String region, Map<Registry, Times> pulls, PodMemory.Draft memory) {
        for (Changes.EventChange change : changes.events()) {
            ImagePull.of(change.event()).ifPresent(pull -> {
                pulls.computeIfPresent(
                        Registry.of(pull.image(), region),
                        (registry, times) -> times.with(pull.pull().toNanos() / 1e9));
                memory.rememberPull(
                        change.event().objectUid(), pull.withWaiting().toNanos() / 1e9);
            });
        }
    }

    private static void enterChanges(Changes changes, Map<Workload, ApiHistory> histories, PodMemory.Draft memory) {
        for (PodChange change : changes.pods()) {
            Pod pod = change.after() == null ? change.before() : change.after();
            if (pod == null) {
                continue;
            }
            ApiHistory history = histories.get(pod.workload());
            if (history != null && counts(pod)) {
                histories.put(pod.workload(), PodTransitions.enter(change, history, memory));
            } else if (change.after() == null || pod.serving()) {
                memory.forget(pod.uid());
            }
        }
    }

    /** The enqueuer of a batch job fills its queue and ends; only the workers are replicas. */
    private static boolean counts(Pod pod) {
        return !pod.role().equals("enqueuer");
    }

    private static Map<String, InFlightWindow> inFlight(ReadinessState last, ClusterSnapshot snapshot) {
        if (!(snapshot.requests() instanceof Observed.Known<RequestLoad> known)) {
            return Map.of();
        }
        if (known.at().equals(last.inFlightAt())) {
            return last.inFlight();
        }
        Map<String, InFlightWindow> windows = new HashMap<>();
        known.value().inFlight().forEach((api, requests) -> {
            InFlightWindow before = last.inFlight().getOrDefault(api, InFlightWindow.NONE);
            windows.put(api, before.with(known.at(), requests));
        });
        return windows;
    }

    private static List<ApiReadiness> readiness(
            List<Api> apis,
            Observed<Pods> pods,
            Map<Workload, ApiHistory> histories,
            Map<String, InFlightWindow> inFlight,
            ReadinessState last,
            Instant now) {
        Map<Workload, ApiReadiness> before = new HashMap<>();
        for (ApiReadiness readiness : last.result().counted()) {
            before.put(readiness.api().workload(), readiness);
        }
        Optional<Pods> podsBefore = last.from().pods().known();
        List<ApiReadiness> all = new ArrayList<>(apis.size());
        for (Api api : apis) {
            ApiHistory history = histories.getOrDefault(api.workload(), ApiHistory.start(api.identity(), now));
            OptionalInt recommended =
                    recommended(api, inFlight.getOrDefault(api.workload().name(), InFlightWindow.NONE), now);
            Optional<List<Pod>> mine = pods.known().map(known -> known.of(api.workload()));
            Optional<List<Pod>> mineBefore = podsBefore.map(known -> known.of(api.workload()));
            ApiReadiness reusable = before.get(api.workload());
            boolean unchanged = reusable != null
                    && reusable.api().equals(api)
                    && reusable.history() == history
                    && reusable.recommended().equals(recommended)
                    && mine.orElse(null) == mineBefore.orElse(null);
            all.add(unchanged ? reusable : of(api, mine, recommended, history));
        }
        return List.copyOf(all);
    }

    private static ApiReadiness of(Api api, Optional<List<Pod>> pods, OptionalInt recommended, ApiHistory history) {
        if (api.desired() == null && api.workload().kind().equals("TrafficSplitter")) {
            return new ApiReadiness(api, null, Map.of(), OptionalInt.empty(), history);
        }
        if (pods.isEmpty()) {
            return new ApiReadiness(api, api.reportedReady(), Map.of(), recommended, history);
        }
        Map<PodState, Integer> states = new EnumMap<>(PodState.class);
        for (PodState state : PodState.values()) {
            states.put(state, 0);
        }
        for (Pod pod : pods.get()) {
            if (counts(pod)) {
                PodState.of(pod).ifPresent(state -> states.merge(state, 1, Integer::sum));
            }
        }
        return new ApiReadiness(api, states.get(PodState.READY), states, recommended, history);
    }

    private static OptionalInt recommended(Api api, InFlightWindow window, Instant now) {
        Autoscaling autoscaling = api.autoscaling();
        Integer desired = api.desired();
        if (autoscaling == null || desired == null) {
            return OptionalInt.empty();
        }
        var average = window.average(now, autoscaling.window());
        return average.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(autoscaling.recommend(average.getAsDouble(), desired));
    }

    /** Region of the cluster, from its nodes, which know best, else from Cortex's environment; empty when neither tells. */
    private static String region(KubernetesObjects objects) {
        Optional<String> ofNodes = objects.nodes().orElse(List.of()).stream()
                .map(node -> node.labels().getOrDefault("topology.kubernetes.io/region", ""))
                .filter(region -> !region.isEmpty())
                .findFirst();
        return ofNodes.orElseGet(() -> objects.configMaps().orElse(List.of()).stream()
                .filter(map -> map.name().equals("env-vars"))
                .map(map -> map.data().getOrDefault("CORTEX_REGION", ""))
                .findFirst()
                .orElse(""));
    }
}
