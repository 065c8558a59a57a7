package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cluster of a story while it is played: its lines in the stores of the source, and what AWS answers. */
final class StoryCluster {

    private final boolean withAws;
    private final PodStore pods = new PodStore();
    private final EventStore events = new EventStore();
    private final Store<Deployment> deployments = new Store<>(d -> d.namespace() + "/" + d.name());
    private final Store<Node> nodes = new Store<>(Node::name);
    private final Map<String, Store<ConfigMap>> configMaps = new LinkedHashMap<>();
    private final ParsedConfigMap<ClusterConfig> clusterConfig = new ParsedConfigMap<>(ClusterConfigReader::read);
    private final ParsedConfigMap<AutoscalerStatus> status = new ParsedConfigMap<>(AutoscalerStatusReader::read);
    private final ParsedConfigMap<ExpanderPriorities> priorities =
            new ParsedConfigMap<>(map -> Optional.of(ExpanderPrioritiesReader.read(map)));
    private final Map<String, AutoScaling.Group> groups = new LinkedHashMap<>();
    private final List<AutoScaling.Activity> activities = new ArrayList<>();
    private @Nullable AutoScaling scaling;

    StoryCluster(boolean withAws) {
        this.withAws = withAws;
        for (String name :
                List.of("cluster-config", "cluster-autoscaler-status", "cluster-autoscaler-priority-expander")) {
            configMaps.put(name, new Store<>(ConfigMap::name));
        }
    }

    /** Takes what there is at {@code from} as the first list; returns the line that comes next. */
    int list(List<FallbackStory.Line> lines, double from) {
        List<Sink<?>> sinks = new ArrayList<>(List.of(pods, events, deployments, nodes));
        sinks.addAll(configMaps.values());
        sinks.forEach(Sink::beginList);
        int next = apply(lines, 0, from, true);
        sinks.forEach(Sink::endList);
        return next;
    }

    /** Applies the lines from {@code next} up to {@code at}; returns the one that comes next. */
    int apply(List<FallbackStory.Line> lines, int next, double at) {
        return apply(lines, next, at, false);
    }

    private int apply(List<FallbackStory.Line> lines, int next, double at, boolean list) {
        int line = next;
        while (line < lines.size() && lines.get(line).at() <= at) {
            apply(lines.get(line), list);
            line++;
        }
        return line;
    }

    private void apply(FallbackStory.Line line, boolean list) {
        switch (line.object()) {
            case Pod pod -> apply(pods, pod, line, list);
            case Event event -> apply(events, event, line, list);
            case Deployment deployment -> apply(deployments, deployment, line, list);
            case Node node -> apply(nodes, node, line, list);
            case ConfigMap map -> {
                Store<ConfigMap> store = configMaps.get(map.name());
                if (store != null) {
                    apply(store, map, line, list);
                }
            }
            case AutoScaling.Group group -> {
                groups.put(group.name(), group);
                scaling = null;
            }
            case AutoScaling.Activity activity -> {
                activities.removeIf(known -> known.id().equals(activity.id()));
                activities.addFirst(activity);
                scaling = null;
            }
            default -> throw new AssertionError(line);
        }
    }

    private static <T> void apply(Sink<T> sink, T object, FallbackStory.Line line, boolean list) {
        if (line.deleted()) {
            sink.deleted(object);
        } else if (list) {
            sink.listed(object);
        } else {
            sink.updated(object);
        }
    }

    ClusterSnapshot snapshot(Instant now) {
        KubernetesObjects none = KubernetesObjects.notSynced(FallbackStory.BEGIN);
        KubernetesObjects objects = new KubernetesObjects(
                new Observed.Known<>(pods.view(), now),
                none.namespaces(),
                new Observed.Known<>(nodes.view(), now),
                new Observed.Known<>(deployments.view(), now),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                new Observed.Known<>(events.view(), now),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                clusterConfig.of(maps("cluster-config", now)),
                status.of(maps("cluster-autoscaler-status", now)),
                priorities.of(maps("cluster-autoscaler-priority-expander", now)));
        return new ClusterSnapshot(
                now,
                objects,
                Observed.notSynced(now),
                Observed.notSynced(now),
                Observed.notSynced(now),
                Observed.notSynced(now),
                withAws
                        ? new Observed.Known<>(scaling(now), now)
                        : new Observed.Unknown<>(Observed.Reason.DISABLED, now),
                new Changes(pods.takeChanges(), events.takeChanges()));
    }

    private Observed<List<ConfigMap>> maps(String name, Instant now) {
        Store<ConfigMap> store = configMaps.get(name);
        return new Observed.Known<>(store == null ? List.of() : store.view(), now);
    }

    private AutoScaling scaling(Instant now) {
        AutoScaling known = scaling;
        if (known == null) {
            known = new AutoScaling(List.copyOf(groups.values()), new Observed.Known<>(List.copyOf(activities), now));
            scaling = known;
        }
        return known;
    }
}
