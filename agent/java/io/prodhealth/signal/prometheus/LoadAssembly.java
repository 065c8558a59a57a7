package io.prodhealth.signal.prometheus;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the result of one step together.
 *
 * @param snapshot what was observed
 * @param place where Prometheus runs
 * @param told its own metrics
 * @param server all it says of itself
 * @param limits what it is judged against
 */
record LoadAssembly(
        ClusterSnapshot snapshot,
        Place place,
        Observed<PrometheusServer.Figures> told,
        Observed<PrometheusServer> server,
        LoadLimits limits) {

    PrometheusLoad.Figures figures(Tally tally) {
        Instant now = snapshot.at();
        Observed<Double> head = figure(Figure.HEAD_SERIES);
        Observed<Double> resident = figure(Figure.RESIDENT_BYTES);
        Observed<Double> working = place.workingSet(snapshot);
        return new PrometheusLoad.Figures(
                head,
                resident,
                working,
                Parts.share(memory(working, resident), head),
                Parts.then(told, any -> Parts.of(tally.rate(), now)),
                Parts.then(told, any -> Parts.of(storage(any), now)),
                Parts.of(storageLimit(), now),
                Parts.then(server, PrometheusServer::query),
                Parts.then(server, known -> known.status().map(PrometheusServer.Status::largest)));
    }

    private Observed<Double> figure(Figure figure) {
        return Parts.then(told, known -> Parts.of(known.of(figure), snapshot.at()));
    }

    /** Its pod's by Kubernetes, which judges by it; its own word where that is not told. */
    private static Observed<Double> memory(Observed<Double> working, Observed<Double> resident) {
        return working.known().isPresent() ? working : resident;
    }

    /** The WAL counts against the retention size in every version; some do not tell it. */
    private static OptionalDouble storage(PrometheusServer.Figures told) {
        OptionalDouble blocks = told.of(Figure.BLOCKS_BYTES);
        return blocks.isEmpty()
                ? blocks
                : OptionalDouble.of(blocks.getAsDouble()
                        + told.of(Figure.WAL_BYTES).orElse(0)
                        + told.of(Figure.HEAD_CHUNKS_BYTES).orElse(0));
    }

    private OptionalDouble storageLimit() {
        double own = told.known()
                .map(known -> known.of(Figure.RETENTION_BYTES).orElse(0))
                .orElse(0.0);
        double flag = server.known()
                .flatMap(known -> known.status().known())
                .map(status -> Place.size(status.flags().getOrDefault("storage.tsdb.retention.size", "")))
                .orElse(0.0);
        double objects = place.storage(snapshot.kubernetes()).orElse(0);
        return Place.smaller(Place.smaller(own, flag).orElse(0), objects);
    }

    Map<Dimension, Observed<Double>> used(
            PrometheusLoad.Figures figures, Observed<Integer> nodes, Observed<Integer> pods) {
        Map<Dimension, Observed<Double>> used = new EnumMap<>(Dimension.class);
        used.put(Dimension.NODES, nodes.map(Integer::doubleValue));
        used.put(Dimension.PODS, pods.map(Integer::doubleValue));
        used.put(Dimension.MEMORY, memory(figures.workingSetBytes(), figures.residentBytes()));
        used.put(Dimension.STORAGE, figures.storageBytes());
        return used;
    }

    PrometheusLoad of(
            Standing standing,
            PrometheusLoad.Figures figures,
            Observed<Integer> nodes,
            Observed<Integer> pods,
            Observed<Configured> configured,
            Map<Dimension, Trend> trends,
            Tally tally,
            Freezing freezing,
            PrometheusLoad last) {
        Instant now = snapshot.at();
        Ladder ladder = Ladder.of(snapshot.kubernetes().nodes().orElse(List.of()), limits.lowerRating())
                .on(place);
        String type = place.instanceType();
        Observed<Double> ratedNodes = Parts.of(ladder.nodes(type), now);
        Observed<Double> ratedPods = Parts.of(ladder.pods(type), now);
        Observed<Double> room = Parts.of(place.allocatable("memory"), now);
        Map<Dimension, Observed<Double>> most = new EnumMap<>(Dimension.class);
        most.put(Dimension.NODES, ratedNodes);
        most.put(Dimension.PODS, ratedPods);
        most.put(Dimension.MEMORY, room);
        most.put(Dimension.STORAGE, figures.storageLimitBytes());
        Map<Dimension, Observed<Double>> ratios = new EnumMap<>(Dimension.class);
        Map<Dimension, Observed<Double>> exhaustion = new EnumMap<>(Dimension.class);
        Map<Dimension, Observed<Double>> used = used(figures, nodes, pods);
        most.forEach((dimension, limit) -> {
            Observed<Double> value = used.getOrDefault(dimension, Observed.notSynced(now));
            ratios.put(dimension, Parts.share(value, limit));
            Trend trend = trends.getOrDefault(dimension, Trend.NONE);
            // What is not read any more is not forecast either.
            exhaustion.put(
                    dimension,
                    Parts.then(value, any -> Parts.then(limit, end -> Parts.of(trend.secondsUntil(end, now), now))));
        });
        ratios.put(
                Dimension.CONFIGURED,
                Parts.then(
                        configured,
                        may -> Parts.both(
                                ratedNodes,
                                ratedPods,
                                (forNodes, forPods) -> Math.max(may.nodes() / forNodes, may.pods() / forPods))));
        Observed<List<String>> alertmanagers = Parts.then(server, PrometheusServer::alertmanagers);
        return new PrometheusLoad(
                now,
                limits,
                standing,
                server.known().map(PrometheusServer::url).orElse(""),
                told.known().map(PrometheusServer.Figures::version).orElse(""),
                nodes,
                pods,
                configured,
                figures,
                type,
                room,
                podsOnNode(),
                Parts.of(place.allocatable("pods"), now).map(Double::intValue),
                place.outOfMemory(),
                ratings(ladder, type),
                Map.copyOf(ratios),
                Map.copyOf(exhaustion),
                nodes.map(count -> (double) count / limits.loadBalancerNodes()),
                new PrometheusLoad.Counters(
                        tally.missed(), tally.restarts(), tally.since(), tally.missedFrom(), tally.missedAt()),
                freezing.said(),
                Sizing.advice(
                        nodes,
                        pods,
                        configured,
                        memory(figures.workingSetBytes(), figures.residentBytes()),
                        place,
                        ladder,
                        limits),
                alertmanagers,
                alertmanagers.orElse(last.lastAlertmanagers()));
    }

    private Observed<Integer> podsOnNode() {
        var node = place.node();
        if (node == null) {
            return new Observed.Unknown<>(Observed.Reason.ABSENT, snapshot.at());
        }
        return snapshot.kubernetes().pods().map((Pods all) -> (int) all.byWorkload().values().stream()
                .flatMap(List::stream)
                .filter(pod -> pod.node().equals(node.name()))
                .count());
    }

    private static List<PrometheusLoad.Rating> ratings(Ladder ladder, String present) {
        Set<String> types = new TreeSet<>(Ladder.RUNGS);
        if (!present.isEmpty()) {
            types.add(present);
        }
        List<PrometheusLoad.Rating> ratings = new ArrayList<>();
        for (String type : types) {
            if (ladder.nodes(type).isPresent() && ladder.pods(type).isPresent()) {
                ratings.add(new PrometheusLoad.Rating(
                        type,
                        ladder.nodes(type).getAsDouble(),
                        ladder.pods(type).getAsDouble()));
            }
        }
        return List.copyOf(ratings);
    }

    static PrometheusLoad withAlertmanagers(PrometheusLoad load, List<String> known) {
        return new PrometheusLoad(
                load.at(),
                load.limits(),
                load.standing(),
                load.url(),
                load.version(),
                load.nodes(),
                load.pods(),
                load.configured(),
                load.figures(),
                load.instanceType(),
                load.allocatableBytes(),
                load.podsOnNode(),
                load.podSlots(),
                load.outOfMemory(),
                load.rated(),
                load.ratios(),
                load.exhaustion(),
                load.loadBalancer(),
                load.counters(),
                load.frozen(),
                load.advice(),
                load.alertmanagers(),
                List.copyOf(known));
    }
}
