package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Apis;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.LabelSelector;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The APIs of a snapshot, without working out again what the last evaluation knew. */
@SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
final class KnownApis {

    private KnownApis() {}

    /** Working the APIs out again is saved while no object has changed, and no rollout can end by time alone. */
    static Observed<List<Api>> of(
            ReadinessState last, KubernetesObjects objects, Optional<LabelSelector> plain, Instant now) {
        KubernetesObjects before = last.from();
        List<Api> known = last.result().apis().orElse(List.of()).stream()
                .map(ApiReadiness::api)
                .toList();
        boolean same = last.result().apis().known().isPresent()
                && known.stream().noneMatch(Api::rolloutInProgress)
                && last.plain().equals(plain)
                && same(before.deployments(), objects.deployments())
                && same(before.virtualServices(), objects.virtualServices())
                && same(before.jobs(), objects.jobs())
                && same(before.autoscalers(), objects.autoscalers());
        return same
                ? objects.deployments().map(unchanged -> known)
                : Apis.of(objects, plain, now, unchanged(last, objects, plain, known));
    }

    /** Under way, the status of one Deployment changes at a time: the APIs of all others are what they were. */
    private static BiFunction<Workload, Deployment, Optional<Api>> unchanged(
            ReadinessState last, KubernetesObjects objects, Optional<LabelSelector> plain, List<Api> known) {
        if (!last.plain().equals(plain) || !same(last.from().autoscalers(), objects.autoscalers())) {
            return (workload, deployment) -> Optional.empty();
        }
        Set<Deployment> deployments = Collections.newSetFromMap(new IdentityHashMap<>());
        deployments.addAll(last.from().deployments().orElse(List.of()));
        Map<Workload, Api> apis = HashMap.newHashMap(known.size());
        for (Api api : known) {
            if (api.claims() == 1 && !api.rolloutInProgress()) {
                apis.put(api.workload(), api);
            }
        }
        return (workload, deployment) ->
                deployments.contains(deployment) ? Optional.ofNullable(apis.get(workload)) : Optional.empty();
    }

    /** The APIs whose counters go on: also those that are not seen only because what they are told from is stale. */
    static List<Api> counted(ReadinessState last, KubernetesObjects objects, Observed<List<Api>> apis) {
        if (!(apis instanceof Observed.Known<List<Api>> known)) {
            return last.countedApis();
        }
        if (!stale(objects.virtualServices()) && !stale(objects.jobs())) {
            return known.value();
        }
        List<Api> all = new ArrayList<>(known.value());
        Set<Workload> seen = all.stream().map(Api::workload).collect(Collectors.toSet());
        for (Api api : last.countedApis()) {
            if (Apis.hasNoDeployment(api.workload()) && seen.add(api.workload())) {
                all.add(api);
            }
        }
        return all;
    }

    private static boolean stale(Observed<?> part) {
        return part instanceof Observed.Unknown<?> unknown && unknown.reason() == Observed.Reason.STALE;
    }

    private static <T> boolean same(Observed<T> before, Observed<T> now) {
        if (before instanceof Observed.Known<T> one && now instanceof Observed.Known<T> other) {
            return one.value() == other.value();
        }
        return before.getClass() == now.getClass();
    }
}
